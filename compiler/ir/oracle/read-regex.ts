/** Reads the regular subset of `regex` matchers (docs/semantics.md, section 2). The text is known to be well formed. */

import { ANY_BYTES, ANY_CHARACTER, blank, complement, type Pattern, type Range, type Via } from "./patterns.ts";

const DIGITS: readonly Range[] = [[0x30, 0x39]];
const WORD_LETTERS: readonly Range[] = [
	[0x30, 0x39],
	[0x41, 0x5a],
	[0x5f, 0x5f],
	[0x61, 0x7a],
];
const CLASSES = new Map<string, { readonly ranges: readonly Range[]; readonly via: Via }>([
	["d", { ranges: DIGITS, via: "written" }],
	["w", { ranges: WORD_LETTERS, via: "written" }],
	["D", { ranges: complement(DIGITS), via: "wild" }],
	["W", { ranges: complement(WORD_LETTERS), via: "wild" }],
]);

/** The pattern of a regex over a whole command without its final border; unanchored unless `^` and `$` are written. */
export function readRegex(text: string, options: { readonly wide: boolean; readonly ignoreCase: boolean }): Pattern {
	return new RegexReader([...text], options).readTop();
}

class RegexReader {
	private at = 0;

	constructor(
		private readonly letters: readonly string[],
		private readonly options: { readonly wide: boolean; readonly ignoreCase: boolean },
	) {}

	readTop(): Pattern {
		const parts: Pattern[] = [];
		do {
			const start = this.take("^");
			const body = this.readSequence();
			const end = this.take("$");
			parts.push({ kind: "sequence", parts: [...(start ? [] : [ANY_BYTES]), body, ...(end ? [] : [ANY_BYTES])] });
		} while (this.take("|"));
		return { kind: "choice", parts };
	}

	private take(letter: string): boolean {
		if (this.letters[this.at] !== letter) return false;
		this.at++;
		return true;
	}

	private readChoice(): Pattern {
		const parts = [this.readSequence()];
		while (this.take("|")) parts.push(this.readSequence());
		return { kind: "choice", parts };
	}

	private readSequence(): Pattern {
		const parts: Pattern[] = [];
		for (;;) {
			const letter = this.letters[this.at];
			if (letter === undefined || letter === "|" || letter === ")" || letter === "$") return { kind: "sequence", parts };
			parts.push(this.readRepeats(this.readAtom()));
		}
	}

	private readRepeats(atom: Pattern): Pattern {
		if (this.take("*")) return { kind: "repeat", part: atom, least: 0, most: null };
		if (this.take("+")) return { kind: "repeat", part: atom, least: 1, most: null };
		if (this.take("?")) return { kind: "repeat", part: atom, least: 0, most: 1 };
		if (!this.take("{")) return atom;
		const least = this.readNumber();
		const most = this.take(",") ? (this.letters[this.at] === "}" ? null : this.readNumber()) : least;
		this.take("}");
		return { kind: "repeat", part: atom, least, most };
	}

	private readNumber(): number {
		let digits = "";
		while (/[0-9]/.test(this.letters[this.at] ?? "")) digits += this.letters[this.at++];
		return Number(digits);
	}

	private readAtom(): Pattern {
		const letter = this.letters[this.at++] ?? "";
		if (letter === "(") {
			if (this.take("?")) this.take(":");
			const inner = this.readChoice();
			this.take(")");
			return inner;
		}
		if (letter === "[") return this.readClass();
		if (letter === ".") return ANY_CHARACTER;
		if (letter === " ") return blank(this.options.wide);
		if (letter !== "\\") return this.one(letter.codePointAt(0) ?? 0);
		const known = CLASSES.get(this.letters[this.at] ?? "");
		if (!known) return this.one(this.readEscape());
		this.at++;
		return { kind: "scalar", ...known };
	}

	private one(scalar: number): Pattern {
		return { kind: "scalar", ranges: this.options.ignoreCase ? folded([[scalar, scalar]]) : [[scalar, scalar]], via: "written" };
	}

	/** The character of an escape, from behind its backslash. */
	private readEscape(): number {
		const letter = this.letters[this.at++] ?? "";
		if (letter === "t") return 0x09;
		if (letter === "x") return Number.parseInt(`${this.letters[this.at++]}${this.letters[this.at++]}`, 16);
		if (letter !== "u" || !this.take("{")) return letter.codePointAt(0) ?? 0;
		const close = this.letters.indexOf("}", this.at);
		const digits = this.letters.slice(this.at, close).join("");
		this.at = close + 1;
		return Number.parseInt(digits, 16);
	}

	private readClass(): Pattern {
		const negated = this.take("^");
		const ranges: Range[] = [];
		let wild = negated;
		while (this.at < this.letters.length && !this.take("]")) {
			const known = this.letters[this.at] === "\\" ? CLASSES.get(this.letters[this.at + 1] ?? "") : undefined;
			if (known) {
				this.at += 2;
				ranges.push(...known.ranges);
				wild ||= known.via === "wild";
				continue;
			}
			const low = this.readClassLetter();
			if (this.letters[this.at] === "-" && this.letters[this.at + 1] !== "]") {
				this.at++;
				ranges.push([low, this.readClassLetter()]);
			} else ranges.push([low, low]);
		}
		const meant = this.options.ignoreCase ? folded(ranges) : ranges;
		return { kind: "scalar", ranges: negated ? complement(meant) : meant, via: wild ? "wild" : "written" };
	}

	private readClassLetter(): number {
		return this.take("\\") ? this.readEscape() : (this.letters[this.at++]?.codePointAt(0) ?? 0);
	}
}

/** The ranges with the other case of every ASCII letter in them. */
function folded(ranges: readonly Range[]): Range[] {
	return ranges.flatMap(([low, high]) => [
		[low, high] as Range,
		...overlap([low, high], [0x41, 0x5a]).map(([from, to]): Range => [from + 32, to + 32]),
		...overlap([low, high], [0x61, 0x7a]).map(([from, to]): Range => [from - 32, to - 32]),
	]);
}

function overlap(a: Range, b: Range): Range[] {
	const low = Math.max(a[0], b[0]);
	const high = Math.min(a[1], b[1]);
	return low <= high ? [[low, high]] : [];
}
