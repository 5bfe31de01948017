/** Parses the regular subset of regular expressions (`docs/semantics.md`, section 2). */

import { type PatternError, patternError } from "./parse-glob.ts";
import type { Regex, RegexAlternative, RegexNode } from "./regex-ast.ts";
import { ANY_SCALAR, foldSet, outside, pairsOf, type ScalarSet, scalarSet } from "./scalars.ts";

const MAX_DEPTH = 64;
const MAX_REPEAT = 1_000;

const DIGITS = scalarSet([[0x30, 0x39]]);
const WORD = scalarSet([
	[0x30, 0x39],
	[0x41, 0x5a],
	[0x5f, 0x5f],
	[0x61, 0x7a],
]);

/** Letters behind a backslash that other dialects give a meaning which is not regular or not ours. */
const REFUSED_ESCAPES: Readonly<Record<string, readonly [code: string, message: string]>> = {
	s: ["white-space-class", "`\\s` is not supported, because words are split at blanks already"],
	S: ["white-space-class", "`\\S` is not supported, because words are split at blanks already"],
	b: ["word-boundary", "`\\b` is not supported"],
	B: ["word-boundary", "`\\B` is not supported"],
	k: ["back-reference", "back-references are not regular"],
};

/**
 * The tree of an expression, or its first error.
 *
 * @param text what stands between the slashes; `\/` may be written for a slash
 * @param ignoreCase whether ASCII letters stand for both cases
 *
 * @example parseRegex("^git (push|pull)", false)
 */
export function parseRegex(text: string, ignoreCase: boolean): Regex | PatternError {
	return new RegexParser(text, ignoreCase).parse();
}

class RegexParser {
	private at = 0;
	private error: PatternError | null = null;

	constructor(
		private readonly text: string,
		private readonly ignoreCase: boolean,
	) {}

	parse(): Regex | PatternError {
		const alternatives: RegexAlternative[] = [];
		do {
			const fromStart = this.take("^");
			const body = this.sequence(0, true);
			const toEnd = this.take("$");
			alternatives.push({ fromStart, toEnd, body });
		} while (!this.error && this.take("|"));
		if (!this.error && this.at < this.text.length) {
			if (this.peek() === ")") this.fail("unopened-group", "the `)` closes nothing");
			else this.fail("anchor", "`$` stands only at the end of the pattern or of one of its outermost alternatives", this.at - 1);
		}
		return this.error ?? { alternatives };
	}

	private peek(): string {
		return this.text[this.at] ?? "";
	}

	private take(character: string): boolean {
		if (this.peek() !== character) return false;
		this.at++;
		return true;
	}

	/** Notes the first error; the parser then runs to its end without effect. */
	private fail(code: string, message: string, offset = this.at): void {
		this.error ??= patternError(offset, code, message);
		this.at = this.text.length;
	}

	private choice(depth: number): RegexNode {
		const options: RegexNode[] = [];
		do {
			options.push(this.sequence(depth, false));
		} while (this.take("|"));
		const [only] = options;
		return options.length === 1 && only ? only : { kind: "choice", options };
	}

	private sequence(depth: number, top: boolean): RegexNode {
		const parts: RegexNode[] = [];
		while (this.at < this.text.length && !"|)".includes(this.peek())) {
			if (top && this.peek() === "$") break;
			const part = this.atom(depth);
			if (part) parts.push(this.repeated(part));
		}
		const [only] = parts;
		return parts.length === 1 && only ? only : { kind: "sequence", parts };
	}

	private atom(depth: number): RegexNode | null {
		const start = this.at;
		const character = this.character();
		switch (character) {
			case "(":
				return this.group(depth, start);
			case "[":
				return this.classAtom(start);
			case ".":
				return { kind: "class", set: ANY_SCALAR, negated: true };
			case " ":
				return { kind: "blank" };
			case "\\":
				return this.escape(start);
			case "^":
			case "$":
				this.fail("anchor", `\`${character}\` stands only at the ends of the pattern or of one of its outermost alternatives`, start);
				return null;
			case "*":
			case "+":
			case "?":
				this.fail("nothing-to-repeat", `there is nothing before \`${character}\` to repeat`, start);
				return null;
			case "{":
			case "}":
			case "]":
				this.fail("bare-bracket", `\`${character}\` stands alone; write \`\\${character}\` for the character`, start);
				return null;
			default:
				return this.literal(character);
		}
	}

	private character(): string {
		const scalar = this.text.codePointAt(this.at) ?? 0;
		const character = String.fromCodePoint(scalar);
		this.at += character.length;
		return character;
	}

	private literal(text: string): RegexNode {
		if (text === "\0") this.fail("nul", "no word holds the character U+0000");
		if (this.ignoreCase && /^[A-Za-z]$/.test(text)) {
			const scalar = text.codePointAt(0) ?? 0;
			return { kind: "class", set: foldSet(scalarSet([[scalar, scalar]])), negated: false };
		}
		return { kind: "literal", text };
	}

	private group(depth: number, start: number): RegexNode | null {
		if (depth >= MAX_DEPTH) {
			this.fail("too-deep", `groups nest deeper than ${MAX_DEPTH}`, start);
			return null;
		}
		if (this.peek() === "?" && !this.takeText("?:")) {
			const look = /^\?<?[=!]/.test(this.text.slice(this.at));
			if (look) this.fail("look-around", "look-around is not supported", start);
			else this.fail("group-kind", "only `( )` and `(?: )` are supported", start);
			return null;
		}
		const inner = this.choice(depth + 1);
		if (!this.take(")")) this.fail("unclosed-group", "the `(` is not closed", start);
		return inner;
	}

