package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/lib/pq"
)

// Credentials are an account with what it signs in with.
type Credentials struct {
	goal.Account
	Hash      string     `db:"hash"`       // "": no password
	GoodUntil *time.Time `db:"good_until"` // of a one-time password
}

const credentials = `SELECT ` + accountColumns + `, COALESCE(w.hash, '') AS hash, w.good_until` + accountsNow + `LEFT JOIN passwords w ON w.account_id = a.account_id `

// CredentialsByLogin reads an account, whether or not it is active.
func (q Queries) CredentialsByLogin(ctx context.Context, login string) (*Credentials, error) {
	var c Credentials
	err := q.get(ctx, &c, credentials+`WHERE a.login = $1`, login)
	return &c, err
}

// LockCredentials is [Queries.CredentialsByLogin] for changing them: while the
// transaction lasts, nobody else disables the account or changes its password.
func (q Queries) LockCredentials(ctx context.Context, account int64) (*Credentials, error) {
	var c Credentials
	// Two statements: one that waited for the lock would still see the password as
	// it was before.
	if err := q.get(ctx, &c.AccountID, `SELECT account_id FROM accounts WHERE account_id = $1 FOR NO KEY UPDATE`, account); err != nil {
		return nil, err
	}
	err := q.get(ctx, &c, credentials+`WHERE a.account_id = $1`, account)
	return &c, err
}

// SavePassword gives an account a password in place of the one it had.
func (q Queries) SavePassword(ctx context.Context, account int64, hash string, at time.Time, goodUntil *time.Time) error {
	_, err := q.record(ctx, "passwords", `INSERT INTO passwords (account_id, hash, set_at, good_until) VALUES ($1, $2, $3, $4)
		ON CONFLICT (account_id) DO UPDATE SET hash = excluded.hash, set_at = excluded.set_at, good_until = excluded.good_until`,
		account, hash, at, goodUntil)
	return err
}

// RehashPassword stores another hash of the password that has the given one.
func (q Queries) RehashPassword(ctx context.Context, account int64, old, hash string) error {
	_, err := q.record(ctx, "passwords", `UPDATE passwords SET hash = $3 WHERE account_id = $1 AND hash = $2`, account, old, hash)
	return err
}

// SpendPassword uses a one-time password up: it signs nobody in again. It fails
// with [goal.ErrStale] where that was done already.
func (q Queries) SpendPassword(ctx context.Context, account int64, hash string, at time.Time) error {
	return q.recordOne(ctx, nil, "passwords", `UPDATE passwords SET good_until = $3 WHERE account_id = $1 AND hash = $2 AND good_until > $3`, account, hash, at)
}

// SessionTerms say when a session ends by itself, and when it gets another secret.
type SessionTerms struct {
	Idle, Life   time.Duration
	Rotate       time.Duration // a secret's age at which it is replaced
	Grace        time.Duration // for which the one before still counts
	SeenToWithin time.Duration // how exactly the last request is noted
}

// AddSession begins a session and gives its number.
func (q Queries) AddSession(ctx context.Context, s goal.Session, secretHash string, t SessionTerms) (id int64, err error) {
	var added struct {
		SessionID int64 `json:"session_id"`
	}
	err = q.recordOne(ctx, &added, "sessions", `
		INSERT INTO sessions (account_id, secret_hash, rotated_at, method, password_due, address, agent, signed_in_at, seen_at, idle_seconds, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $3, $3, $8, $9)`,
		s.AccountID, secretHash, s.SignedInAt, s.Method, s.PasswordDue, s.Address, s.Agent, int(t.Idle/time.Second), s.SignedInAt.Add(t.Life))
	return added.SessionID, err
}

// Holder is who presented a secret that counts, and how.
type Holder struct {
	goal.Account
	SessionID   int64      `db:"session_id"`
	SignedInAt  *time.Time `db:"signed_in_at"`
	PasswordDue bool       `db:"password_due"`
	Rotated     bool       `db:"rotated"` // the session's secret is the new one from now on

	TokenID int64           `db:"token_id"`
	Scope   goal.TokenScope `db:"scope"`
	PlanID  *int64          `db:"plan_id"`
}

