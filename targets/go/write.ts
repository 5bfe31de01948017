/** The file that brings a policy into the program (https://pkg.go.dev/embed), as gofmt writes it. */
export function writeEmbedding(bundle: string, index: string): string {
	return `package evaluator

import _ "embed"

// embeddedBundle is the policy inside this program: a bundle's file.
//
//go:embed ${bundle}
var embeddedBundle string

// embeddedIndex finds the entries of that bundle.
//
//go:embed ${index}
var embeddedIndex string
`;
}
