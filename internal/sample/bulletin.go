package sample

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
)

// publishing is one bulletin per quarter, compiled on the day after all figures
// that ended with the quarter are confirmed, and issued on the next.
func (y *year) publishing() []act {
	var acts []act
	for _, quarter := range period.In(y.number, period.Quarter) {
		day := 0
		for _, p := range y.periods() {
			if p.LastMonth() == quarter.LastMonth() {
				day = max(day, y.confirmed(p)+1)
			}
		}
		plan := func(n, minute int, what string, do func(context.Context, time.Time, period.Period) error) {
			acts = append(acts, act{y.when(quarter.End(), n, minute), "", what + " the bulletin of " + quarter.String(),
				func(ctx context.Context, at time.Time) error { return do(ctx, at, quarter) }})
		}
		plan(day, hm(9, 30), "compile", y.compile)
		plan(day, hm(15, 10), "word", y.word)
		plan(day+1, hm(10, 30), "issue", y.issue)
	}
	return acts
}

// compile begins the quarter's bulletin, once.
func (y *year) compile(ctx context.Context, at time.Time, quarter period.Period) error {
	who, err := y.by(ctx, at, goal.OfficeOperator)
	if err != nil {
		return err
	}
	v, err := y.bulletin(ctx, who, quarter)
	if err == nil && v == nil {
		_, err = y.s.CompileBulletin(ctx, who, y.o.Plan.ID(), quarter)
	}
	return err
}

// bulletin is the newest one, if it is the quarter's; nil otherwise.
func (y *year) bulletin(ctx context.Context, who goal.Actor, quarter period.Period) (*cycle.BulletinView, error) {
	page, err := y.s.Bulletins(ctx, who, y.o.Plan.ID(), 1<<30, 1)
	if err != nil || len(page.Bulletins) == 0 || page.Bulletins[0].Period != quarter {
		return nil, err
	}
	return page.Bulletins[0], nil
}

// word puts the office's own words in place of the ready-made demands.
func (y *year) word(ctx context.Context, at time.Time, quarter period.Period) error {
	who, err := y.by(ctx, at, goal.OfficeOperator)
	if err != nil {
		return err
	}
	v, err := y.bulletin(ctx, who, quarter)
	if err != nil || v == nil {
		return err
	}
	body := demands[quarter.Number()-1]
	i := slices.IndexFunc(v.Sections, func(s *goal.BulletinSection) bool { return s.Section == "DEMANDS" && s.Body != body })
	if i < 0 {
		return nil
	}
	sec := v.Sections[i]
	_, err = y.s.UpdateSection(ctx, who, v.Bulletin.ID(), sec.Section, sec.Version, sec.Heading, body)
	return err
}

func (y *year) issue(ctx context.Context, at time.Time, quarter period.Period) error {
	who, err := y.by(ctx, at, goal.OfficeDirector)
	if err != nil {
		return err
	}
	v, err := y.bulletin(ctx, who, quarter)
	if err == nil && v != nil {
		_, err = y.s.IssueBulletin(ctx, who, v.Bulletin.ID(), v.Version)
	}
	return err
}

// demands are what the office asks for after each quarter.
var demands = [4]string{
	"一是紧盯“开门红”后的薄弱环节，亮黄灯、红灯的指标逐项制定赶序措施；二是重点项目牵头单位要在4月底前完成前期手续集中攻坚；三是各单位要严格按口径和时限报送数据，杜绝迟报、错报。被通报滞后的单位于接到通报后3个工作日内报送整改措施。",
	"一是对照“双过半”目标开展半年自评，差距较大的指标由分管县领导召集会商；二是汛期和高温期间压实安全生产责任；三是确需调整目标的，按规定在窗口期内提出申请。被通报滞后的单位于接到通报后3个工作日内报送整改措施。",
	"一是围绕全年目标倒排四季度任务，做到按周调度、按月销号；二是对连续两个季度亮红灯的指标实行提级督办；三是提前做好年终总评材料和佐证资料的收集。被通报滞后的单位于接到通报后3个工作日内报送整改措施。",
	"一是认真总结全年工作，未完成指标要说明原因并提出下一年度整改计划；二是配合做好年终总评核验、民主测评和结果公示；三是提早谋划新一年目标任务，确保工作不断档。被通报滞后的单位于接到通报后3个工作日内报送整改措施。",
}

// recordNo is a document number of the county's evaluation office.
func recordNo(year, n int) string { return fmt.Sprintf("示县考〔%d〕%d号", year, n) }
