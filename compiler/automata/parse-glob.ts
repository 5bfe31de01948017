/** Glob texts as tokens: patterns for one word, and patterns over a whole command. */

import { outside, type ScalarSet, scalarSet } from "./scalars.ts";

export type GlobToken =
	| { readonly kind: "literal"; readonly text: string }
	| { readonly kind: "star" }
	| { readonly kind: "question" }
	/** An unescaped blank of a command glob. */
	| { readonly kind: "blank" }
	| { readonly kind: "class"; readonly set: ScalarSet; readonly negated: boolean };

/** What is wrong with a pattern. `offset` counts UTF-16 code units of the pattern. */
export interface PatternError {
	readonly kind: "pattern-error";
	readonly offset: number;
	/** A stable name of the fault, e.g. `look-around`. */
	readonly code: string;
	/** What is wrong, without a capital or a full stop. */
	readonly message: string;
}

/** Makes a pattern error. */
export function patternError(offset: number, code: string, message: string): PatternError {
	return { kind: "pattern-error", offset, code, message };
}

const wordTokens = new Map<string, readonly GlobToken[]>();

/**
 * A word pattern: `*` any bytes of the word, `?` one character, `\x` the character x. Never fails: a
 * backslash at the end is itself.
 *
 * @example parseWordGlob("a\\*b?") // literal `a*b`, then question
 */
export function parseWordGlob(text: string): readonly GlobToken[] {
	const known = wordTokens.get(text);
	if (known) return known;
	const tokens = new TokenList();
	const characters = [...text];
	for (let i = 0; i < characters.length; i++) {
		const character = characters[i] ?? "";
		if (character === "*") tokens.push({ kind: "star" });
		else if (character === "?") tokens.push({ kind: "question" });
		else if (character === "\\" && i + 1 < characters.length) tokens.literal(characters[++i] ?? "");
		else tokens.literal(character);
	}
	if (wordTokens.size > 10_000) wordTokens.clear();
	wordTokens.set(text, tokens.all);
	return tokens.all;
}

/** The text that a word pattern without wildcards stands for, else null. */
export function literalOfGlob(text: string): string | null {
	const tokens = parseWordGlob(text);
	if (tokens.length === 0) return "";
	const [first] = tokens;
	return tokens.length === 1 && first?.kind === "literal" ? first.text : null;
}

/**
 * A pattern over a whole command: as for a word, and `[abc]`, `[a-z]`, `[!abc]`; a blank is a border.
 *
 * Errors: `unclosed-class`, `empty-class`, `bad-range`.
 */
export function parseCommandGlob(text: string): readonly GlobToken[] | PatternError {
	const tokens = new TokenList();
	let at = 0;
	while (at < text.length) {
		const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
		if (character === "[") {
			const parsed = parseClass(text, at);
			if ("code" in parsed) return parsed;
			tokens.push({ kind: "class", set: parsed.set, negated: parsed.negated });
			at = parsed.end;
			continue;
		}
		at += character.length;
		if (character === "*") tokens.push({ kind: "star" });
		else if (character === "?") tokens.push({ kind: "question" });
		else if (character === " ") tokens.push({ kind: "blank" });
		else if (character === "\\" && at < text.length) {
			const escaped = String.fromCodePoint(text.codePointAt(at) ?? 0);
			at += escaped.length;
			tokens.literal(escaped);
		} else tokens.literal(character);
	}
	return tokens.all;
}

interface ParsedClass {
	readonly set: ScalarSet;
	readonly negated: boolean;
	/** The offset behind the closing bracket. */
	readonly end: number;
}

function parseClass(text: string, open: number): ParsedClass | PatternError {
	let at = open + 1;
	const negated = text[at] === "!";
	if (negated) at++;
	const pairs: [number, number][] = [];
	const unclosed = () => patternError(open, "unclosed-class", "the `[` is not closed");
	const member = (): number | null => {
		if (text[at] === "\\") at++;
		const scalar = text.codePointAt(at);
		if (scalar === undefined) return null;
		at += scalar > 0xffff ? 2 : 1;
		return scalar;
	};
	while (text[at] !== "]") {
		const start = at;
		const low = member();
		if (low === null) return unclosed();
		let high: number | null = low;
		if (text[at] === "-" && at + 1 < text.length && text[at + 1] !== "]") {
			at++;
			high = member();
			if (high === null) return unclosed();
		}
		if (high < low) return patternError(start, "bad-range", `the range \`${text.slice(start, at)}\` runs backwards`);
		pairs.push([low, high]);
	}
	const set = scalarSet(pairs);
	if (set.length === 0) return patternError(open, "empty-class", "the class is empty");
	return { set: negated ? outside(set) : set, negated, end: at + 1 };
}

/** Collects tokens; characters that follow each other become one literal. */
class TokenList {
	readonly all: GlobToken[] = [];

	push(token: GlobToken): void {
		const last = this.all[this.all.length - 1];
		if (token.kind === "star" && last?.kind === "star") return;
		this.all.push(token);
	}

	literal(text: string): void {
		const last = this.all[this.all.length - 1];
		if (last?.kind === "literal") this.all[this.all.length - 1] = { kind: "literal", text: last.text + text };
		else this.all.push({ kind: "literal", text });
	}
}
