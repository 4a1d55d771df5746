package graph_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/kaoping/kaoping/graph"
	"github.com/kaoping/kaoping/internal/goal"
	gql "github.com/vektah/gqlparser/v2/ast"
)

// TestDescriptionsSayWhoMay holds what the API says of rights against the policy.
func TestDescriptionsSayWhoMay(t *testing.T) {
	for _, fault := range misdescribed(schema(), graph.Rights) {
		t.Error(fault)
	}
	// The check itself must notice what it is there for.
	s := schema()
	s.Mutation.Fields.ForName("planLoad").Description = "Anybody may."
	if got := misdescribed(s, graph.Rights); len(got) != 1 {
		t.Errorf("one description was falsified, and the check found %q", got)
	}
}

func misdescribed(s *gql.Schema, rights map[string][]goal.Action) []string {
	var faults []string
	for _, root := range []*gql.Definition{s.Query, s.Mutation} {
		for _, f := range root.Fields {
			// Who is asking is everybody's to know.
			if name := root.Name + "." + f.Name; rights[name] == nil && name != "Query.viewer" && !strings.HasPrefix(f.Name, "__") {
				faults = append(faults, name+" is not among the rights")
			}
		}
	}
	for name, actions := range rights {
		typ, field, _ := strings.Cut(name, ".")
		def := s.Types[typ]
		if def == nil || def.Fields.ForName(field) == nil {
			faults = append(faults, name+" has rights and does not exist")
			continue
		}
		if want := goal.Describe(actions...); !strings.HasSuffix(strings.Join(strings.Fields(def.Fields.ForName(field).Description), " "), want) {
			faults = append(faults, name+" must end with:\n"+want)
		}
	}
	slices.Sort(faults)
	return faults
}

// TestEveryActionIsUsed: a line of the policy that nothing asks for protects nothing.
func TestEveryActionIsUsed(t *testing.T) {
	used := map[goal.Action]bool{}
	for _, actions := range graph.Rights {
		for _, a := range actions {
			used[a] = true
		}
	}
	for _, p := range goal.Policy {
		if !used[p.Action] {
			t.Errorf("%s is in the policy, and no field takes it", p.Action)
		}
	}
}

// serverOwned are names of what only the server decides.
var serverOwned = []string{"state", "status", "role", "score", "scores", "rank", "points", "grade", "final", "exact", "createdBy", "createdAt",
	"recordedBy", "recordedAt", "enteredBy", "submittedBy", "submittedAt", "approvedBy", "approvedAt", "verifiedBy", "confirmedBy", "decidedBy", "decidedAt",
	"grantedBy", "grantedAt", "revision", "edition", "hash", "seq", "actor", "actorId", "at", "grants", "active", "late", "receipt", "official"}

// namesakes are fields of inputs that share such a name and are the sender's to say.
var namesakes = map[string]string{
	"ValueInput.state":               "what kind of answer a figure is",
	"FiguresInput.state":             "likewise",
	"ScorePreviewRowInput.state":     "likewise",
	"MilestoneInput.state":           "of a project's node",
	"ArrangementOutcomeInput.status": "of a matter",
	"ArrangementFilter.status":       "what to look for",
	"AuditFilter.actorId":            "what to look for",
	"GrantInput.role":                "the right to give to somebody else",
	"ComponentScoreInput.score":      "what ballots or leaders gave, which the office enters",
	"UpperResultInput.score":         "published by an upper authority",
	"PlaceInput.rank":                "published elsewhere",
	"MethodInput.rank":               "a method's name",
	"AdjustmentInput.points":         "claimed, for the committee to decide on",
	"AdjustmentRuleInput.points":     "of a plan's rule",
	"KindPointsInput.points":         "of a rule",
	"AwardLevelInput.points":         "of a rule",
	"BallotOptionInput.points":       "of a rule",
	"TierInput.points":               "of a rule",
	"RatingGradeInput.grade":         "a letter of a rule's scale",
	"ScalesInput.final":              "decimals of a plan",
	"ValueVerifyInput.official":      "what an owner puts beside the unit's figure",
}

func TestInputsHoldNothingOfTheServers(t *testing.T) {
	for name, def := range schema().Types {
		if def.Kind != gql.InputObject {
			continue
		}
		for _, f := range def.Fields {
			if slices.Contains(serverOwned, f.Name) && namesakes[name+"."+f.Name] == "" {
				t.Errorf("%s.%s is the server's to say", name, f.Name)
			}
		}
	}
	for name := range namesakes {
		typ, field, _ := strings.Cut(name, ".")
		if def := schema().Types[typ]; def == nil || def.Fields.ForName(field) == nil {
			t.Errorf("%s is excused and does not exist", name)
		}
	}
}
