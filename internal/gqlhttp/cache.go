package gqlhttp

import (
	"container/list"
	"context"
	"sync"

	"github.com/vektah/gqlparser/v2/ast"
)

// cachedBytes bounds the text of all documents that are kept parsed and
// validated. A parsed document takes about a hundred times its text.
const cachedBytes = 256 << 10

// entryBytes is what a document costs beside its text, so that many tiny ones
// count too.
const entryBytes = 128

// documents keeps the documents used last, up to a number of bytes of text.
type documents struct {
	most int

	mu     sync.Mutex
	bytes  int
	recent *list.List // of *kept, the last used in front
	byText map[string]*list.Element
}

type kept struct {
	text string
	doc  *ast.QueryDocument
}

func newDocuments(most int) *documents {
	return &documents{most: most, recent: list.New(), byText: map[string]*list.Element{}}
}

// Get gives the document of a text.
func (d *documents) Get(_ context.Context, text string) (*ast.QueryDocument, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	e, ok := d.byText[text]
	if !ok {
		return nil, false
	}
	d.recent.MoveToFront(e)
	return e.Value.(*kept).doc, true
}

// Add keeps a document, at the expense of those not used for longest.
func (d *documents) Add(_ context.Context, text string, doc *ast.QueryDocument) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, ok := d.byText[text]; ok || len(text)+entryBytes > d.most {
		return
	}
	d.byText[text] = d.recent.PushFront(&kept{text, doc})
	d.bytes += len(text) + entryBytes
	for d.bytes > d.most {
		last := d.recent.Back()
		gone := d.recent.Remove(last).(*kept)
		delete(d.byText, gone.text)
		d.bytes -= len(gone.text) + entryBytes
	}
}
