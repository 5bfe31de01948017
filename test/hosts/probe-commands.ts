/** Plain commands to ask about: from a policy's own words, near them, and from the corpora. */

import { existsSync, readFileSync } from "node:fs";
import type { IrPolicy, Matcher } from "../../compiler/ir/types.ts";
import { type Picker, TOOLS } from "./generate-policies.ts";

const CORPORA = process.env.POLICYC_CORPORA ?? new URL("../../../shared/corpora", import.meta.url).pathname;

/** Plain commands of the corpora as words; empty where the folder is absent. */
export function corpusCommands(): readonly (readonly string[])[] {
	const files = ["git-effects", "shell-structure"].map((name) => `${CORPORA}/${name}.jsonl`).filter((file) => existsSync(file));
	const lines = files.flatMap((file) =>
		readFileSync(file, "utf8")
			.split("\n")
			.filter(Boolean)
			.map((row) => (JSON.parse(row) as { readonly command: string }).command),
	);
	return [...new Set(lines)].filter((line) => /^[a-z][\w-]*( [\w@%+=:,./-]+)*$/.test(line)).map((line) => line.split(" "));
}

/** Commands made of the policy's words: its heads, with flags and operands of their program, shortened, lengthened. */
export function commandsNear(policy: IrPolicy, picker: Picker, count: number): readonly (readonly string[])[] {
	const heads = policy.rules.flatMap(({ command }) => (command?.matchers ?? []).map((matcher) => headOf(matcher, picker)));
	const starts = [...heads.filter((words) => words.length > 0), ...TOOLS.map(({ name }) => [name])];
	return Array.from({ length: count }, () =>
		vary(picker.pick(picker.chance(0.9) ? starts.slice(0, Math.max(1, heads.length)) : starts), picker),
	);
}

function headOf(matcher: Matcher, { pick }: Picker): readonly string[] {
	if (matcher.kind === "glob" || matcher.kind === "regex") {
		return matcher.pattern
			.replace(/^\^/, "")
			.replace(/[\\()[\]?+^$]|\.\*/g, "")
			.split(/[ *]+/)
			.filter(Boolean);
	}
	return matcher.words.map((alternatives) => pick(alternatives).replace(/\\(.)/g, "$1").replaceAll("*", "x").replaceAll("?", "i"));
}

const ODD = ["a b", "it's", 'say "x"', "x;y", "é", "", "$HOME", "*", "a\\b"];

function vary(start: readonly string[], { pick, chance }: Picker): readonly string[] {
	const tool = TOOLS.find(({ name }) => name === start[0]) ?? pick(TOOLS);
	const words = [...start];
	if (words.length === 1 && tool.subcommands.length > 0 && chance(0.6)) words.push(pick(tool.subcommands));
	if (chance(0.08) && words.length > 1) words[words.length - 1] = `${words.at(-1)}x`;
	const extra = pick([0, 0, 1, 1, 2, 3]);
	for (let at = 0; at < extra; at++) words.push(pick([pick(tool.flags), pick(tool.operands), pick(tool.operands), "x", pick(ODD)]));
	return words;
}
