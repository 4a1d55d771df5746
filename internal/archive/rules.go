package archive

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/score"
)

// checkRules holds the rules that a run pinned against the edition it is of.
func (v *verifier) checkRules(where string, in score.RunInput, file *goal.PlanFile, names goal.Names) {
	v.differInside(where, "rules", in.Rules, file.RunRules())
	indicators := map[string]goal.IndicatorFile{}
	for _, i := range file.Indicators {
		indicators[i.Code] = i
	}
	for _, i := range in.Indicators {
		differCommon(v, where+", indicator "+i.Code, i, indicators[i.Code])
	}
	weights, modes := map[string][]score.ComponentWeight{}, map[string]string{}
	for _, g := range file.Groups {
		weights[g.Code] = g.Components
	}
	for _, u := range file.Units {
		modes[u.Unit] = string(u.Mode) + " in " + u.Group
	}
	for i := range in.Groups {
		g := &in.Groups[i]
		v.differInside(where+", group "+g.Code, "weights", g.Weights, weights[g.Code])
		v.differInside(where+", group "+g.Code, "dimensions", g.Dimensions, dimensionMarks(file, g.Code))
		for j := range g.Units {
			u := &g.Units[j]
			v.differ(called(names.Units, u.UnitID, "unit"), "mode", string(u.Mode)+" in "+g.Code, modes[u.Code])
		}
	}
}

// dimensionMarks are the dimensions that have marks in a group.
func dimensionMarks(file *goal.PlanFile, group string) (list []score.DimensionMarks) {
	for _, d := range file.Dimensions {
		for _, m := range d.Marks {
			if m.Group == group && m.FullMarks.IsPositive() {
				list = append(list, score.DimensionMarks{Dimension: d.Code, FullMarks: m.FullMarks})
			}
		}
	}
	return list
}

// differInside compares two values by their canonical texts and names the
// members that differ.
func (v *verifier) differInside(where, what string, kept, found any) {
	a, b := canonical(kept), canonical(found)
	if a == b {
		return
	}
	var x, y any
	if json.Unmarshal([]byte(a), &x) != nil || json.Unmarshal([]byte(b), &y) != nil {
		v.differ(where, what, a, b)
		return
	}
	v.differMembers(where, what, x, y)
}

// differCommon compares two structs by the members whose names both types have:
// what a run pins is named as in the lists it was taken from, and each has more
// of its own.
func differCommon[A, B any](v *verifier, where string, kept A, found B) {
	var x, y map[string]any
	if json.Unmarshal([]byte(canonical(kept)), &x) != nil || json.Unmarshal([]byte(canonical(found)), &y) != nil {
		v.say(where, "it cannot be compared")
		return
	}
	others := memberNames(reflect.TypeFor[B]())
	for _, name := range memberNames(reflect.TypeFor[A]()) {
		if slices.Contains(others, name) {
			v.differMembers(where, name, x[name], y[name])
		}
	}
}

// memberNames are those of a struct's JSON form.
func memberNames(t reflect.Type) []string {
	names := make([]string, t.NumField())
	for i := range names {
		names[i], _, _ = strings.Cut(t.Field(i).Tag.Get("json"), ",")
	}
	return names
}

func (v *verifier) differMembers(where, path string, a, b any) {
	x, y := members(a), members(b)
	if x == nil || y == nil {
		v.differ(where, path, leaf(a), leaf(b))
		return
	}
	keys := maps.Clone(x)
	maps.Copy(keys, y)
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		v.differMembers(where, path+"."+key, x[key], y[key])
	}
}

// members takes a list or an object apart; nil for anything else.
func members(x any) map[string]any {
	switch x := x.(type) {
	case map[string]any:
		return x
	case []any:
		byPlace := make(map[string]any, len(x))
		for i, e := range x {
			byPlace[strconv.Itoa(i)] = e
		}
		return byPlace
	}
	return nil
}

func leaf(x any) string {
	switch x := x.(type) {
	case nil:
		return ""
	case map[string]any, []any:
		text, err := json.Marshal(x)
		if err != nil {
			return err.Error()
		}
		return string(text)
	}
	return fmt.Sprint(x)
}
