/** The table of verbs. Each stands in a file of its own and is loaded when it is called, so that a start stays fast. */

import type { Verb } from "./verb.ts";

export interface VerbEntry {
	readonly name: string;
	readonly summary: string;
	load(): Promise<Verb>;
}

export const VERBS = [
	{ name: "init", summary: "write a starter policy", load: async () => (await import("./init.ts")).init },
	{
		name: "check",
		summary: "parse, validate and try the examples, without writing anything",
		load: async () => (await import("./check.ts")).check,
	},
	{ name: "build", summary: "compile the policy into everything that enforces it", load: async () => (await import("./build.ts")).build },
	{ name: "eval", summary: "decide one command line", load: async () => (await import("./eval.ts")).evaluate },
	{ name: "explain", summary: "show why a command line is decided as it is", load: async () => (await import("./explain.ts")).explain },
	{ name: "resolve", summary: "print the resolved policy as JSON", load: async () => (await import("./resolve.ts")).resolveVerb },
	{ name: "sync", summary: "write the host artifacts of one resolved policy", load: async () => (await import("./sync.ts")).sync },
	{
		name: "apply",
		summary: "build, and put the result where the hosts read it",
		load: async () => (await import("./apply.ts")).apply,
	},
	{
		name: "unapply",
		summary: "take policyc out of the hosts' files again",
		load: async () => (await import("./unapply.ts")).unapply,
	},
	{ name: "status", summary: "say whether the hosts enforce this policy", load: async () => (await import("./status.ts")).status },
	{ name: "doctor", summary: "try what is installed, as the hosts would use it", load: async () => (await import("./doctor.ts")).doctor },
	{ name: "validate", summary: "check every scope file against the contract", load: async () => (await import("./validate.ts")).validate },
	{
		name: "snapshot",
		summary: "compare or record the canonical policy hashes",
		load: async () => (await import("./snapshot.ts")).snapshot,
	},
	{
		name: "versions",
		summary: "list the contract versions that the scope files use",
		load: async () => (await import("./versions.ts")).versions,
	},
	{
		name: "conformance",
		summary: "compare an evaluator with the reference, verdict by verdict",
		load: async () => (await import("./conformance.ts")).conformance,
	},
	{ name: "trust", summary: "let this root's policy loosen your own", load: async () => (await import("./trust.ts")).trust },
	{
		name: "completion",
		summary: "print a completion script for bash, zsh or fish",
		load: async () => (await import("./completion.ts")).completion,
	},
] as const satisfies readonly VerbEntry[];