	private takeText(text: string): boolean {
		if (!this.text.startsWith(text, this.at)) return false;
		this.at += text.length;
		return true;
	}

	private repeated(part: RegexNode): RegexNode {
		const start = this.at;
		const bounds = this.bounds();
		if (!bounds) return part;
		if (this.peek() === "?") this.fail("lazy", "lazy repetition is not supported: it changes no match", this.at);
		else if (this.peek() === "+") this.fail("possessive", "possessive repetition is not supported", this.at);
		else if (this.peek() === "*" || /^\{\d/.test(this.text.slice(this.at)))
			this.fail("double-repeat", "a repetition follows a repetition", this.at);
		const [least, most] = bounds;
		if (most !== null && most < least) this.fail("bad-repeat", `the repetition from ${least} to ${most} runs backwards`, start);
		if (Math.max(least, most ?? 0) > MAX_REPEAT) this.fail("bad-repeat", `more than ${MAX_REPEAT} repetitions`, start);
		return { kind: "repeat", part, least, most };
	}

	private bounds(): [number, number | null] | null {
		if (this.take("*")) return [0, null];
		if (this.take("+")) return [1, null];
		if (this.take("?")) return [0, 1];
		const written = /^\{(\d{1,9})(,?)(\d{0,9})\}/.exec(this.text.slice(this.at));
		if (!written || (written[2] === "" && written[3] !== "")) return null;
		this.at += written[0].length;
		const least = Number(written[1]);
		if (written[2] === "") return [least, least];
		return [least, written[3] === "" ? null : Number(written[3])];
	}

	private escape(start: number): RegexNode | null {
		const found = this.escapeSet(start);
		if (found === null) return null;
		if (typeof found === "string") return this.literal(found);
		return { kind: "class", ...found };
	}

	/** What follows a backslash: one character, or a class. */
	private escapeSet(start: number): string | { readonly set: ScalarSet; readonly negated: boolean } | null {
		if (this.at >= this.text.length) {
			this.fail("bad-escape", "the backslash at the end escapes nothing", start);
			return null;
		}
		const character = this.character();
		const refused = REFUSED_ESCAPES[character];
		if (refused) {
			this.fail(refused[0], refused[1], start);
			return null;
		}
		if (/[1-9]/.test(character)) {
			this.fail("back-reference", "back-references are not regular", start);
			return null;
		}
		switch (character) {
			case "d":
				return { set: DIGITS, negated: false };
			case "D":
				return { set: outside(DIGITS), negated: true };
			case "w":
				return { set: WORD, negated: false };
			case "W":
				return { set: outside(WORD), negated: true };
			case "t":
				return "\t";
			case "x":
				return this.hexadecimal(/^[0-9A-Fa-f]{2}/, start);
			case "u":
				return this.hexadecimal(/^\{([0-9A-Fa-f]{1,6})\}/, start);
			default:
				if (/^[!-/:-@[-`{-~ ]$/.test(character)) return character;
				this.fail("bad-escape", `\`\\${character}\` is not supported`, start);
				return null;
		}
	}

	private hexadecimal(form: RegExp, start: number): string | null {
		const written = form.exec(this.text.slice(this.at));
		const scalar = Number.parseInt(written?.[1] ?? written?.[0] ?? "", 16);
		const isScalar = scalar >= 0 && scalar <= 0x10ffff && !(scalar >= 0xd800 && scalar <= 0xdfff);
		if (!written || !isScalar) {
			this.fail("bad-escape", "write `\\xHH` with two hexadecimal digits or `\\u{H…}` with a scalar value", start);
			return null;
		}
		this.at += written[0].length;
		if (scalar === 0) this.fail("nul", "no word holds the character U+0000", start);
		return String.fromCodePoint(scalar);
	}

	private classAtom(open: number): RegexNode | null {
		const negated = this.take("^");
		const pairs: [number, number][] = [];
		while (this.peek() !== "]") {
			if (this.at >= this.text.length) {
				this.fail("unclosed-class", "the `[` is not closed", open);
				return null;
			}
			const start = this.at;
			const low = this.classMember();
			if (low === null) return null;
			if (this.peek() === "-" && this.text[this.at + 1] !== "]" && this.at + 1 < this.text.length) {
				this.at++;
				const high = this.classMember();
				if (high === null) return null;
				if (typeof low !== "number" || typeof high !== "number" || high < low) {
					this.fail("bad-range", `\`${this.text.slice(start, this.at)}\` is no range of characters`, start);
					return null;
				}
				pairs.push([low, high]);
			} else if (this.text.slice(start, this.at) === " ") {
				this.fail(
					"blank-in-class",
					"a blank in a class is no border between words; write `( |=)` for `[ =]`, or `\\ ` for the character",
					start,
				);
				return null;
			} else if (typeof low === "number") pairs.push([low, low]);
			else pairs.push(...pairsOf(low));
		}
		this.at++;
		const plain = scalarSet(pairs);
		if (plain.length === 0) {
			this.fail("empty-class", "the class is empty", open);
			return null;
		}
		const set = this.ignoreCase ? foldSet(plain) : plain;
		return { kind: "class", set: negated ? outside(set) : set, negated };
	}

	private classMember(): number | ScalarSet | null {
		const start = this.at;
		const character = this.character();
		if (character !== "\\") return character.codePointAt(0) ?? 0;
		const found = this.escapeSet(start);
		if (found === null) return null;
		return typeof found === "string" ? (found.codePointAt(0) ?? 0) : found.set;
	}
}
