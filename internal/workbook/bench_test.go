package workbook

import (
	"fmt"
	"io"
	"runtime"
	"testing"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// cityGroup is a group as large as a city's: units with as many goals each.
func cityGroup(units, indicators int) goal.SheetGroup {
	var gs goals
	for i := range indicators {
		d := i * 5 / indicators
		l := line([]string{"中心工作", "职能履行", "民生服务", "法治安全", "自身建设"}[d],
			fmt.Sprintf("D%d-%02d", d+1, i+1), fmt.Sprintf("第%d项重点工作目标按期完成率", i+1), "%", "2.5", "98.5", "M01")
		gs = append(gs, l)
	}
	us := make([]goal.SheetUnit, units)
	for i := range us {
		lines := append(goals(nil), gs...)
		for j := range lines {
			points := decimal.New(int64(250-(i*7+j*11)%120), -2)
			scored(decimal.New(int64(9850-(i*13+j*17)%3000), -2).String(), "0.9312", points.String(), "")(&lines[j])
		}
		us[i] = finish(goal.SheetUnit{
			Code: fmt.Sprintf("U%04d", i+1), Name: fmt.Sprintf("示范市第%d街道办事处", i+1),
			Mode: score.Ranked, Rank: i + 1, LastRank: units - i, Grade: "合格", Lines: lines,
		}, organWeights, map[score.Component]string{score.BallotComponent: "91.25", score.LeaderComponent: "92.50"})
	}
	return group("G1", "街道组", organWeights, gs, us)
}

// BenchmarkWriteScoreSheet writes a thousand units with forty goals each. Its
// peak is of the heap beyond what the sheet's data takes, as sampled.
func BenchmarkWriteScoreSheet(b *testing.B) {
	s := sampleSheet()
	s.Groups = []goal.SheetGroup{cityGroup(1000, 40)}
	var peak uint64
	for b.Loop() {
		peak = max(peak, heapPeak(func() {
			if err := WriteScoreSheet(io.Discard, s); err != nil {
				b.Fatal(err)
			}
		}))
	}
	b.ReportMetric(float64(peak)/(1<<20), "peak-MB")
}

// heapPeak is the most that the heap grew while f ran.
func heapPeak(f func()) uint64 {
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	stop, peak := make(chan struct{}), make(chan uint64)
	go func() {
		most := before.HeapInuse
		for {
			select {
			case <-stop:
				peak <- most - before.HeapInuse
				return
			case <-time.After(5 * time.Millisecond):
				var now runtime.MemStats
				runtime.ReadMemStats(&now)
				most = max(most, now.HeapInuse)
			}
		}
	}()
	f()
	close(stop)
	return <-peak
}