const sessionLives = ` s.ended_at IS NULL AND s.expires_at > $2 AND s.seen_at + s.idle_seconds * interval '1 second' > $2 `

// HolderOfSession finds who holds a session's secret, if the session lives and
// its account is active. In the same statement it notes the request and, where
// the secret has grown old, replaces it by the fresh one. Of several requests at
// once only one replaces it.
func (q Queries) HolderOfSession(ctx context.Context, hash, freshHash string, at time.Time, t SessionTerms) (*Holder, error) {
	var h Holder
	err := q.get(ctx, &h, `
		WITH seen AS (
			UPDATE sessions s SET seen_at = $2,
				secret_hash = CASE WHEN s.rotated_at <= $5 THEN $3 ELSE s.secret_hash END,
				previous_hash = CASE WHEN s.rotated_at <= $5 THEN s.secret_hash ELSE s.previous_hash END,
				rotated_at = CASE WHEN s.rotated_at <= $5 THEN $2 ELSE s.rotated_at END
			 WHERE s.secret_hash = $1 AND s.seen_at <= $4 AND `+sessionLives+`
			RETURNING s.session_id, s.secret_hash = $3 AS rotated
		)
		SELECT `+accountColumns+`, s.session_id, s.signed_in_at, s.password_due, COALESCE(seen.rotated, false) AS rotated
		 `+accountsNow+`JOIN sessions s ON s.account_id = a.account_id LEFT JOIN seen ON seen.session_id = s.session_id
		 WHERE (s.secret_hash = $1 OR s.previous_hash = $1 AND s.rotated_at > $6) AND a.active AND `+sessionLives,
		hash, at, freshHash, at.Add(-t.SeenToWithin), at.Add(-t.Rotate), at.Add(-t.Grace))
	return &h, err
}

// HolderOfToken finds who holds an access token, if it is good and its account
// active, and notes the day in the same statement.
func (q Queries) HolderOfToken(ctx context.Context, hash string, at time.Time) (*Holder, error) {
	var h Holder
	err := q.get(ctx, &h, `
		WITH used AS (
			UPDATE access_tokens SET used_on = ($2::timestamptz AT TIME ZONE 'UTC')::date
			 WHERE token_hash = $1 AND revoked_at IS NULL AND expires_at > $2
			   AND (used_on IS NULL OR used_on < ($2::timestamptz AT TIME ZONE 'UTC')::date)
		)
		SELECT `+accountColumns+`, t.token_id, t.scope, t.plan_id`+accountsNow+`JOIN access_tokens t ON t.account_id = a.account_id
		 WHERE t.token_hash = $1 AND a.active AND t.revoked_at IS NULL AND t.expires_at > $2`, hash, at)
	return &h, err
}

// RenewSession gives a session another secret at once, the old one counting no
// more, and lifts what a one-time password held back.
func (q Queries) RenewSession(ctx context.Context, session int64, hash string, at time.Time) error {
	return q.change(ctx, `UPDATE sessions SET secret_hash = $2, previous_hash = NULL, rotated_at = $3, password_due = false
		WHERE session_id = $1 AND ended_at IS NULL`, session, hash, at)
}

const sessionColumns = `session_id, account_id, method, password_due, address, agent, signed_in_at, seen_at, expires_at, ended_at`

// SessionsOf lists an account's living sessions, the newest first.
func (q Queries) SessionsOf(ctx context.Context, account int64, at time.Time) ([]*goal.Session, error) {
	list := []*goal.Session{}
	err := q.list(ctx, &list, `SELECT `+sessionColumns+` FROM sessions s WHERE account_id = $1 AND `+sessionLives+` ORDER BY session_id DESC`, account, at)
	return list, err
}

