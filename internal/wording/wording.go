// Package wording says in Chinese and English what codes mean: problems,
// refusals, scoring methods, trace steps, and the first draft of a bulletin.
//
// Codes are the contract and never change; words may.
package wording

import (
	"regexp"
	"sort"
	"strings"

	"github.com/kaoping/kaoping/internal/goal"
)

// Lang is a language that texts exist in.
type Lang int

const (
	Chinese Lang = iota // the default
	English
)

// Accept picks the language that an Accept-Language header asks for first;
// Chinese where it asks for neither.
func Accept(header string) Lang {
	type choice struct {
		lang    Lang
		quality string
	}
	var choices []choice
	for part := range strings.SplitSeq(header, ",") {
		tag, rest, _ := strings.Cut(strings.TrimSpace(part), ";")
		quality := strings.TrimPrefix(strings.TrimSpace(rest), "q=")
		if quality == "" {
			quality = "1"
		}
		switch tag = strings.ToLower(tag); {
		case tag == "en" || strings.HasPrefix(tag, "en-"):
			choices = append(choices, choice{English, quality})
		case tag == "zh" || strings.HasPrefix(tag, "zh-"):
			choices = append(choices, choice{Chinese, quality})
		}
	}
	if len(choices) == 0 {
		return Chinese
	}
	sort.SliceStable(choices, func(i, j int) bool { return choices[i].quality > choices[j].quality })
	return choices[0].lang
}

// pair is a text in both languages; {name} stands for an argument.
type pair struct{ zh, en string }

// in is the text with its arguments.
func (p pair) in(l Lang, args map[string]string) string {
	return strings.TrimSpace(p.fill(l, args))
}

// fill is in without trimming, for what goes inside another text.
func (p pair) fill(l Lang, args map[string]string) string {
	s := p.choose(l)
	for name, value := range args {
		s = strings.ReplaceAll(s, "{"+name+"}", value)
	}
	return unfilled.ReplaceAllString(s, "")
}

// choose is the text as it stands, for punctuation and what surrounds it.
func (p pair) choose(l Lang) string {
	if l == English {
		return p.en
	}
	return p.zh
}

// unfilled are places for arguments that a problem did not come with.
var unfilled = regexp.MustCompile(`\{[a-zA-Z]+\}`)

// Problem is what a person reads beside a field.
func Problem(l Lang, p goal.Problem) string {
	text, ok := problems[p.Code]
	if !ok {
		text, ok = found(p.Code)
	}
	if !ok {
		return string(p.Code)
	}
	if p.Code == goal.BadRule || p.Code == goal.CannotCompute {
		args := map[string]string{"what": problemOf(l, engineCode(p.Args), p.Args)}
		for k, v := range p.Args {
			args[k] = v
		}
		return strings.Join(strings.Fields(text.in(l, args)), " ")
	}
	return text.in(l, p.Args)
}

// Failure is what a person reads when a request as a whole was refused.
func Failure(l Lang, code string) string {
	if text, ok := failures[code]; ok {
		return text.in(l, nil)
	}
	return code
}

// Locked is what a person reads about something that cannot be changed now.
func Locked(l Lang, r goal.LockReason) string {
	if text, ok := locks[r]; ok {
		return text.in(l, nil)
	}
	return string(r)
}

// Method names a scoring method by its code, such as M01.
func Method(l Lang, code string) string {
	if text, ok := methods[code]; ok {
		return text.in(l, nil)
	}
	return code
}
