/** Lays out glob tokens as fragments. */

import { determinise } from "./determinise.ts";
import { BORDER, bytesOf, type Dfa } from "./dfa.ts";
import type { TooLarge } from "./limits.ts";
import { EDGE, Nfa } from "./nfa.ts";
import { type GlobToken, type PatternError, parseCommandGlob, parseWordGlob } from "./parse-glob.ts";
import { reduceFirstWord } from "./reduce-program.ts";
import { ANY_SCALAR, readScalar } from "./scalars.ts";

/** How a pattern is read: what it certainly means, or what it could mean (see `docs/semantics.md`). */
export type Reading = "narrow" | "wide";

/** Reads one word pattern, without the border. */
export function readWordGlob(nfa: Nfa, from: number, text: string): number {
	return readTokens(nfa, from, parseWordGlob(text), "narrow", 1);
}

/** Reads one of several word patterns, without the border. */
export function readWordPattern(nfa: Nfa, from: number, alternatives: readonly string[]): number {
	const end = nfa.state();
	for (const text of alternatives) nfa.skip(readWordGlob(nfa, from, text), end);
	return end;
}

/** Reads a pattern over the joined words of a command, without the last border. */
export function readCommandGlob(nfa: Nfa, from: number, tokens: readonly GlobToken[], reading: Reading): number {
	return readTokens(nfa, from, tokens, reading, BORDER);
}

/** Reads a blank of a glob or regex: a border; in the wide reading also a blank or a tab inside a word. */
export function readBlank(nfa: Nfa, from: number, reading: Reading): number {
	const end = nfa.range(from, BORDER, BORDER);
	if (reading === "wide") for (const byte of [0x09, 0x20]) nfa.edge(from, byte, byte, end, EDGE.blank);
	return end;
}

function readTokens(nfa: Nfa, from: number, tokens: readonly GlobToken[], reading: Reading, lowest: number): number {
	let at = from;
	for (const token of tokens) {
		switch (token.kind) {
			case "literal":
				at = nfa.literal(at, bytesOf(token.text));
				break;
			case "star":
				at = nfa.many(at, lowest, 255);
				break;
			case "question":
				at = readScalar(nfa, at, ANY_SCALAR, EDGE.wild);
				break;
			case "class":
				at = readScalar(nfa, at, token.set, token.negated ? EDGE.wild : EDGE.literal);
				break;
			case "blank":
				at = readBlank(nfa, at, reading);
				break;
		}
	}
	return at;
}

/**
 * The language of a glob over whole commands. The wide reading has its program words reduced.
 *
 * @example commandGlob("git push*") // ["git", "push"], ["git", "push", "-f"], ["git", "pushx"], …
 */
export function commandGlob(text: string, reading: Reading): Dfa | PatternError | TooLarge {
	const tokens = parseCommandGlob(text);
	if ("code" in tokens) return tokens;
	const nfa = new Nfa();
	nfa.accept(nfa.endWord(readCommandGlob(nfa, 0, tokens, reading)));
	return determinise(reading === "wide" ? reduceFirstWord(nfa) : nfa);
}

/**
 * The language of lists of one word that match one of several word patterns.
 *
 * @example wordPattern(["main", "release/*"])
 */
export function wordPattern(alternatives: readonly string[]): Dfa | TooLarge {
	const nfa = new Nfa();
	nfa.accept(nfa.endWord(readWordPattern(nfa, 0, alternatives)));
	return determinise(nfa);
}

/**
 * The texts, as bytes without borders, that match a `NAME=GLOB` of `env` or another glob of one text.
 *
 * @example textGlob(["CI=*", "LANG=C"])
 */
export function textGlob(alternatives: readonly string[]): Dfa | TooLarge {
	const nfa = new Nfa();
	nfa.accept(readWordPattern(nfa, 0, alternatives));
	return determinise(nfa);
}

const pieceGlobs = new Map<string, Dfa | null>();

/** The texts that an unquoted glob in a word stands for, itself included; null where the pattern cannot be read. */
export function wordPieceGlob(pattern: string): Dfa | null {
	const known = pieceGlobs.get(pattern);
	if (known !== undefined) return known;
	const tokens = parseCommandGlob(pattern);
	let built: Dfa | null = null;
	if (!("code" in tokens)) {
		const nfa = new Nfa();
		const plain = tokens.map((token): GlobToken => (token.kind === "blank" ? { kind: "literal", text: " " } : token));
		nfa.accept(readTokens(nfa, 0, plain, "narrow", 1));
		nfa.accept(nfa.literal(0, bytesOf(pattern)));
		const dfa = determinise(nfa);
		built = "kind" in dfa ? null : dfa;
	}
	if (pieceGlobs.size > 1_000) pieceGlobs.clear();
	pieceGlobs.set(pattern, built);
	return built;
}
