package postgres

import (
	"context"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
)

// AddAccount enters a person in the register.
func (q Queries) AddAccount(ctx context.Context, in *goal.AccountInput) (id int64, err error) {
	mobile := ""
	if in.Mobile != nil {
		mobile = *in.Mobile
	}
	var added struct {
		AccountID int64 `json:"account_id"`
	}
	err = q.recordOne(ctx, &added, "accounts", `INSERT INTO accounts (login, name, post, office_phone, mobile) VALUES ($1, $2, $3, $4, $5)`,
		in.Login, in.Name, in.Post, in.OfficePhone, mobile)
	return added.AccountID, err
}

// SaveAccount changes a person's entry; version is the one that was read.
func (q Queries) SaveAccount(ctx context.Context, account int64, version int, in *goal.AccountUpdateInput) error {
	return q.recordOne(ctx, nil, "accounts", `UPDATE accounts SET name = $3, post = $4, office_phone = $5, mobile = COALESCE($6, mobile), version = version + 1
		WHERE account_id = $1 AND version = $2`, account, version, in.Name, in.Post, in.OfficePhone, in.Mobile)
}

// SetActive lets a person sign in, or keeps them from it; version is the one that
// was read.
func (q Queries) SetActive(ctx context.Context, account int64, version int, active bool) error {
	return q.recordOne(ctx, nil, "accounts", `UPDATE accounts SET active = $3, version = version + 1 WHERE account_id = $1 AND version = $2`, account, version, active)
}

// Post makes a person work for a unit from an instant on, or for none.
func (q Queries) Post(ctx context.Context, account int64, unit *int64, at time.Time) error {
	if _, err := q.record(ctx, "postings", `UPDATE postings SET valid_to = $2 WHERE account_id = $1 AND valid_to IS NULL`, account, at); err != nil || unit == nil {
		return err
	}
	_, err := q.record(ctx, "postings", `INSERT INTO postings (account_id, unit_id, valid_from) VALUES ($1, $2, $3)`, account, *unit, at)
	return err
}
