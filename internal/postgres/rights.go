package postgres

import (
	"context"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/lib/pq"
)

// grantColumns are those of grants g. A leader who had a portfolio while the grant
// ran is no chief: taking the last unit out of a portfolio must not open all.
const grantColumns = `g.grant_id, g.account_id, g.role, g.unit_id, g.subtree, g.plan_id, g.valid_from, g.valid_to, g.reason,
	g.granted_by, g.granted_at, g.approved_by, g.approved_at,
	g.role = 'LEADER' AND NOT EXISTS (SELECT FROM portfolios p WHERE p.account_id = g.account_id
		AND p.valid_from <= $1 AND (p.valid_to IS NULL OR p.valid_to > g.valid_from)) AS chief`

// grantsAt are the grants that count at $1.
const grantsAt = ` FROM grants g WHERE g.valid_from <= $1 AND g.approved_at <= $1 AND (g.valid_to IS NULL OR g.valid_to > $1) `

// treeAt joins under with the units right below it as the tree stood at $1. What
// lies under another authority is that authority's.
const treeAt = ` JOIN unit_terms t ON t.parent_id = under.unit_id AND t.kind <> 'AUTHORITY'
	AND t.valid_from <= $1 AND (t.valid_to IS NULL OR t.valid_to > $1) `

// Rights reads what an account may be at an instant: its grants with the units
// that they hold on, as the tree stood.
func (q Queries) Rights(ctx context.Context, account int64, at time.Time) ([]goal.Grant, error) {
	var rows []struct {
		goal.Grant
		Under pq.Int64Array `db:"under"`
	}
	err := q.list(ctx, &rows, `
		WITH RECURSIVE held AS (SELECT `+grantColumns+grantsAt+`AND g.account_id = $2),
		under AS (
			SELECT grant_id, unit_id FROM held WHERE subtree
			UNION SELECT under.grant_id, t.unit_id FROM under`+treeAt+`)
		SELECT held.*, ARRAY(SELECT unit_id FROM under WHERE under.grant_id = held.grant_id) AS under
		  FROM held ORDER BY grant_id`, at, account)
	grants := make([]goal.Grant, len(rows))
	for i, r := range rows {
		grants[i] = r.Grant
		grants[i].Under = r.Under
	}
	return grants, err
}

// PortfoliosOf reads which units each of some people is in charge of at an instant.
func (q Queries) PortfoliosOf(ctx context.Context, accounts []int64, at time.Time) (map[int64][]int64, error) {
	var list []struct {
		AccountID int64 `db:"account_id"`
		UnitID    int64 `db:"unit_id"`
	}
	err := q.list(ctx, &list, `
		SELECT account_id, unit_id FROM portfolios
		 WHERE account_id = ANY($1) AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2) ORDER BY unit_id`, pq.Array(accounts), at)
	units := make(map[int64][]int64, len(accounts))
	for _, a := range accounts {
		units[a] = []int64{}
	}
	for _, p := range list {
		units[p.AccountID] = append(units[p.AccountID], p.UnitID)
	}
	return units, err
}

// Ties reads when an account belonged to which units: where it worked or held a
// unit's role, the units of which that was a section at the time, and those under
// a role that was held on a whole subtree. With them come the units in the
// account's portfolio at an instant: every request begins with both.
func (q Queries) Ties(ctx context.Context, account int64, at time.Time) (ties []goal.Tie, portfolio []int64, err error) {
	var rows []struct {
		goal.Tie
		Portfolio bool `db:"portfolio"`
	}
	// LEAST and GREATEST leave NULL out of account: an end that is not known yet
	// gives way to one that is.
	err = q.list(ctx, &rows, `
		WITH RECURSIVE direct AS (
			SELECT unit_id, valid_from, valid_to, false AS subtree FROM postings WHERE account_id = $1
			UNION
			SELECT unit_id, GREATEST(valid_from, approved_at), valid_to, subtree FROM grants
			 WHERE account_id = $1 AND role IN ('UNIT_HEAD', 'UNIT_DEPUTY', 'REPORTER') AND approved_at IS NOT NULL
			   AND (valid_to IS NULL OR valid_to > GREATEST(valid_from, approved_at))
		), below AS (
			SELECT unit_id, valid_from, valid_to FROM direct WHERE subtree
			UNION
			SELECT t.unit_id, GREATEST(below.valid_from, t.valid_from), LEAST(below.valid_to, t.valid_to)
			  FROM below JOIN unit_terms t ON t.parent_id = below.unit_id AND t.kind <> 'AUTHORITY'
			   AND (t.valid_to IS NULL OR t.valid_to > below.valid_from) AND (below.valid_to IS NULL OR below.valid_to > t.valid_from)
		), above AS (
			SELECT unit_id, valid_from, valid_to FROM direct
			UNION
			SELECT t.parent_id, GREATEST(above.valid_from, t.valid_from), LEAST(above.valid_to, t.valid_to)
			  FROM above JOIN unit_terms t ON t.unit_id = above.unit_id AND t.kind = 'SECTION' AND t.parent_id IS NOT NULL
			   AND (t.valid_to IS NULL OR t.valid_to > above.valid_from) AND (above.valid_to IS NULL OR above.valid_to > t.valid_from)
		)
		(SELECT unit_id, valid_from, valid_to, false AS portfolio FROM above UNION SELECT unit_id, valid_from, valid_to, false FROM below)
		UNION ALL SELECT unit_id, valid_from, valid_to, true FROM portfolios
		 WHERE account_id = $1 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2)`, account, at)
	for _, r := range rows {
		if r.Portfolio {
			portfolio = append(portfolio, r.UnitID)
		} else {
			ties = append(ties, r.Tie)
		}
	}
	return ties, portfolio, err
}
