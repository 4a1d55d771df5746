package wording

import (
	"fmt"
	"strings"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
)

var quarterName = map[int]string{1: "一", 2: "二", 3: "三", 4: "四"}

// BulletinTitle is what a quarter's bulletin is called until somebody changes it.
func BulletinTitle(quarter period.Period) string {
	return fmt.Sprintf("关于%d年第%s季度目标绩效考核情况的通报", quarter.Year(), quarterName[quarter.Number()])
}

// BulletinSections is the first draft of a bulletin's narrative, told from its
// snapshot. The office rewrites it as it likes; numbers stay bound to the
// snapshot, which the annexes print.
func BulletinSections(s *goal.Snapshot) []goal.BulletinSection {
	return []goal.BulletinSection{
		{Section: "OVERALL", Heading: "一、总体情况", Body: overall(s)},
		{Section: "ACHIEVEMENTS", Heading: "二、主要成效", Body: achievements(s)},
		{Section: "PROGRESS", Heading: "三、指标进展", Body: progress(s)},
		{Section: "PROBLEMS", Heading: "四、存在问题", Body: laggards(s)},
		{Section: "DEMANDS", Heading: "五、下步工作要求", Body: "各单位要对照本通报查找差距，逐项明确责任人和完成时限，于接到通报后3个工作日内报送整改措施。"},
	}
}

func overall(s *goal.Snapshot) string {
	return fmt.Sprintf("截至%s末，应报指标数据%d项，已报%d项，其中按时报送%d项。", s.Period, s.Reports.Expected, s.Reports.Reported, s.Reports.OnTime)
}

func achievements(s *goal.Snapshot) string {
	var b strings.Builder
	for _, g := range s.Groups {
		var top []string
		for _, u := range g.Units {
			if u.Rank >= 1 && u.Rank <= 3 {
				top = append(top, fmt.Sprintf("%s（%s分）", u.Name, u.Points.StringFixed(2)))
			}
		}
		fmt.Fprintf(&b, "%s排名靠前的单位：%s。\n", g.Name, strings.Join(top, "、"))
	}
	return strings.TrimSpace(b.String())
}

func progress(s *goal.Snapshot) string {
	var parts []string
	for _, c := range s.Lights {
		parts = append(parts, fmt.Sprintf("%s%d项", c.Light.Label, c.Goals))
	}
	return "按序时进度亮灯：" + strings.Join(parts, "，") + "。"
}

func laggards(s *goal.Snapshot) string {
	n := 0
	for _, g := range s.Goals {
		if g.Laggard != nil {
			n++
		}
	}
	return fmt.Sprintf("滞后指标%d项，具体单位、原因、措施、分管领导见附件。", n)
}
