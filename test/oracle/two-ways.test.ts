import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesOf } from "../../compiler/ir/oracle/bytes.ts";
import { fillWords, type Witnesses } from "../../compiler/ir/oracle/fill-words.ts";
import { couldHold, holdLanguage, holdLoosely, isPlain } from "../../compiler/ir/oracle/hold-language.ts";
import type { InPaths, Reading } from "../../compiler/ir/oracle/hold-lines.ts";
import type { Word } from "../../compiler/ir/oracle/index.ts";
import { LanguageResiduals, pathSetsOf } from "../../compiler/ir/oracle/language-residuals.ts";
import { LooseResiduals } from "../../compiler/ir/oracle/loose-residuals.ts";
import { withWholeProgram } from "../../compiler/ir/oracle/match-view.ts";
import { writtenSubject } from "../../compiler/ir/oracle/subjects.ts";
import { textOf } from "../../compiler/ir/oracle/words.ts";
import type { CommandLanguage, IrPolicy } from "../../compiler/ir/types.ts";
import { languages, policies } from "../arbitraries/ir.ts";
import { REGISTRY } from "../arbitraries/registry.ts";
import { wordsNear } from "../arbitraries/words.ts";

/** A language, and several lists of words near it. */
function near(lists: number) {
	return fc.tuple(policies, languages, fc.constantFrom<Reading>("wide", "narrow")).chain(([policy, language, reading]) =>
		fc.record({
			language: fc.constant(language),
			reading: fc.constant(reading),
			lists: fc.array(wordsNear(about(policy, language)), { minLength: lists, maxLength: lists }),
		}),
	);
}

/** The policy's shape with one rule about the language, so that words are drawn near it. */
function about(policy: IrPolicy, language: CommandLanguage): IrPolicy {
	return { ...policy, rules: policy.rules.slice(0, 1).map((rule) => ({ ...rule, command: language })) };
}

const PLACED: InPaths = (place, paths) => isPlaced(place, paths);

/** Any fixed opinion about which word lies in which path set will do. */
function isPlaced(place: number, paths: readonly string[]): boolean {
	return (place + paths.length + (paths[0] ?? "").length) % 2 === 0;
}

function plainDegree(language: CommandLanguage, reading: Reading, words: readonly string[], loose: boolean): number {
	const plain = { reading, registry: REGISTRY, inPaths: PLACED };
	return loose ? holdLoosely(language, words, plain) : holdLanguage(language, { ...plain, subject: writtenSubject(words) });
}

/** The language without its exceptions where the plain way cannot tell with them. */
function plainly(language: CommandLanguage, reading: Reading, loose: boolean): CommandLanguage {
	return isPlain(language, reading, loose) ? language : { ...language, except: [] };
}

function followed(language: CommandLanguage, reading: Reading, loose: boolean, words: readonly Word[]): Witnesses {
	const written = new LanguageResiduals(language, reading, REGISTRY);
	const places = new Map(words.map((word, place) => [word, place]));
	const marksOf = (word: Word) => pathSetsOf(language).map((paths) => isPlaced(places.get(word) ?? 0, paths));
	return fillWords(loose ? new LooseResiduals(written) : written, words, marksOf);
}

function literal(words: readonly Word[]): Word[] {
	return words.map((word) => [{ kind: "literal", text: word.map((piece) => (piece.kind === "literal" ? piece.text : "a")).join("") }]);
}

