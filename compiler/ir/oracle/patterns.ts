/**
 * Patterns over byte strings, as trees: what glob texts, whole-command globs and regexes of the IR
 * are read into. Both ways of matching (by backtracking, by derivatives) start from these trees.
 */

export type Range = readonly [number, number];

/**
 * How a byte of a word comes to be matched: by what is written (or a class of it), by a wildcard, or by
 * a blank that stands inside the word. Reducing program words treats the three differently.
 */
export type Via = "written" | "wild" | "blank";

export type Pattern =
	/** One Unicode scalar value in one of the ranges, as UTF-8. Never the border. */
	| { readonly kind: "scalar"; readonly ranges: readonly Range[]; readonly via: Via }
	/** One byte of a word, by a wildcard. */
	| { readonly kind: "byte" }
	| { readonly kind: "border" }
	| { readonly kind: "sequence"; readonly parts: readonly Pattern[] }
	| { readonly kind: "choice"; readonly parts: readonly Pattern[] }
	| { readonly kind: "repeat"; readonly part: Pattern; readonly least: number; readonly most: number | null };

/** Every scalar value that a word can hold. */
export const ANY_SCALAR: readonly Range[] = [
	[1, 0xd7ff],
	[0xe000, 0x10ffff],
];

const BYTE: Pattern = { kind: "byte" };
export const BORDER_PATTERN: Pattern = { kind: "border" };
/** Any bytes inside one word. */
export const WORD_BYTES: Pattern = many(BYTE);
/** Any bytes, borders too. */
export const ANY_BYTES: Pattern = many({ kind: "choice", parts: [BYTE, BORDER_PATTERN] });
/** Any number of whole words, each with its border. */
export const ANY_WORDS: Pattern = many({ kind: "sequence", parts: [WORD_BYTES, BORDER_PATTERN] });

export function many(part: Pattern): Pattern {
	return { kind: "repeat", part, least: 0, most: null };
}

/** One character that is written as itself. */
export function character(scalar: number, via: Via = "written"): Pattern {
	return { kind: "scalar", ranges: [[scalar, scalar]], via };
}

/** Any character. */
export const ANY_CHARACTER: Pattern = { kind: "scalar", ranges: ANY_SCALAR, via: "wild" };

/** A blank of a whole-command pattern: a border; in the wide reading also a blank or a tab inside a word. */
export function blank(wide: boolean): Pattern {
	return wide ? { kind: "choice", parts: [BORDER_PATTERN, character(0x20, "blank"), character(0x09, "blank")] } : BORDER_PATTERN;
}

/** The scalar values outside the ranges. */
export function complement(ranges: readonly Range[]): Range[] {
	let left: Range[] = [...ANY_SCALAR];
	for (const [low, high] of ranges) {
		left = left.flatMap(([from, to]): Range[] => {
			const pieces: Range[] = [
				[from, Math.min(to, low - 1)],
				[Math.max(from, high + 1), to],
			];
			return pieces.filter(([start, end]) => start <= end);
		});
	}
	return left;
}
