/** Samples a readable command line that a rule is about. */

import type { CompiledPolicy, CompiledRule } from "../../compiler/ir/compiled.ts";
import type { ArgLine, Matcher, WordPattern } from "../../compiler/ir/types.ts";
import { writeCommandLine } from "../writer/shell.ts";
import { completeCommand, languageOf, mayContain } from "./walk-program.ts";

export interface Sample {
	readonly sample: string;
	/** The words of the sample, where they are known to be a command of the rule. */
	readonly example: readonly string[] | null;
}

/**
 * A command line of a rule: from its own patterns where such a command is really in its language, else the
 * shortest command of that language, else what the patterns alone suggest. A rule about redirections or assignments
 * gets one of these.
 *
 * @example a deny rule `prefix git reset` with `flag --hard` gives "git reset --hard"
 */
export function sampleCommand(compiled: CompiledPolicy, known: CompiledRule): Sample {
	const { rule } = known;
	if (!rule.command) return { sample: sampleRedirection(rule.writes, rule.reads, rule.env), example: null };
	const tails = sampleArgs(rule.command.args);
	const candidates = rule.command.matchers.flatMap((matcher) => sampleMatcher(matcher).map((words) => [...words, ...tails]));
	const language = languageOf(compiled, known, rule.effect === "allow" ? known.strict : known.loose);
	const except = languageOf(compiled, known, known.except);
	const isMember = (words: readonly string[] | null) =>
		language !== null && words !== null && words.length > 0 && mayContain(language, words) && !(except && mayContain(except, words));
	const completed = () => (language ? completeCommand(language, [], tails) : null);
	const found = candidates.find(isMember) ?? [completed()].find(isMember);
	return { sample: writeCommandLine(found ?? candidates[0] ?? []), example: found ?? null };
}

function sampleMatcher(matcher: Matcher): readonly (readonly string[])[] {
	switch (matcher.kind) {
		case "exact":
		case "prefix":
			return [matcher.words.flatMap((pattern) => (pattern[0] === "**" ? [] : [sampleWord(pattern)]))];
		case "glob":
			return ["", "x"].map((star) => sampleGlob(matcher.pattern, star).split(" ").filter(Boolean));
		case "regex":
			return [];
	}
}

function sampleWord(pattern: WordPattern): string {
	return sampleGlob(pattern[0] ?? "", "x");
}

/** One text of a glob: a class gives its first member, `?` an x, `*` what is given. */
function sampleGlob(glob: string, star: string): string {
	return glob.replace(/\\(.)|\[(?!!)([^\]])[^\]]*\]|[*?]/gsu, (piece, escaped?: string, member?: string) => {
		return escaped ?? member ?? (piece === "*" ? star : "x");
	});
}

/** Words that keep the lines, as far as their own texts tell. */
export function sampleArgs(lines: readonly ArgLine[]): readonly string[] {
	return lines.flatMap(sampleLine);
}

function sampleLine(line: ArgLine): readonly string[] {
	switch (line.kind) {
		case "flag":
			return [line.spellings.find((spelling) => spelling.startsWith("--")) ?? line.spellings[0] ?? ""];
		case "option":
			return [line.name, sampleWord(line.values)];
		case "operand":
		case "words":
			return [sampleWord(line.patterns)];
		case "operand_under":
			return [line.paths[0]?.replaceAll("*", "x") ?? ""];
		case "count":
			return Array.from({ length: Math.min(sampleCount(line.operator, line.value), 9) }, () => "x");
		case "any":
			return line.lines[0] ? sampleLine(line.lines[0]) : [];
		case "not":
			return [];
	}
}

function sampleCount(operator: string, value: number): number {
	if (operator === ">") return value + 1;
	return operator === "==" || operator === ">=" ? value : 0;
}

function sampleRedirection(writes: readonly string[] | null, reads: readonly string[] | null, env: readonly string[] | null): string {
	const path = (paths: readonly string[]) => writeCommandLine([(paths[0] ?? "any").replaceAll("*", "x")]);
	if (writes) return `: > ${path(writes)}`;
	if (reads) return `: < ${path(reads)}`;
	return `${(env?.[0] ?? "X=x").replaceAll("*", "x")} :`;
}
