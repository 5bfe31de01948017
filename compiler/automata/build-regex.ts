/** Lays out the tree of a regular expression as a fragment. */

import { type Reading, readBlank } from "./build-glob.ts";
import { determinise } from "./determinise.ts";
import { BORDER, bytesOf, type Dfa } from "./dfa.ts";
import { LIMITS, type TooLarge, tooLarge } from "./limits.ts";
import { EDGE, Nfa } from "./nfa.ts";
import type { PatternError } from "./parse-glob.ts";
import { parseRegex } from "./parse-regex.ts";
import { reduceFirstWord } from "./reduce-program.ts";
import type { Regex, RegexNode } from "./regex-ast.ts";
import { readScalar } from "./scalars.ts";

/** Reads an expression over the joined words of a command, without the last border. Gives `TooLarge` where its repetitions unfold too far. */
export function readRegex(nfa: Nfa, from: number, regex: Regex, reading: Reading): number | TooLarge {
	const size = regex.alternatives.reduce((sum, alternative) => sum + unfoldedSize(alternative.body), 0);
	if (size > LIMITS.unfolded) return tooLarge(LIMITS.unfolded + 1, LIMITS.unfolded);
	const end = nfa.state();
	for (const { fromStart, toEnd, body } of regex.alternatives) {
		const start = fromStart ? from : nfa.many(from, BORDER, 255);
		const last = readNode(nfa, start, body, reading);
		nfa.skip(toEnd ? last : nfa.many(last, BORDER, 255), end);
	}
	return end;
}

/** About how many states a tree takes; a repetition counts once per round. */
function unfoldedSize(node: RegexNode): number {
	switch (node.kind) {
		case "literal":
			return 4;
		case "class":
			return 4 * node.set.length;
		case "blank":
			return 1;
		case "sequence":
			return node.parts.reduce((sum, part) => sum + unfoldedSize(part), 0);
		case "choice":
			return node.options.reduce((sum, option) => sum + unfoldedSize(option), 1);
		case "repeat":
			return 2 + unfoldedSize(node.part) * Math.max(1, node.most ?? node.least + 1);
	}
}

function readNode(nfa: Nfa, from: number, node: RegexNode, reading: Reading): number {
	switch (node.kind) {
		case "literal":
			return nfa.literal(from, bytesOf(node.text));
		case "class":
			return readScalar(nfa, from, node.set, node.negated ? EDGE.wild : EDGE.literal);
		case "blank":
			return readBlank(nfa, from, reading);
		case "sequence":
			return node.parts.reduce((at, part) => readNode(nfa, at, part, reading), from);
		case "choice": {
			const end = nfa.state();
			for (const option of node.options) nfa.skip(readNode(nfa, from, option, reading), end);
			return end;
		}
		case "repeat":
			return readRepeat(nfa, from, node.part, node.least, node.most, reading);
	}
}

function readRepeat(nfa: Nfa, from: number, part: RegexNode, least: number, most: number | null, reading: Reading): number {
	let at = from;
	for (let i = 0; i < least; i++) at = readNode(nfa, at, part, reading);
	if (most === null) {
		const loop = nfa.state();
		nfa.skip(at, loop);
		nfa.skip(readNode(nfa, loop, part, reading), loop);
		return loop;
	}
	const end = nfa.state();
	nfa.skip(at, end);
	for (let i = least; i < most; i++) {
		// A fresh state, so that leaving here cannot run back into the round before.
		const round = nfa.state();
		nfa.skip(at, round);
		at = readNode(nfa, round, part, reading);
		nfa.skip(at, end);
	}
	return end;
}

/**
 * The language of a regular expression over whole commands. The wide reading has its program words reduced.
 *
 * @example commandRegex("^git push( .*)?$", false, "narrow")
 */
export function commandRegex(text: string, ignoreCase: boolean, reading: Reading): Dfa | PatternError | TooLarge {
	const regex = parseRegex(text, ignoreCase);
	if ("code" in regex) return regex;
	const nfa = new Nfa();
	const end = readRegex(nfa, 0, regex, reading);
	if (typeof end !== "number") return end;
	nfa.accept(nfa.endWord(end));
	return determinise(reading === "wide" ? reduceFirstWord(nfa) : nfa);
}
