package goal

import (
	"time"

	"github.com/kaoping/kaoping/internal/period"
)

// UnitKind is what sort of body a unit is.
type UnitKind string

const (
	Authority   UnitKind = "AUTHORITY" // the organ in whose name a plan is issued
	PartyOrgan  UnitKind = "PARTY_ORGAN"
	Department  UnitKind = "DEPARTMENT"
	Township    UnitKind = "TOWNSHIP"
	Institution UnitKind = "INSTITUTION"
	Vertical    UnitKind = "VERTICAL" // led by its upper line authority (垂管、双管)
	Section     UnitKind = "SECTION"  // inside another unit
)

// Unit is a body as it stood at one instant; its name, place in the tree and
// telephone may differ at another.
type Unit struct {
	UnitID       int64     `db:"unit_id"`
	Code         string    `db:"code"`
	Name         string    `db:"name"`
	Kind         UnitKind  `db:"kind"`
	ParentID     *int64    `db:"parent_id"`
	DisplayOrder int       `db:"display_order"`
	OfficePhone  string    `db:"office_phone"`
	ValidFrom    time.Time `db:"valid_from"`
	AsOf         time.Time `db:"as_of"` // the instant
}

// ID is the unit's global id.
func (u *Unit) ID() ID { return ID{Kind: KindUnit, Num: u.UnitID} }

// Account is a person who signs in.
type Account struct {
	AccountID   int64  `db:"account_id"`
	Login       string `db:"login"`
	Name        string `db:"name"`
	Post        string `db:"post"`
	OfficePhone string `db:"office_phone"`
	UnitID      *int64 `db:"unit_id"` // where the person works now; nil: in none
	Active      bool   `db:"active"`
	Version     int    `db:"version"`
}

// ID is the account's global id.
func (a *Account) ID() ID { return ID{Kind: KindAccount, Num: a.AccountID} }

// OrganFile is a register of units, people and days, as `kaoping plan load`
// reads it. Loading it again changes what differs and keeps the rest.
type OrganFile struct {
	Since    period.Date   `json:"since"` // from when the entries hold
	Units    []UnitFile    `json:"units"`
	Accounts []AccountFile `json:"accounts"`
	Days     []DayFile     `json:"days"`
}

// UnitFile is one unit of a register; Parent is another's code.
type UnitFile struct {
	Code        string   `json:"code"`
	Name        string   `json:"name"`
	Kind        UnitKind `json:"kind"`
	Parent      string   `json:"parent,omitempty"`
	OfficePhone string   `json:"officePhone,omitempty"`
}

// AccountFile is one person of a register. Portfolio lists the units that a
// leader is in charge of.
type AccountFile struct {
	Login       string      `json:"login"`
	Name        string      `json:"name"`
	Post        string      `json:"post"`
	Unit        string      `json:"unit,omitempty"`
	OfficePhone string      `json:"officePhone,omitempty"`
	Mobile      string      `json:"mobile,omitempty"`
	Grants      []GrantFile `json:"grants"`
	Portfolio   []string    `json:"portfolio,omitempty"`
}

// GrantFile is a role on a unit, given by its code.
type GrantFile struct {
	Role    Role   `json:"role"`
	Unit    string `json:"unit"`
	Subtree bool   `json:"subtree,omitempty"` // also on what lies under the unit
}

// DayFile is a day off that would be a working day, or the reverse.
type DayFile struct {
	Date  period.Date `json:"date"`
	Works bool        `json:"works"`
	Name  string      `json:"name"`
}

// File is what `kaoping plan load` reads: a register, a plan, or both.
type File struct {
	Organ *OrganFile `json:"organ,omitempty"`
	Plan  *PlanFile  `json:"plan,omitempty"`
}

// Check says what keeps a register from being loaded.
func (f *OrganFile) Check(known Register) Problems {
	c := planChecker{known: Register{Units: map[string]int64{}}}
	for code, id := range known.Units {
		c.known.Units[code] = id
	}
	codes(&c, "units", f.Units, func(u UnitFile) string { return u.Code })
	for _, u := range f.Units {
		c.known.Units[u.Code] = 0
	}
	for i, u := range f.Units {
		c.require(Path("units", i, "name"), u.Name, 100)
		oneOf(&c, Path("units", i, "kind"), u.Kind, Authority, PartyOrgan, Department, Township, Institution, Vertical, Section)
		if u.Parent != "" {
			c.unit(Path("units", i, "parent"), u.Parent)
		}
	}
	seen := map[string]bool{}
	for i, a := range f.Accounts {
		c.require(Path("accounts", i, "login"), a.Login, 64)
		c.require(Path("accounts", i, "name"), a.Name, 100)
		if seen[a.Login] {
			c.bad.Add(Path("accounts", i, "login"), Duplicate, "code", a.Login)
		}
		seen[a.Login] = true
		if a.Unit != "" {
			c.unit(Path("accounts", i, "unit"), a.Unit)
		}
		for j, g := range a.Grants {
			oneOf(&c, Path("accounts", i, "grants", j, "role"), g.Role, Roles...)
			c.unit(Path("accounts", i, "grants", j, "unit"), g.Unit)
		}
		for j, u := range a.Portfolio {
			c.unit(Path("accounts", i, "portfolio", j), u)
		}
	}
	return c.bad
}