// Session reads one session, living or not.
func (q Queries) Session(ctx context.Context, id int64) (*goal.Session, error) {
	var s goal.Session
	err := q.get(ctx, &s, `SELECT `+sessionColumns+` FROM sessions WHERE session_id = $1`, id)
	return &s, err
}

// EndSession ends one session; [goal.ErrStale] where it had ended.
func (q Queries) EndSession(ctx context.Context, id int64, at time.Time) error {
	return q.change(ctx, `UPDATE sessions SET ended_at = $2 WHERE session_id = $1 AND ended_at IS NULL`, id, at)
}

// EndSessions ends all sessions of an account but one (0: all), and counts them.
func (q Queries) EndSessions(ctx context.Context, account, but int64, at time.Time) (int64, error) {
	return q.exec(ctx, `UPDATE sessions SET ended_at = $3 WHERE account_id = $1 AND session_id <> $2 AND ended_at IS NULL`, account, but, at)
}

const tokenColumns = `token_id, account_id, label, scope, plan_id, created_at, expires_at, used_on, revoked_at`

// AddToken stores a token under its hash and gives its number.
func (q Queries) AddToken(ctx context.Context, t goal.AccessToken, hash string) (id int64, err error) {
	var added struct {
		TokenID int64 `json:"token_id"`
	}
	err = q.recordOne(ctx, &added, "access_tokens", `INSERT INTO access_tokens (token_hash, account_id, label, scope, plan_id, created_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, hash, t.AccountID, t.Label, t.Scope, t.PlanID, t.CreatedAt, t.ExpiresAt)
	return added.TokenID, err
}

// Token reads one token.
func (q Queries) Token(ctx context.Context, id int64) (*goal.AccessToken, error) {
	var t goal.AccessToken
	err := q.get(ctx, &t, `SELECT `+tokenColumns+` FROM access_tokens WHERE token_id = $1`, id)
	return &t, err
}

// TokensOf lists the tokens of an account that are still good, the newest first.
func (q Queries) TokensOf(ctx context.Context, account int64, at time.Time) ([]*goal.AccessToken, error) {
	list := []*goal.AccessToken{}
	err := q.list(ctx, &list, `SELECT `+tokenColumns+` FROM access_tokens WHERE account_id = $1 AND revoked_at IS NULL AND expires_at > $2 ORDER BY token_id DESC`, account, at)
	return list, err
}

// RevokeToken ends a token; [goal.ErrStale] where it was ended before.
func (q Queries) RevokeToken(ctx context.Context, id int64, at time.Time) error {
	return q.recordOne(ctx, nil, "access_tokens", `UPDATE access_tokens SET revoked_at = $2 WHERE token_id = $1 AND revoked_at IS NULL`, id, at)
}

// RevokeTokens ends all tokens of an account, and counts them.
func (q Queries) RevokeTokens(ctx context.Context, account int64, at time.Time) (int64, error) {
	return q.record(ctx, "access_tokens", `UPDATE access_tokens SET revoked_at = $2 WHERE account_id = $1 AND revoked_at IS NULL AND expires_at > $2`, account, at)
}

// AccountByIdentity finds whose account an issuer's subject was pinned to.
func (q Queries) AccountByIdentity(ctx context.Context, issuer, subject string) (*Credentials, error) {
	var c Credentials
	err := q.get(ctx, &c, credentials+`JOIN external_identities e ON e.account_id = a.account_id WHERE e.issuer = $1 AND e.subject = $2`, issuer, subject)
	return &c, err
}

// PinIdentity fixes whose account an identity opens. Where the identity or the
// account is pinned otherwise already, the database refuses.
func (q Queries) PinIdentity(ctx context.Context, issuer, subject string, account int64, at time.Time) error {
	_, err := q.record(ctx, "external_identities", `INSERT INTO external_identities (issuer, subject, account_id, pinned_at) VALUES ($1, $2, $3, $4)`, issuer, subject, account, at)
	return err
}

// Tries are the tries of one subject that were evaluated.
type Tries struct {
	Subject   string
	Tried     []time.Time
	RefusedAt *time.Time // when a refusal was last put into the audit
}

// LockTries reads the tries of some subjects, and keeps others from counting for
// them until the transaction ends.
func (q Queries) LockTries(ctx context.Context, at time.Time, subjects ...string) (map[string]*Tries, error) {
	subjects = slices.Sorted(slices.Values(subjects)) // one order for all, so that nobody waits in a ring
	var rows []struct {
		Subject   string        `db:"subject"`
		Tried     pq.Int64Array `db:"tried"`
		RefusedAt *time.Time    `db:"refused_at"`
	}
	err := q.list(ctx, &rows, `
		INSERT INTO sign_in_tries (subject, tried, touched_at) SELECT s, '{}', $2 FROM unnest($1::text[]) WITH ORDINALITY AS u(s, n) ORDER BY n
		ON CONFLICT (subject) DO UPDATE SET touched_at = excluded.touched_at
		RETURNING subject, tried, refused_at`, pq.Array(subjects), at)
	byName := map[string]*Tries{}
	for _, r := range rows {
		t := &Tries{Subject: r.Subject, RefusedAt: r.RefusedAt}
		for _, micros := range r.Tried {
			t.Tried = append(t.Tried, time.UnixMicro(micros))
		}
		byName[r.Subject] = t
	}
	return byName, err
}

// SaveTries stores what counts for a subject.
func (q Queries) SaveTries(ctx context.Context, t *Tries) error {
	micros := make(pq.Int64Array, len(t.Tried))
	for i, instant := range t.Tried {
		micros[i] = instant.UnixMicro()
	}
	_, err := q.exec(ctx, `UPDATE sign_in_tries SET tried = $2, refused_at = $3 WHERE subject = $1`, t.Subject, micros, t.RefusedAt)
	return err
}

// ForgetTries deletes some rows that nobody has touched since an instant. It
// comes last in a transaction, and waits for nobody.
func (q Queries) ForgetTries(ctx context.Context, before time.Time) error {
	_, err := q.exec(ctx, `DELETE FROM sign_in_tries WHERE subject IN
		(SELECT subject FROM sign_in_tries WHERE touched_at < $1 LIMIT 100 FOR UPDATE SKIP LOCKED)`, before)
	return err
}

// RefundTry takes back one try of a subject: it turned out to be no guess.
func (q Queries) RefundTry(ctx context.Context, subject string, at time.Time) error {
	_, err := q.exec(ctx, `UPDATE sign_in_tries SET tried = array_remove(tried, $2) WHERE subject = $1`, subject, at.UnixMicro())
	return err
}

// AccountRow is an account as the technician sees it.
type AccountRow struct {
	goal.Account
	UnitCode    string `db:"unit_code"`
	HasPassword bool   `db:"has_password"`
	Tokens      int    `db:"tokens"`
	Sessions    int    `db:"sessions"`
}

// AccountRows lists all accounts by login.
func (q Queries) AccountRows(ctx context.Context, at time.Time) ([]*AccountRow, error) {
	var list []*AccountRow
	err := q.list(ctx, &list, `
		SELECT `+accountColumns+`, COALESCE(u.code, '') AS unit_code,
		       EXISTS (SELECT FROM passwords w WHERE w.account_id = a.account_id) AS has_password,
		       (SELECT count(*) FROM access_tokens t WHERE t.account_id = a.account_id AND t.revoked_at IS NULL AND t.expires_at > $1) AS tokens,
		       (SELECT count(*) FROM sessions s WHERE s.account_id = a.account_id AND s.ended_at IS NULL AND s.expires_at > $1
		           AND s.seen_at + s.idle_seconds * interval '1 second' > $1) AS sessions
		 `+accountsNow+`LEFT JOIN units u ON u.unit_id = p.unit_id ORDER BY a.login`, at)
	return list, err
}
