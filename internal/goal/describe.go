package goal

import "strings"

// Describe says in English who may do something, as the policy has it. The API's
// descriptions end with it.
func Describe(actions ...Action) string {
	parts := make([]string, len(actions))
	for i, action := range actions {
		var lines []string
		for _, p := range Policy {
			if p.Action == action {
				lines = append(lines, p.describe())
			}
		}
		parts[i] = strings.Join(lines, "; ")
		if len(actions) > 1 {
			parts[i] = "(" + string(action) + ") " + parts[i]
		}
	}
	return "Who may: " + strings.Join(parts, ". ") + "."
}

func (p *Permission) describe() string {
	roles := alternatives(p.Roles)
	text := map[Relation]string{
		OfStranger:  "everybody, signed in or not",
		OfAnybody:   "whoever is signed in",
		OfAuthority: roles + " of the authority",
		OfUnit:      roles + " of the unit",
		OfVerifier:  roles + " of the indicator's owner, or of its alternate for the owner's own figure",
		OfMember:    roles + " of a unit or an owner in the plan",
		OfPortfolio: roles + " in charge of the unit",
		OfChief:     roles + " without a portfolio",
		OfOrganiser: roles + " of the authority, for the evaluation office's own unit",
		OfPerson:    roles + " of the authority, for another person",
		OfContact: "the office and the committee for people in their authority's plans, a leader for those of the units in their portfolio, " +
			"a unit's people for their leader in charge and the office",
		OfOneself: "everybody, for themselves",
	}[p.Relation]
	switch {
	case p.ofOffice():
		text += ", not for the evaluation office's own unit or one that they belong to or belonged to in the plan's year"
	case p.Recused:
		text += ", not for a unit that they belong to or belonged to in the plan's year"
	}
	if p.When != nil {
		text += ", while the plan is " + alternatives(p.When)
	}
	return text
}

// alternatives writes codes as A, B or C.
func alternatives[T ~string](codes []T) string {
	var text strings.Builder
	for i, c := range codes {
		switch {
		case i == 0:
		case i == len(codes)-1:
			text.WriteString(" or ")
		default:
			text.WriteString(", ")
		}
		text.WriteString(string(c))
	}
	return text.String()
}
