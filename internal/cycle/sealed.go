package cycle

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/kaoping/kaoping/internal/postgres"
	"github.com/kaoping/kaoping/internal/score"
)

// pinned is what a sealed run holds on some of its units, and on all groups.
type pinned struct {
	rules      score.RunRules
	indicators map[string]score.IndicatorInput
	units      map[int64]*score.UnitInput
	groups     map[int64]*pinnedGroup
}

// pinnedGroup is what a sealed run holds on a group beside its units.
type pinnedGroup struct {
	dimensions []score.DimensionMarks
	places     score.Trace
	peers      []score.PeerNumbers
}

// readPinned takes those parts out of a run's sealed texts. A city's are a
// hundred million characters long, of which one unit's part is a thousandth: the
// rest is passed over and not decoded.
func readPinned(ctx context.Context, q postgres.Queries, plan, run int64, units []int64) (*pinned, error) {
	inputs, results, err := q.RunText(ctx, plan, run)
	if err != nil {
		return nil, err
	}
	p := &pinned{indicators: map[string]score.IndicatorInput{}, units: map[int64]*score.UnitInput{}, groups: map[int64]*pinnedGroup{}}
	for _, unit := range units {
		p.units[unit] = nil
	}
	if err := p.readInputs(inputs); err != nil {
		return nil, fmt.Errorf("pinned inputs: %w", err)
	}
	if err := p.readResults(results); err != nil {
		return nil, fmt.Errorf("pinned results: %w", err)
	}
	return p, nil
}

func (p *pinned) group(id int64) *pinnedGroup {
	if p.groups[id] == nil {
		p.groups[id] = &pinnedGroup{}
	}
	return p.groups[id]
}

func (p *pinned) readInputs(text string) error {
	var indicators []score.IndicatorInput
	c := &jsonCursor{text: text}
	c.object(func(key string) {
		switch key {
		case "rules":
			c.decode(&p.rules)
		case "indicators":
			c.decode(&indicators)
		case "groups":
			c.array(func() { p.readGroupInput(c) })
		default:
			c.skip()
		}
	})
	for _, i := range indicators {
		p.indicators[i.Code] = i
	}
	return c.err
}

func (p *pinned) readGroupInput(c *jsonCursor) {
	var id int64
	var dimensions []score.DimensionMarks
	c.object(func(key string) {
		switch key {
		case "groupId":
			id = c.number()
		case "dimensions":
			c.decode(&dimensions)
		case "units":
			c.array(func() { p.readUnitInput(c) })
		default:
			c.skip()
		}
	})
	p.group(id).dimensions = dimensions
}

func (p *pinned) readUnitInput(c *jsonCursor) {
	var id int64
	from := c.at
	c.object(func(key string) {
		if key == "unitId" {
			id = c.number()
		} else {
			c.skip()
		}
	})
	if _, wanted := p.units[id]; wanted && c.err == nil {
		p.units[id] = &score.UnitInput{}
		c.err = json.Unmarshal([]byte(c.text[from:c.at]), p.units[id])
	}
}

func (p *pinned) readResults(text string) error {
	c := &jsonCursor{text: text}
	c.object(func(key string) {
		if key != "groups" {
			c.skip()
			return
		}
		c.array(func() {
			var id int64
			var g pinnedGroup
			c.object(func(key string) {
				switch key {
				case "groupId":
					id = c.number()
				case "trace":
					c.decode(&g.places)
				case "peers":
					c.decode(&g.peers)
				default:
					c.skip()
				}
			})
			p.group(id).places, p.group(id).peers = g.places, g.peers
		})
	})
	return c.err
}

// jsonCursor walks through canonical JSON, which has no spaces. After a fault it
// stands still and keeps err.
type jsonCursor struct {
	text string
	at   int
	err  error
}

func (c *jsonCursor) fault() {
	if c.err == nil {
		c.err = fmt.Errorf("no canonical JSON at %d", c.at)
	}
}

// take passes over one character if it is the next.
func (c *jsonCursor) take(b byte) bool {
	if c.err == nil && c.at < len(c.text) && c.text[c.at] == b {
		c.at++
		return true
	}
	return false
}

// object calls member at each value, which has to pass over it.
func (c *jsonCursor) object(member func(key string)) {
	if !c.take('{') {
		c.fault()
	}
	for c.err == nil && !c.take('}') {
		from := c.at
		c.skip()
		if c.err != nil || !c.take(':') {
			c.fault()
			return
		}
		member(strings.Trim(c.text[from:c.at-1], `"`))
		if !c.take(',') && (c.at >= len(c.text) || c.text[c.at] != '}') {
			c.fault()
		}
	}
}

// array calls element at each element, which has to pass over it.
func (c *jsonCursor) array(element func()) {
	if !c.take('[') {
		c.fault()
	}
	for c.err == nil && !c.take(']') {
		element()
		if !c.take(',') && (c.at >= len(c.text) || c.text[c.at] != ']') {
			c.fault()
		}
	}
}

// skip passes over one value.
func (c *jsonCursor) skip() {
	for depth := 0; c.err == nil; {
		if c.at >= len(c.text) {
			c.fault()
			return
		}
		switch c.text[c.at] {
		case '"':
			c.skipString()
		case '{', '[':
			depth++
			c.at++
		case '}', ']':
			depth--
			c.at++
		case ',', ':':
			c.at++
		default: // a number, true, false or null
			for c.at < len(c.text) && !strings.ContainsRune(`,:]}`, rune(c.text[c.at])) {
				c.at++
			}
		}
		if depth == 0 {
			return
		}
	}
}

// skipString passes over a string: to the next quote that no backslash escapes.
func (c *jsonCursor) skipString() {
	for c.at++; ; c.at++ {
		i := strings.IndexByte(c.text[c.at:], '"')
		if i < 0 {
			c.fault()
			return
		}
		escapes := 0
		for c.at += i; c.text[c.at-1-escapes] == '\\'; escapes++ {
		}
		if escapes%2 == 0 {
			c.at++
			return
		}
	}
}

func (c *jsonCursor) decode(into any) {
	from := c.at
	c.skip()
	if c.err == nil {
		c.err = json.Unmarshal([]byte(c.text[from:c.at]), into)
	}
}

func (c *jsonCursor) number() (n int64) {
	from := c.at
	c.skip()
	if c.err == nil {
		n, c.err = strconv.ParseInt(c.text[from:c.at], 10, 64)
	}
	return n
}
