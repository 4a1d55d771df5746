package console

import (
	_ "embed"
	"encoding/json"
)

// Operation is a document that the page sends.
type Operation struct {
	Name     string `json:"name"`
	Document string `json:"document"`
}

// manifest is made from page/*.graphql: go test ./internal/console -run TestOperations -update
//
//go:embed operations.json
var manifest []byte

// Operations are the page's own documents, by the SHA-256 of their text in
// hexadecimal: all that a server need answer to those who only use the page.
func Operations() map[string]Operation {
	var all map[string]Operation
	if err := json.Unmarshal(manifest, &all); err != nil {
		panic(err) // the manifest is part of the program
	}
	return all
}

// Start is the document that the page opens with. Its variable plan is a plan's id.
func Start() string {
	text, err := files.ReadFile("page/start.graphql")
	if err != nil {
		panic(err) // see above
	}
	return string(text)
}
