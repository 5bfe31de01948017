/** Patterns of the regex and glob subsets together with the JavaScript regular expression that means the same over joined words. */

import fc from "fast-check";
import { type Dfa, isTooLarge } from "../../compiler/automata/index.ts";

/** A pattern as we write it, and as JavaScript source over words joined by U+0000: as it is, and with blanks read widely. */
export interface BothForms {
	readonly ours: string;
	readonly js: string;
	readonly wide: string;
}

function same(text: string, js: string = text): BothForms {
	return { ours: text, js, wide: js };
}

function join(forms: readonly BothForms[], write: (parts: readonly string[]) => string): Omit<BothForms, "ours"> {
	return { js: write(forms.map(({ js }) => js)), wide: write(forms.map(({ wide }) => wide)) };
}

const BLANK: BothForms = { ours: " ", js: "\\0", wide: "[\\0 \\t]" };

const ATOMS: readonly BothForms[] = [
	...["a", "b", "-", "é", "\\.", "\\t", "\\d", "\\w", "[ab]", "[a-c]", "\\x61", "\\u{e9}", "[\\d-]"].map((text) => same(text)),
	same(".", "[^\\0]"),
	same("[^a]", "[^a\\0]"),
	same("\\W", "[^\\w\\0]"),
	same("\\D", "[^\\d\\0]"),
	BLANK,
];

const QUANTIFIERS = ["", "", "", "*", "+", "?", "{2}", "{1,2}", "{1,}"] as const;

const { node } = fc.letrec<{ node: BothForms; atom: BothForms }>((tie) => ({
	atom: fc.oneof(
		{ maxDepth: 1 },
		{ weight: 6, arbitrary: fc.constantFrom(...ATOMS) },
		{ weight: 1, arbitrary: tie("node").map((inner) => ({ ours: `(${inner.ours})`, ...join([inner], ([js]) => `(?:${js})`) })) },
		{
			weight: 1,
			arbitrary: fc
				.tuple(tie("node"), tie("node"))
				.map((both) => ({ ours: `(?:${both.map(({ ours }) => ours).join("|")})`, ...join(both, (js) => `(?:${js.join("|")})`) })),
		},
	),
	node: fc.array(fc.tuple(tie("atom"), fc.constantFrom(...QUANTIFIERS)), { minLength: 1, maxLength: 3 }).map((parts) => ({
		ours: parts.map(([atom, quantifier]) => atom.ours + quantifier).join(""),
		...join(
			parts.map(([atom]) => atom),
			(js) => js.map((text, i) => text + (parts[i]?.[1] ?? "")).join(""),
		),
	})),
}));

const alternative = fc.tuple(fc.boolean(), fc.boolean(), node).map(([start, end, inner]) => ({
	ours: `${start ? "^" : ""}${inner.ours}${end ? "$" : ""}`,
	...join([inner], ([js]) => `${start ? "" : "[^]*"}(?:${js})${end ? "" : "[^]*"}`),
}));

/** Regular expressions of one or two alternatives. */
export const regexArbitrary: fc.Arbitrary<BothForms> = fc.array(alternative, { minLength: 1, maxLength: 2 }).map((all) => ({
	ours: all.map(({ ours }) => ours).join("|"),
	...join(all, (js) => js.join("|")),
}));

const GLOB_PIECES: readonly BothForms[] = [
	...["a", "b", "-", "é"].map((text) => same(text)),
	same("*", "[^]*"),
	same("?", "[^\\0]"),
	same("[ab]"),
	same("[!a-b]", "[^a-b\\0]"),
	same("\\*"),
	same("\\ ", " "),
	BLANK,
];

/** Globs over whole commands. */
export const globArbitrary: fc.Arbitrary<BothForms> = fc.array(fc.constantFrom(...GLOB_PIECES), { maxLength: 6 }).map((pieces) => ({
	ours: pieces.map(({ ours }) => ours).join(""),
	...join(pieces, (js) => js.join("")),
}));

/** Texts of a few words, joined. */
export const joinedArbitrary: fc.Arbitrary<string> = fc
	.array(fc.constantFrom("a", "b", "c", "-", ".", "é", "1", "_", " ", "\t", "*", "/", "\0", "\0", "😀", "A"), { maxLength: 8 })
	.map((characters) => characters.join(""));

/** The JavaScript expression of a pattern, over a whole text. */
export function wholeRegExp(js: string): RegExp {
	return new RegExp(`^(?:${js})$`, "u");
}

/** The automaton that a builder gave; fails the test where it gave none. */
export function built(value: Dfa | { readonly kind: string }): Dfa {
	if ("kind" in value) throw new Error(isTooLarge(value) ? `too large: ${value.states}` : JSON.stringify(value));
	return value;
}
