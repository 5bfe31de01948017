// Package evaluator decides whether a shell command may run, by a compiled policy.
//
// It does what runtime/PROTOCOL.md says, in files of the same names as the other evaluators:
//
//	bundle := evaluator.ReadBundle(text)
//	verdict := evaluator.Decide(evaluator.Prepare(bundle), request, evaluator.NothingKnown)
//
// Texts are byte strings: spans are byte offsets, and words compare as bytes. An optional text is an opt.
package evaluator
