package wording_test

import (
	"testing"

	"github.com/kaoping/kaoping/internal/score"
	"github.com/kaoping/kaoping/internal/wording"
	"github.com/shopspring/decimal"
)

func TestInputs(t *testing.T) {
	d := decimal.RequireFromString
	ballots := score.Rule{Method: score.Methods{Satisfaction: &score.Satisfaction{NotValid: []string{"不了解"}}}}
	tests := []struct {
		rule   score.Rule
		in     *score.Inputs
		zh, en string
	}{
		{in: nil},
		{in: &score.Inputs{}, zh: "0", en: "0"},
		{in: &score.Inputs{Passed: new(false)}, zh: "未通过", en: "not passed"},
		{in: &score.Inputs{Ratings: []string{"A", "B"}}, zh: "A、B", en: "A, B"},
		{in: &score.Inputs{Occurrences: []score.Occurrence{{Kind: "GENERAL", Count: d("2")}, {Kind: "FATAL", Count: d("0")}}}, zh: "GENERAL×2", en: "GENERAL×2"},
		{in: &score.Inputs{Occurrences: []score.Occurrence{{Kind: "GENERAL", Count: d("0")}}}, zh: "0", en: "0"},
		{
			in: &score.Inputs{Milestones: []score.Milestone{{Node: "开工", State: score.NodeDone}, {Node: "封顶", State: score.NodeDone},
				{Node: "竣工", State: score.NodeNotDone}, {Node: "投用", State: score.NodeNotDue}}},
			zh: "节点：2/4 完成", en: "nodes: 2 of 4 done",
		},
		{
			in: &score.Inputs{Milestones: []score.Milestone{{Node: "开工", State: score.NodeDone}, {Node: "封顶", State: score.NodeDone, DaysLate: 9},
				{Node: "竣工", State: score.NodeCancelled}}},
			zh: "节点：2/2 完成、1 个迟延、1 个取消", en: "nodes: 2 of 2 done, 1 late, 1 cancelled",
		},
		{in: &score.Inputs{Marks: []decimal.Decimal{d("90"), d("88"), d("91.5")}}, zh: "专家评分：3 份", en: "panel: 3 marks"},
		{
			rule: ballots,
			in: &score.Inputs{Ballots: []score.Ballots{{Class: "甲", Options: []score.OptionCount{{Option: "满意", Count: 40}, {Option: "不了解", Count: 5}}},
				{Class: "乙", Options: []score.OptionCount{{Option: "满意", Count: 25}}}}},
			zh: "票：65/70", en: "ballots: 65 of 70 valid",
		},
		{in: &score.Inputs{Ballots: []score.Ballots{{Numbers: []decimal.Decimal{d("90"), d("80")}}}}, zh: "票：2/2", en: "ballots: 2 of 2 valid"},
		{
			in: &score.Inputs{Awards: []score.Award{{Matter: "一", Level: "省级"}, {Matter: "二", Level: "市级", Class: "二等"}, {Matter: "三", Level: "省级"}},
				DaysLate: new(d("2"))},
			zh: "省级×2、市级 二等×1；迟 2 天", en: "省级×2, 市级 二等×1; days late: 2",
		},
		{
			in: &score.Inputs{Upper: &score.UpperResult{Score: d("91.6"), Full: d("100"), Document: "通报", Date: "2026-01-20"}},
			zh: "上级考核 91.6/100（通报）", en: "upper authority: 91.6 of 100 (通报)",
		},
		{in: &score.Inputs{Place: &score.Place{Rank: 3, Of: 8}}, zh: "排名 3/8", en: "place 3 of 8"},
		{in: &score.Inputs{Numbers: []score.NamedNumber{{Name: "优良天数得分", Value: d("86.30")}, {Name: "growth", Value: d("5.2")}}}, zh: "优良天数得分 86.3、增速 5.2", en: "优良天数得分 86.3, growth 5.2"},
		{in: &score.Inputs{DaysLate: new(d("0"))}, zh: "0", en: "0"},
	}
	for _, tt := range tests {
		if zh, en := wording.Inputs(wording.Chinese, tt.rule, tt.in), wording.Inputs(wording.English, tt.rule, tt.in); zh != tt.zh || en != tt.en {
			t.Errorf("reads %q and %q, want %q and %q", zh, en, tt.zh, tt.en)
		}
	}
}
