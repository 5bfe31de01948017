import type { CatalogueEntry } from "./entry.ts";

/** PC43xx: examples and scenarios that the policy does not keep. */
export const EXAMPLE_DIAGNOSTICS = {
	"example-not-matched": {
		code: "PC4301",
		severity: "error",
		message: "`{name}` does not match its example `{line}`",
		help: "correct the rule or the example; `policyc explain` shows what each rule sees",
		example: "deny a {\n  command prefix `git push`\n  match { `git pull` }\n}\n",
	},
	"example-matched": {
		code: "PC4302",
		severity: "error",
		message: "`{name}` matches `{line}`, which stands under `not_match`",
		help: "correct the rule or the example; `policyc explain` shows what each rule sees",
		example: "deny a {\n  command prefix `git push`\n  not_match { `git push` }\n}\n",
	},
	"scenario-failed": {
		code: "PC4303",
		severity: "error",
		message: "`{line}` is {actual} by {by}, not {expected}",
		help: "correct the policy or the scenario; `policyc explain` shows what each rule sees",
		example: 'test "pushing asks" {\n  `git push` => allow\n}\n',
	},
} as const satisfies Record<string, CatalogueEntry>;
