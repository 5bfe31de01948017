/** Reads from a rule the literal heads that a host's configuration could hold, and says what stands in the way. */

import { literalOfGlob } from "../../compiler/automata/index.ts";
import type { IrRule, Matcher, WordPattern } from "../../compiler/ir/types.ts";
import type { Head } from "../target.ts";
import { reduceWord } from "./reduce-word.ts";
import { writeMatcher } from "./write-matcher.ts";

/** More combinations of alternatives than this, in one matcher, are left to the hook. */
export const MAX_COMBINATIONS = 64;

export interface ReadHeads {
	readonly heads: readonly Head[];
	/** Why parts of the rule, or all of it, have no heads; texts that stand after "the hook holds this: ". */
	readonly obstacles: readonly string[];
}

/** The clauses that no list of literal prefixes can say, in the order in which they are reported. */
const CLAUSES = [
	[(rule: IrRule) => rule.command === null, "the rule is about redirections or assignments alone"],
	[(rule: IrRule) => rule.when !== null, "the rule has a condition"],
	[(rule: IrRule) => rule.command !== null && rule.command.args.length > 0, "the rule has `args`"],
	[(rule: IrRule) => rule.command !== null && rule.command.except.length > 0, "the rule has an `except`"],
	[(rule: IrRule) => rule.writes !== null, "the rule has a `writes` clause"],
	[(rule: IrRule) => rule.reads !== null, "the rule has a `reads` clause"],
	[(rule: IrRule) => rule.env !== null, "the rule has an `env` clause"],
] as const;

/**
 * The heads of a rule: its `exact` and `prefix` matchers of literal words. In a deny or request rule the
 * program word stands as written and reduced, since such a rule is about both.
 *
 * @example a deny rule `prefix /usr/bin/git push` gives words [["/usr/bin/git", "git"], ["push"]]
 */
export function readHeads(rule: IrRule): ReadHeads {
	const obstacles = CLAUSES.flatMap(([stands, text]) => (stands(rule) ? [text] : []));
	if (obstacles.length > 0 || !rule.command) return { heads: [], obstacles };
	const heads: Head[] = [];
	const found: string[] = [];
	for (const matcher of rule.command.matchers) {
		const head = headOf(matcher);
		if (typeof head === "string") found.push(head);
		else heads.push(rule.effect === "allow" ? head : withReducedProgram(head));
	}
	return { heads, obstacles: found };
}

function headOf(matcher: Matcher): Head | string {
	const text = writeMatcher(matcher);
	if (matcher.kind === "glob" || matcher.kind === "regex") return `\`${text}\` is a ${matcher.kind}`;
	const words: (readonly string[])[] = [];
	for (const pattern of matcher.words) {
		const literals = literalsOf(pattern);
		if (!literals) return `\`${text}\` holds a wildcard`;
		words.push(literals);
	}
	const combinations = words.reduce((product, alternatives) => product * alternatives.length, 1);
	if (combinations > MAX_COMBINATIONS) return `\`${text}\` has more than ${MAX_COMBINATIONS} combinations`;
	return { words, exact: matcher.kind === "exact" };
}

function withReducedProgram(head: Head): Head {
	const [program = [], ...rest] = head.words;
	return { ...head, words: [[...new Set(program.flatMap((word) => [word, reduceWord(word)]))], ...rest] };
}

function literalsOf(pattern: WordPattern): readonly string[] | null {
	const literals = pattern.map(literalOfGlob);
	return literals.every((literal) => literal !== null) ? literals : null;
}
