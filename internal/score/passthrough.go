package score

import "math/big"

// PassThrough takes over the result that an upper authority published
// (上级考核结果折算): W × its score ÷ its full score, or by the place. Until it is
// published the goal waits, at year end too.
type PassThrough struct {
	By    PassThroughBy `json:"by" yaml:"by"`
	Place *Rank         `json:"place,omitempty" yaml:"place"` // PLACE: how the place becomes points
}

// PassThroughBy is what of the upper authority's result counts.
type PassThroughBy string

const (
	ByScore PassThroughBy = "SCORE"
	ByPlace PassThroughBy = "PLACE"
)

// Code is the number by which offices call the method.
func (*PassThrough) Code() string { return "M20" }

// Name is the method's field in [Methods], as JSON spells it.
func (*PassThrough) Name() string { return "passThrough" }

func (m *PassThrough) validate(at path) (ps problems) {
	known(&ps, at.to("by"), m.By, ByScore, ByPlace)
	switch {
	case m.By == ByScore && m.Place != nil:
		ps.add(at.to("place"), ProblemExclusive, "with", string(m.By))
	case m.By == ByPlace && m.Place == nil:
		ps.add(at.to("place"), ProblemRequired)
	}
	if m.Place == nil {
		return ps
	}
	if m.Place.External != nil && !*m.Place.External {
		ps.add(at.to("place", "external"), ProblemExclusive, "with", m.Name())
	}
	return append(ps, m.Place.validate(at.to("place"))...)
}

// rank is how the place becomes points; the place is always reported.
func (m *PassThrough) rank() *Rank {
	r := *m.Place
	r.External = new(true)
	return &r
}

func (m *PassThrough) most(full *big.Rat) *big.Rat {
	if m.By == ByPlace {
		return m.rank().most(full)
	}
	return full
}

func (m *PassThrough) points(c *calc) (*big.Rat, error) {
	in := &c.n.Figure.Inputs
	want, published := "UPPER", in.Upper != nil
	if m.By == ByPlace {
		want, published = "PLACE", in.Place != nil
	}
	switch {
	case !published && c.n.Figure.Value != nil:
		return nil, fail(ProblemWrongValueType, "want", want)
	case !published:
		c.state(TraceNotPublished, FromFigure)
		return nil, errPending
	case m.By == ByPlace:
		return m.rank().at(c, in.Place.Rank, in.Place.Of, 1)
	}
	u := in.Upper
	switch {
	case u.Full.Sign() <= 0:
		return nil, fail(ProblemOutOfRange, "field", "full", "above", "0")
	case u.Score.Sign() < 0 || u.Score.GreaterThan(u.Full):
		return nil, fail(ProblemMarkOutOfRange, "mark", plain(u.Score), "max", plain(u.Full))
	}
	x := new(big.Rat).Mul(c.full, u.Score.Rat())
	x.Quo(x, u.Full.Rat())
	c.step(TracePoints, "W × u ÷ f", x, operand("W", c.full, FromGoal),
		operand("u", u.Score.Rat(), FromFigure), operand("f", u.Full.Rat(), FromFigure))
	return x, nil
}

func (m *PassThrough) excel(s sheet) string {
	if m.By == ByPlace {
		return m.rank().excel(s)
	}
	return s.ref("W") + "*" + s.ref("upper") + "/" + s.ref("full")
}
