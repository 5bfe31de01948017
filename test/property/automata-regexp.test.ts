import fc from "fast-check";
import { expect, test } from "vitest";
import { commandGlob, commandRegex, type Dfa, isTooLarge, labelOfWords } from "../../compiler/automata/index.ts";
import { type BothForms, built, globArbitrary, joinedArbitrary, regexArbitrary, wholeRegExp } from "../automata/regex-cases.ts";

const TEXTS = 20;

function agree(pattern: string, expected: (text: string) => boolean, dfa: Dfa, texts: readonly string[]): void {
	for (const text of texts) {
		const found = labelOfWords(dfa, text.split("\0")) > 0;
		if (found !== expected(text)) expect.fail(`${pattern} ${found ? "accepts" : "rejects"} ${JSON.stringify(text)}`);
	}
}

function narrowly({ js }: BothForms): (text: string) => boolean {
	const whole = wholeRegExp(js);
	return (text) => whole.test(text);
}

/** The program word could have been written in any case. */
function widely({ wide }: BothForms): (text: string) => boolean {
	const whole = wholeRegExp(wide);
	return (text) => {
		const [program = "", ...rest] = text.split("\0");
		return casesOf(program).some((written) => whole.test([written, ...rest].join("\0")));
	};
}

function casesOf(word: string): string[] {
	let all = [""];
	for (const character of word) {
		const cases = /[a-z]/.test(character) ? [character, character.toUpperCase()] : [character];
		all = all.flatMap((start) => cases.map((end) => start + end));
	}
	return all;
}

const texts = fc.array(joinedArbitrary, { minLength: TEXTS, maxLength: TEXTS });

/** Most patterns at random stay small; the few that pass a limit are counted. */
function regexCases(numRuns: number, reading: "narrow" | "wide", list: fc.Arbitrary<string[]>): number {
	let tooLarge = 0;
	fc.assert(
		fc.property(regexArbitrary, list, (forms, texts) => {
			// A dot that is written out could begin an ending that is dropped.
			fc.pre(reading === "narrow" || !forms.ours.includes("\\."));
			const dfa = commandRegex(forms.ours, false, reading);
			if (isTooLarge(dfa)) tooLarge++;
			else agree(forms.ours, (reading === "wide" ? widely : narrowly)(forms), built(dfa), texts);
		}),
		{ numRuns },
	);
	return tooLarge;
}

test("a regex accepts the words that JavaScript accepts joined by U+0000", () => {
	expect(regexCases(2_000, "narrow", texts)).toBeLessThan(40);
});

test("a glob accepts the words that JavaScript accepts joined by U+0000", () => {
	fc.assert(
		fc.property(globArbitrary, texts, (forms, list) => agree(forms.ours, narrowly(forms), built(commandGlob(forms.ours, "narrow")), list)),
		{ numRuns: 2_000 },
	);
});

test("in the wide reading a blank of a glob or regex is also a blank or a tab inside a word", () => {
	// Slashes, upper case and dots would let the reduction of the program word take part.
	const plain = fc.array(
		joinedArbitrary.map((text) => text.replace(/[/.A-Z]/g, "b")),
		{ minLength: TEXTS, maxLength: TEXTS },
	);
	expect(regexCases(300, "wide", plain)).toBeLessThan(20);
	fc.assert(
		fc.property(globArbitrary, plain, (forms, list) => agree(forms.ours, widely(forms), built(commandGlob(forms.ours, "wide")), list)),
		{ numRuns: 500 },
	);
});