describe("literal words", () => {
	it("the plain way and the way by derivatives agree as written", () => {
		fc.assert(
			fc.property(near(8), ({ language, reading, lists }) => {
				const whole = plainly(language, reading, false);
				for (const words of lists.map(literal)) {
					const texts = words.map((word) => bytesOf(textOf(word) ?? ""));
					expect([...followed(whole, reading, false, words).keys()]).toEqual([plainDegree(whole, reading, texts, false)]);
				}
			}),
			{ numRuns: 400 },
		);
	});

	it("the plain way and the way by derivatives agree about loose views", () => {
		fc.assert(
			fc.property(near(8), ({ language, lists }) => {
				const whole = plainly(language, "wide", true);
				for (const words of lists.map(literal)) {
					const texts = words.map((word) => bytesOf(textOf(word) ?? ""));
					expect([...followed(whole, "wide", true, words).keys()]).toEqual([plainDegree(whole, "wide", texts, true)]);
				}
			}),
			{ numRuns: 400 },
		);
	});

	it("without blanks in patterns, words that are in a wide language are in it as a loose view too", () => {
		fc.assert(
			fc.property(near(8), ({ language, lists }) => {
				if (language.matchers.some((matcher) => matcher.kind === "glob" || matcher.kind === "regex")) return;
				for (const words of lists.map(literal)) {
					const texts = words.map((word) => bytesOf(textOf(word) ?? ""));
					const [degree = 0] = followed(language, "wide", true, words).keys();
					const [written = 0] = followed(language, "wide", false, words).keys();
					expect(written, texts.join(" ")).toBeLessThanOrEqual(degree);
				}
			}),
			{ numRuns: 200 },
		);
	});
});

/** Concrete words that opaque ones may stand for, drawn from a few texts per piece. */
function fillingOf(words: readonly Word[], choices: readonly string[]): string[] | null {
	let at = 0;
	const next = () => choices[at++ % choices.length] ?? "";
	const filled: string[] = [];
	for (const word of words) {
		const open = word.every((piece) => piece.kind === "many");
		if (word.some((piece) => piece.kind === "glob")) return null;
		const parts = word.map((piece) =>
			piece.kind === "literal" ? piece.text : piece.kind === "one" ? next().replaceAll("\0", "") : next(),
		);
		const text = parts.join("");
		if (open && text === "" && next().length % 2 === 0) continue;
		filled.push(...text.split("\0"));
	}
	return filled.map(bytesOf);
}

describe("opaque words", () => {
	const withoutPaths = near(6).map((drawn) => ({ ...drawn, language: dropPaths(drawn.language) }));
	const choices = fc.array(
		fc.constantFrom("", "x", "push", "git", "--force", "-f", "a", "main", "-m\0a", "push\0--all", "\0", "--", "/x/", "rm\0-rf\0b"),
		{ minLength: 3, maxLength: 5 },
	);

	it("every degree that is answered has a filling which the plain way gives that degree", () => {
		fc.assert(
			fc.property(withoutPaths, fc.boolean(), ({ language, reading, lists }, loose) => {
				const read = loose ? "wide" : reading;
				const whole = plainly(language, read, loose);
				for (const words of loose ? lists.map(withWholeProgram) : lists) {
					const start = words
						.slice(
							0,
							words.findIndex((word) => textOf(word) === null),
						)
						.map((word) => bytesOf(textOf(word) ?? ""));
					if (start.length > 0 && !couldHold(language, read, loose, start)) {
						expect([...followed(language, read, loose, words).keys()]).toEqual([0]);
					}
					for (const [degree, filling] of followed(whole, read, loose, words)) {
						expect(plainDegree(whole, read, filling, loose)).toBe(degree);
					}
				}
			}),
			{ numRuns: 250 },
		);
	});

	it("no filling has a degree that is not answered", () => {
		fc.assert(
			fc.property(withoutPaths, fc.boolean(), choices, ({ language, reading, lists }, loose, texts) => {
				const read = loose ? "wide" : reading;
				const whole = plainly(language, read, loose);
				for (const words of loose ? lists.map(withWholeProgram) : lists) {
					const filling = fillingOf(words, texts);
					if (filling === null) continue;
					expect([...followed(whole, read, loose, words).keys()]).toContain(plainDegree(whole, read, filling, loose));
				}
			}),
			{ numRuns: 250 },
		);
	});
});

/** A language that asks nothing about paths: words that a piece brings have no places. */
function dropPaths(language: CommandLanguage): CommandLanguage {
	return JSON.parse(JSON.stringify(language), (_, value) =>
		value !== null && typeof value === "object" && value.kind === "operand_under"
			? { kind: "operand", every: value.every, patterns: ["a*"] }
			: value,
	);
}
