package graph_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/kaoping/kaoping/graph"
	gql "github.com/vektah/gqlparser/v2/ast"
)

func schema() *gql.Schema {
	return graph.NewExecutableSchema(graph.Config{Resolvers: &graph.Resolver{}}).Schema()
}

func TestEveryTypeAndActionIsDescribed(t *testing.T) {
	for _, fault := range undescribed(schema()) {
		t.Error(fault)
	}
	// The check itself must notice what it is there for.
	s := schema()
	s.Types["Goal"].Description = ""
	s.Mutation.Fields.ForName("planLoad").Description = ""
	if got := undescribed(s); len(got) != 2 {
		t.Errorf("two descriptions were taken away, and the check found %q", got)
	}
}

func undescribed(s *gql.Schema) []string {
	var faults []string
	for name, def := range s.Types {
		if def.BuiltIn || name == "Mutation" || name == "Query" {
			continue
		}
		if strings.TrimSpace(def.Description) == "" {
			faults = append(faults, "type "+name+" has no description")
		}
	}
	for _, f := range s.Mutation.Fields {
		if !strings.Contains(f.Description, "may") {
			faults = append(faults, "mutation "+f.Name+" does not say who may call it")
		}
	}
	return faults
}

// TestConventions holds the schema against the API's own rules.
func TestConventions(t *testing.T) {
	s := schema()
	for _, f := range s.Mutation.Fields {
		if f.Type.NonNull {
			t.Errorf("mutation %s must be nullable, so that one failure does not erase its siblings", f.Name)
		}
		payload := s.Types[f.Type.Name()]
		errors := payload.Fields.ForName("userErrors")
		if errors == nil || errors.Type.String() != "[UserError!]!" {
			t.Errorf("%s has no userErrors: [UserError!]!", payload.Name)
		}
	}
	for name, def := range s.Types {
		if strings.HasSuffix(name, "Connection") {
			if def.Fields.ForName("edges") != nil || def.Fields.ForName("nodes") == nil || def.Fields.ForName("pageInfo") == nil || def.Fields.ForName("totalCount") == nil {
				t.Errorf("%s is no connection with nodes, pageInfo and totalCount", name)
			}
		}
		for _, f := range def.Fields {
			if f.Type.Name() == "Float" {
				t.Errorf("%s.%s is a Float", name, f.Name)
			}
			if strings.Contains(f.Name, "_") && !strings.HasPrefix(f.Name, "__") {
				t.Errorf("%s.%s is not in camel case", name, f.Name)
			}
		}
	}
	for _, f := range s.Query.Fields {
		first := f.Arguments.ForName("first")
		if strings.HasSuffix(f.Type.Name(), "Connection") && (first == nil || first.Type.String() != "Int!" || first.DefaultValue == nil) {
			t.Errorf("query %s is a list without first: Int! = …", f.Name)
		}
	}
}

// TestEnumsAreTheDomains compares each enum with the Go constants behind it: the
// generated code would pass on a value that the schema does not know.
func TestEnumsAreTheDomains(t *testing.T) {
	in := map[string][2]string{ // enum → package, type; the rest are score's, by their own name
		"UserErrorCode": {"goal", "ProblemCode"}, "LockReason": {"goal", "LockReason"}, "Role": {"goal", "Role"}, "GrantStatus": {"goal", "GrantStatus"}, "UnitKind": {"goal", "UnitKind"},
		"PlanStatus": {"goal", "PlanStatus"}, "Severity": {"goal", "Severity"}, "Step": {"goal", "Step"}, "LightOn": {"goal", "LightOn"}, "Direction": {"goal", "Direction"},
		"Source": {"goal", "Source"}, "ValueType": {"goal", "ValueType"}, "GoalState": {"goal", "GoalState"}, "ArrangementStatus": {"goal", "ArrangementStatus"},
		"ItemStatus": {"goal", "ItemStatus"}, "Cause": {"goal", "Cause"}, "RowStatus": {"goal", "RowStatus"}, "BulletinStatus": {"goal", "BulletinStatus"},
		"ReviewStatus": {"goal", "ReviewStatus"}, "AdjustmentStatus": {"goal", "AdjustmentStatus"}, "VetoStatus": {"goal", "VetoStatus"},
		"GraceCounts": {"goal", "GraceCounts"}, "Basis": {"goal", "Basis"}, "CompletionBy": {"goal", "CompletionBy"}, "CompletionOrder": {"cycle", "CompletionOrder"}, "RowOutcome": {"cycle", "RowOutcome"},
		"Frequency": {"period", "Kind"}, "ScoreState": {"score", "State"}, "NotApplicablePolicy": {"score", "NAPolicy"},
		"RuleDirection": {"score", "Direction"}, "TokenScope": {"goal", "TokenScope"}, "SignInMethod": {"goal", "SignInMethod"},
	}
	for name, def := range schema().Types {
		if def.Kind != gql.Enum || def.BuiltIn {
			continue
		}
		where, ok := in[name]
		if !ok {
			where = [2]string{"score", name}
		}
		var have []string
		for _, v := range def.EnumValues {
			have = append(have, v.Name)
		}
		want := constants(t, "../internal/"+where[0], where[1])
		slices.Sort(have)
		slices.Sort(want)
		if !slices.Equal(have, want) {
			t.Errorf("enum %s has %v, %s.%s has %v", name, have, where[0], where[1], want)
		}
	}
}

// constants reads the string constants of a type from a package's source.
func constants(t *testing.T, dir, typ string) []string {
	t.Helper()
	files, err := filepath.Glob(dir + "/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			if id, ok := spec.Type.(*ast.Ident); ok && id.Name == typ {
				for _, v := range spec.Values {
					if lit, ok := v.(*ast.BasicLit); ok {
						s, _ := strconv.Unquote(lit.Value)
						list = append(list, s)
					}
				}
			}
			return true
		})
	}
	return list
}
