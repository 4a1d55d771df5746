package goal

import (
	"regexp"
	"time"
)

// GrantInput is a right to give. Without ValidFrom it begins now, without ValidTo
// it runs until it is ended.
type GrantInput struct {
	AccountID ID
	Role      Role
	UnitID    ID
	Subtree   bool
	PlanID    *ID
	ValidFrom *time.Time
	ValidTo   *time.Time
	Reason    string
}

// AccountInput is a person to enter in the register.
type AccountInput struct {
	Login       string
	Name        string
	Post        string
	OfficePhone string
	Mobile      *string
	UnitID      *ID // where the person works; nil: in no unit of the register
}

// AccountUpdateInput is what an entry says from now on. Without Mobile the number
// stays: nobody can read it to send it back.
type AccountUpdateInput struct {
	Name        string
	Post        string
	OfficePhone string
	Mobile      *string
	UnitID      *ID
}

var loginForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,63}$`)

// Check says what is wrong with a new person's entry; path leads to it.
func (in *AccountInput) Check(path ...any) Problems {
	var bad Problems
	if !loginForm.MatchString(in.Login) {
		bad.Add(Path(append(path, "login")...), BadFormat, "form", "a-z 0-9 . _ -")
	}
	rest := AccountUpdateInput{Name: in.Name, Post: in.Post, OfficePhone: in.OfficePhone, Mobile: in.Mobile}
	return append(bad, rest.Check(path...)...)
}

// Check says what is wrong with a person's entry; path leads to it.
func (in *AccountUpdateInput) Check(path ...any) Problems {
	at := func(field string) []string { return Path(append(path, field)...) }
	var bad Problems
	if in.Name == "" {
		bad.Add(at("name"), Required)
	}
	bad = append(bad, CheckText(in.Name, 100, at("name"))...)
	bad = append(bad, CheckText(in.Post, 200, at("post"))...)
	bad = append(bad, CheckText(in.OfficePhone, 50, at("officePhone"))...)
	if in.Mobile != nil {
		bad = append(bad, CheckText(*in.Mobile, 50, at("mobile"))...)
	}
	return bad
}
