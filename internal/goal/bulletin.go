package goal

import (
	"time"

	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// BulletinStatus is where a bulletin stands.
type BulletinStatus string

const (
	BulletinDraft  BulletinStatus = "DRAFT"
	BulletinIssued BulletinStatus = "ISSUED"
)

// Bulletin is the office's quarterly publication (通报).
type Bulletin struct {
	PlanID     int64          `db:"plan_id"`
	BulletinID int64          `db:"bulletin_id"`
	Period     period.Period  `db:"period"`
	Number     int            `db:"number"`
	Title      string         `db:"title"`
	Status     BulletinStatus `db:"status"`
	Version    int            `db:"version"`
	SnapshotID int64          `db:"snapshot_id"`
	CompiledAt time.Time      `db:"compiled_at"`
	IssuedAt   *time.Time     `db:"issued_at"`
	Hash       *string        `db:"sha256"` // of the issued text
}

// ID is the bulletin's global id.
func (b *Bulletin) ID() ID { return ID{Kind: KindBulletin, Plan: b.PlanID, Num: b.BulletinID} }

// BulletinSection is one piece of a bulletin's narrative.
type BulletinSection struct {
	PlanID       int64  `db:"plan_id" json:"-"`
	BulletinID   int64  `db:"bulletin_id" json:"-"`
	Section      string `db:"section" json:"section"`
	DisplayOrder int    `db:"display_order" json:"-"`
	Heading      string `db:"heading" json:"heading"`
	Body         string `db:"body" json:"body"`
	Version      int    `db:"version" json:"-"`
}

// Snapshot is a whole plan's figures at one instant, as a bulletin quotes them.
type Snapshot struct {
	Period  period.Period   `json:"period"`
	TakenAt time.Time       `json:"takenAt"`
	Edition int             `json:"edition"`
	Reports ReportCounts    `json:"reports"`
	Lights  []LightCount    `json:"lights"`
	Groups  []SnapshotGroup `json:"groups"`
	Goals   []SnapshotGoal  `json:"goals"`
}

// ReportCounts is how many figures were expected, came, and came on time.
type ReportCounts struct {
	Expected int `json:"expected"`
	Reported int `json:"reported"`
	OnTime   int `json:"onTime"`
}

// LightCount is how many goals show one light.
type LightCount struct {
	Light Light `json:"light"`
	Goals int   `json:"goals"`
}

// SnapshotGroup is one group's ranking by trial points.
type SnapshotGroup struct {
	GroupID int64            `json:"groupId"`
	Name    string           `json:"name"`
	Mean    *decimal.Decimal `json:"mean,omitempty"` // of the ranked units, two decimals
	Units   []SnapshotUnit   `json:"units"`          // by rank, those listed apart at the end
}

// SnapshotUnit is one unit's standing in a quarter.
type SnapshotUnit struct {
	UnitID       int64           `json:"unitId"`
	Name         string          `json:"name"`
	Points       decimal.Decimal `json:"points"` // trial points of the full score
	Rank         int             `json:"rank"`   // 0: listed apart
	PreviousRank int             `json:"previousRank,omitempty"`
	Unscored     bool            `json:"unscored,omitempty"` // nothing of it was due and reported: Points say nothing
	Lights       []LightCount    `json:"lights"`
}

// SnapshotGoal is one goal's standing in a quarter.
type SnapshotGoal struct {
	GoalID    int64            `json:"goalId"`
	UnitID    int64            `json:"unitId"`
	Indicator string           `json:"indicator"`
	Period    string           `json:"period,omitempty"` // of the latest counted value
	Revision  int              `json:"revision,omitempty"`
	Value     *decimal.Decimal `json:"value,omitempty"`
	Target    *decimal.Decimal `json:"target,omitempty"`
	Rate      *decimal.Decimal `json:"rate,omitempty"`
	Planned   *decimal.Decimal `json:"planned,omitempty"`
	Pace      *decimal.Decimal `json:"pace,omitempty"`
	State     score.State      `json:"state"`
	Points    decimal.Decimal  `json:"points"`
	FullMarks string           `json:"fullMarks"`
	Light     string           `json:"light,omitempty"`
	Laggard   *Lag             `json:"laggard,omitempty"`
}

// Lag says why a goal lags and who answers for it, as it was known when the
// snapshot was taken.
type Lag struct {
	Gap          *decimal.Decimal `json:"gap,omitempty"` // pace short of 1, a fraction
	Section      string           `json:"section,omitempty"`
	Cause        *Cause           `json:"cause,omitempty"`
	Note         string           `json:"note,omitempty"`
	Measure      string           `json:"measure,omitempty"`
	HelpNeeded   string           `json:"helpNeeded,omitempty"`
	LeaderID     int64            `json:"leaderId,omitempty"`
	LeaderPost   string           `json:"leaderPost,omitempty"`
	LeaderPhone  string           `json:"leaderPhone,omitempty"` // office telephone
	LiaisonPost  string           `json:"liaisonPost,omitempty"`
	LiaisonPhone string           `json:"liaisonPhone,omitempty"`
}
