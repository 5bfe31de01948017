import type { HostEntry, HostList, HostModel } from "../target.ts";
import type { CodexModel, CodexRule } from "./lower.ts";

const LISTS = [
	["forbidden", "deny"],
	["prompt", "request"],
	["allow", "allow"],
] as const;

/** Codex compares literal tokens from the start, and the strictest of all rules that match decides. */
export const CODEX_MODEL: HostModel<CodexModel> = {
	extentsOf: ({ words }) => [{ kind: "words", words, exact: false }],
	readLists: (tree) => {
		const rules = [...tree.opaque, ...tree.rules];
		return LISTS.map(
			([name, decision]): HostList => ({ name, decision, entries: rules.filter((rule) => rule.decision === name).map(readRule) }),
		);
	},
};

function readRule({ pattern }: CodexRule): HostEntry {
	return { shown: JSON.stringify(pattern), extent: { kind: "words", words: pattern, exact: false } };
}
