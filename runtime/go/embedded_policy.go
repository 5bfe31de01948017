package evaluator

// embeddedBundle and embeddedIndex are the policy inside this program: a bundle's file and its policy.index. Here there is none;
// a build of a policy writes this file anew.
var embeddedBundle, embeddedIndex = "", ""
