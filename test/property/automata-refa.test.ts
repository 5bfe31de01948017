/** Differential test against refa, an independent library for regular languages (a development dependency). */

import fc from "fast-check";
import { DFA, isDisjointWith, JS, NFA } from "refa";
import { expect, test } from "vitest";
import {
	commandGlob,
	commandRegex,
	type Dfa,
	differing,
	equal,
	intersects,
	isTooLarge,
	notContained,
} from "../../compiler/automata/index.ts";
import { type BothForms, built, globArbitrary, regexArbitrary } from "../automata/regex-cases.ts";

/** Both libraries' automata of one pattern. */
interface Both {
	readonly text: string;
	readonly ours: Dfa;
	readonly theirs: NFA;
}

const maxCharacter = 0x10ffff;

function both(forms: BothForms, dfa: ReturnType<typeof commandRegex>): Both | null {
	if (isTooLarge(dfa)) return null;
	const { expression } = JS.Parser.fromLiteral({ source: `(?:${forms.js})`, flags: "u" }).parse();
	return { text: forms.ours, ours: built(dfa), theirs: NFA.fromRegex(expression, { maxCharacter }) };
}

const pattern: fc.Arbitrary<Both | null> = fc.oneof(
	regexArbitrary.map((forms) => both(forms, commandRegex(forms.ours, false, "narrow"))),
	globArbitrary.map((forms) => both(forms, commandGlob(forms.ours, "narrow"))),
);

/** Only texts that UTF-8 can spell: refa's classes hold surrogates too. */
function spellable(): NFA {
	const { expression } = JS.Parser.fromLiteral({ source: "[\\0-\\ud7ff\\ue000-\\u{10ffff}]*", flags: "u" }).parse();
	return NFA.fromRegex(expression, { maxCharacter });
}

const SPELLABLE = spellable();

function contained(a: NFA, b: NFA): boolean {
	const outside = DFA.fromFA(b);
	outside.complement();
	return isDisjointWith(NFA.fromIntersection(a, SPELLABLE), outside);
}

/** The star of a glob takes bytes, of which some are no text: refa knows texts only, so such a pair is left out. */
function isText(bytes: Uint8Array | null): boolean {
	return bytes === null || !new TextDecoder().decode(bytes).includes("\ufffd");
}

test("intersection, containment and equality agree with refa", () => {
	let asked = 0;
	fc.assert(
		fc.property(pattern, pattern, (a, b) => {
			if (!a || !b) return;
			const [meets, left, right] = [intersects(a.ours, b.ours), notContained(a.ours, b.ours), notContained(b.ours, a.ours)];
			if (![meets, left, right].every(isText)) return;
			asked++;
			expect({ a: a.text, b: b.text, meets: meets !== null }).toEqual({
				a: a.text,
				b: b.text,
				meets: !isDisjointWith(NFA.fromIntersection(a.theirs, SPELLABLE), b.theirs),
			});
			expect({ a: a.text, b: b.text, left: left === null }).toEqual({ a: a.text, b: b.text, left: contained(a.theirs, b.theirs) });
			const same = left === null && right === null;
			expect(equal(a.ours, b.ours)).toBe(same);
			expect(differing(a.ours, b.ours) === null).toBe(same);
		}),
		{ numRuns: 10_000 },
	);
	expect(asked).toBeGreaterThan(9_000);
});
