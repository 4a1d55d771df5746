package postgres

import (
	"context"
	"time"
)

// Operation is a mutation that was sent with an idempotency key.
type Operation struct {
	PlanID      int64     `db:"plan_id"` // 0: belongs to no plan
	Key         string    `db:"key"`
	Mutation    string    `db:"mutation"`
	RequestHash string    `db:"request_hash"`
	Answer      *string   `db:"answer"`
	ReceivedAt  time.Time `db:"received_at"`
}

const operationColumns = `plan_id, key, mutation, request_hash, answer, received_at`

// ClaimOperation takes an account's key for a mutation until the transaction
// ends. Somebody who is using it at this moment is waited for. It reports whether
// the key was free, and otherwise what it was used for, on this plan or another.
func (q Queries) ClaimOperation(ctx context.Context, account int64, o Operation) (free bool, used *Operation, err error) {
	n, err := q.exec(ctx, `INSERT INTO operations (plan_id, account_id, key, mutation, request_hash, received_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (plan_id, account_id, key) DO NOTHING`, o.PlanID, account, o.Key, o.Mutation, o.RequestHash, o.ReceivedAt)
	if err != nil {
		return false, nil, err
	}
	list, err := q.Operations(ctx, account, o.Key)
	if err != nil {
		return false, nil, err
	}
	for i := range list {
		if n == 0 || list[i].PlanID != o.PlanID {
			return false, &list[i], nil
		}
	}
	return true, nil, nil
}

// Operations finds what an account used a key for.
func (q Queries) Operations(ctx context.Context, account int64, key string) ([]Operation, error) {
	var list []Operation
	err := q.list(ctx, &list, `SELECT `+operationColumns+` FROM operations WHERE account_id = $1 AND key = $2 ORDER BY plan_id`, account, key)
	return list, err
}

// KeepAnswer stores what a keyed mutation answers from now on.
func (q Queries) KeepAnswer(ctx context.Context, account int64, o Operation, answer string) error {
	return q.change(ctx, `UPDATE operations SET answer = $4 WHERE plan_id = $1 AND account_id = $2 AND key = $3`, o.PlanID, account, o.Key, answer)
}

// Attempt runs fn such that the rest of the transaction may go on after it has
// failed, as if it had written nothing.
func (q Queries) Attempt(ctx context.Context, fn func() error) error {
	if _, err := q.exec(ctx, `SAVEPOINT attempt`); err != nil {
		return err
	}
	err := fn()
	if err == nil {
		_, err = q.exec(ctx, `RELEASE SAVEPOINT attempt`)
		return err
	}
	// A lost connection fails here too; then the transaction is over anyway.
	if _, failed := q.exec(ctx, `ROLLBACK TO SAVEPOINT attempt`); failed != nil {
		return failed
	}
	q.journal.records = nil
	return err
}
