/** Reads glob texts of the IR: of one word, and of whole commands. */

import { ANY_BYTES, ANY_CHARACTER, blank, character, complement, type Pattern, type Range, type Via, WORD_BYTES } from "./patterns.ts";

/** A word's glob text: `*` any bytes of the word, `?` one character, `\x` the character x. */
export function readWordGlob(text: string): Pattern {
	const letters = [...text];
	const parts: Pattern[] = [];
	for (let at = 0; at < letters.length; at++) {
		const letter = letters[at] ?? "";
		if (letter === "*") parts.push(WORD_BYTES);
		else if (letter === "?") parts.push(ANY_CHARACTER);
		else if (letter === "\\") parts.push(character(codeOf(letters[++at] ?? "\\")));
		else parts.push(character(codeOf(letter)));
	}
	return { kind: "sequence", parts };
}

/** Any of several glob texts. */
export function readWordGlobs(texts: readonly string[]): Pattern {
	return { kind: "choice", parts: texts.map(readWordGlob) };
}

/** The text that a glob text without `*` and `?` stands for, else null. */
export function literalOfGlob(text: string): string | null {
	const bare = text.replace(/\\./gsu, "");
	return /[*?]/.test(bare) ? null : text.replace(/\\(.)/gsu, "$1");
}

/** A whole-command glob without its final border: `*` any bytes, borders too; classes; a blank is a border. */
export function readCommandGlob(text: string, wide: boolean): Pattern {
	const letters = [...text];
	const parts: Pattern[] = [];
	for (let at = 0; at < letters.length; at++) {
		const letter = letters[at] ?? "";
		if (letter === "*") parts.push(ANY_BYTES);
		else if (letter === "?") parts.push(ANY_CHARACTER);
		else if (letter === "\\") parts.push(character(codeOf(letters[++at] ?? "\\")));
		else if (letter === " ") parts.push(blank(wide));
		else if (letter === "[") {
			const read = readClass(letters, at + 1);
			parts.push({ kind: "scalar", ranges: read.ranges, via: read.via });
			at = read.end;
		} else parts.push(character(codeOf(letter)));
	}
	return { kind: "sequence", parts };
}

/** A class from behind its `[` to its `]`, whose place is `end`. */
function readClass(letters: readonly string[], from: number): { ranges: readonly Range[]; via: Via; end: number } {
	const negated = letters[from] === "!";
	const ranges: Range[] = [];
	let at = negated ? from + 1 : from;
	const next = () => {
		if (letters[at] === "\\") at++;
		return codeOf(letters[at++] ?? "");
	};
	while (at < letters.length && letters[at] !== "]") {
		const low = next();
		if (letters[at] === "-" && letters[at + 1] !== "]") {
			at++;
			ranges.push([low, next()]);
		} else ranges.push([low, low]);
	}
	return { ranges: negated ? complement(ranges) : ranges, via: negated ? "wild" : "written", end: at };
}

function codeOf(letter: string): number {
	return letter.codePointAt(0) ?? 0;
}
