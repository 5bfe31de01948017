import type { Decision } from "../../compiler/ir/types.ts";
import { expandHead, type Head, type HostEntry, type HostList, type HostModel } from "../target.ts";
import type { DroidModel, DroidRule } from "./lower.ts";

const RULES = [
	["block", "deny"],
	["ask", "request"],
	["allow", "allow"],
] as const;

/**
 * Droid's rules are literal prefixes, block before ask before allow. Where a rule of the same file holds a command, the older
 * lists of that file are not asked; else the block list refuses and the deny list asks.
 */
export const DROID_MODEL: HostModel<DroidModel> = {
	extentsOf: (head: Head, decision: Decision) =>
		decision === "allow"
			? [{ kind: "words", words: head.words, exact: false }]
			: [{ kind: "words", words: head.words, exact: false }, ...expandHead(head).map((words) => ({ kind: "gaps", words }) as const)],
	readLists: (tree) => [
		...RULES.map(([name, decision]): HostList => {
			const rules = tree.permissionRules.rules.filter((rule) => rule.decision === name);
			return { name: `permissionRules ${name}`, decision, entries: rules.map(readRule) };
		}),
		{ name: "commandBlocklist", decision: "deny", entries: tree.commandBlocklist.map(readLine) },
		{ name: "commandDenylist", decision: "request", entries: tree.commandDenylist.map(readLine) },
	],
};

function readRule({ id, match }: DroidRule): HostEntry {
	const words = match.prefix.map((position) => (typeof position === "string" ? [position] : position));
	return { shown: id, extent: { kind: "words", words, exact: false } };
}

function readLine(shown: string): HostEntry {
	return { shown, extent: { kind: "gaps", words: shown.split(" ") } };
}
