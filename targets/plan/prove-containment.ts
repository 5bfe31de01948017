/**
 * Proves by automata that entries of a host hold what a rule is about, or let through nothing else. Pair by pair and by
 * literal words where that is enough, by the product of all where it is not; what is not decided is no proof.
 */

import {
	anyWords,
	containedInUnion,
	DEAD,
	type Dfa,
	difference,
	equal,
	findWitness,
	intersection,
	intersects,
	isTooLarge,
	labelAt,
	noWords,
	wordsOf,
} from "../../compiler/automata/index.ts";
import { type Extent, expandHead, firstWords } from "../target.ts";
import { holds, languageOfExtent } from "./extents.ts";
import { type Region, type RegionHead, walkWords } from "./rule-regions.ts";
import { isRestAllowed, isTailHeld } from "./tail-proofs.ts";

/** `proven`, a command that shows the contrary, or nothing of both. */
export type Proof = "proven" | "undecided" | { readonly witness: readonly string[] };

/** Whether every command of a region is held by one of the extents. */
export function proveHeld(region: Region, extents: readonly Extent[]): Proof {
	const missed = region.examples.find((words) => !extents.some((extent) => holds(extent, words)));
	if (missed) return { witness: missed };
	if (isHeldByWords(region, extents)) return "proven";
	const whole = region.whole();
	if (whole === null) return "undecided";
	const languages = extents.flatMap((extent) => languageOfExtent(extent) ?? []);
	return answerOf(containedInUnion(whole, languages));
}

/** The same, seen by literal words and what follows them: where this says no, the question is open. */
export function isHeldByWords(region: Region, extents: readonly Extent[]): boolean {
	return region.outer?.every((head) => isHeadHeld(head, extents)) ?? false;
}

/** One entry may hold all alternatives of a head, or each of them another, or texts what follows. */
function isHeadHeld(head: RegionHead, extents: readonly Extent[]): boolean {
	if (extents.some((extent) => holdsHead(extent, head))) return true;
	return expandHead(head).every((line) => {
		const single: RegionHead = { words: line.map((word) => [word]), tail: head.tail };
		return extents.some((extent) => holdsHead(extent, single)) || holdTexts(extents, single);
	});
}

/**
 * Whether an extent holds nothing but commands of these regions. `without`: extents whose commands do not count.
 * `vocabulary`: words that show the contrary, if something does.
 */
export function proveWithin(extent: Extent, regions: readonly Region[], without: readonly Extent[], vocabulary: readonly string[]): Proof {
	if (regions.some((region) => region.heads?.some((head) => headHolds(head, extent, without)))) return "proven";
	const start = literalStart(extent);
	const others = without.filter((other) => mayAgree(start, literalStart(other)));
	const near = regions.filter(({ outer }) => outer?.some(({ words }) => mayAgree(start, words)) ?? true);
	if (extent.kind === "gaps") return "undecided";
	if (extent.kind === "words" && extent.exact) {
		const outside = expandHead(extent).find(
			(words) => !near.some((region) => region.has(words)) && !others.some((other) => holds(other, words)),
		);
		return outside ? { witness: outside } : "proven";
	}
	if (others.length + near.length > MAX_TOGETHER) {
		const witness = plainExamples(extent, vocabulary).find(
			(words) => !others.some((other) => holds(other, words)) && !near.some((region) => region.has(words)),
		);
		return witness ? { witness } : "undecided";
	}
	const language = languageOfExtent(extent);
	if (language === null) return "undecided";
	const parts = [...near.flatMap((region) => region.whole() ?? []), ...others.flatMap((other) => languageOfExtent(other) ?? [])];
	return answerOf(containedInUnion(language, parts));
}

/** So many languages are looked at together; past that, an entry is not written. */
const MAX_TOGETHER = 100;

/** A readable command that an extent and a region share, leaving out what some extents hold; null where there is none. Undecided counts as one. */
export function findShared(
	extent: Extent,
	region: Region,
	without: readonly Extent[],
	vocabulary: readonly string[],
): readonly string[] | "undecided" | null {
	if (extent.kind === "words" && region.outer && !region.outer.some((head) => mayAgree(head.words, extent.words))) return null;
	const whole = region.whole();
	if (extent.kind === "words" && whole !== null && expandHead(extent).every((words) => walkWords(whole, 0, words) === DEAD)) return null;
	const language = languageOfExtent(extent);
	if (language === null || whole === null || extent.kind === "gaps") return "undecided";
	if (intersects(language, whole) === null) return null;
	let shared = intersection(language, whole);
	if (isTooLarge(shared)) return "undecided";
	for (const other of without) {
		const held = languageOfExtent(other);
		if (held === null || intersects(shared, held) === null) continue;
		const left = difference(shared, held);
		if (isTooLarge(left)) return "undecided";
		shared = left;
	}
	return witnessOf(shared, vocabulary);
}

/** A readable command of a language, or null where it is empty. */
function witnessOf(language: Dfa, vocabulary: readonly string[]): readonly string[] | null {
	return findWitness([language], ([label = 0]) => label > 0, { vocabulary });
}

/** A few readable commands that an extent may hold. */
function plainExamples(extent: Extent, vocabulary: readonly string[]): readonly (readonly string[])[] {
	const tails = [[], ["x"], ...vocabulary.map((word) => [word])];
	if (extent.kind === "text") return ["x", " x", ""].map((star) => extent.glob.replaceAll("*", star).split(" ").filter(Boolean));
	const words = extent.kind === "gaps" ? extent.words : firstWords(extent);
	return tails.map((tail) => [...words, ...tail]);
}

/**
 * A command that an extent holds (and `inside`, if given) and none of the regions is about; null where none is found. The
 * first region counts most.
 */
export function findExcess(
	extent: Extent,
	regions: readonly Region[],
	vocabulary: readonly string[],
	inside: Region | null = null,
): readonly string[] | null {
	const simple = plainExamples(extent, vocabulary).find(
		(words) => holds(extent, words) && (inside?.has(words) ?? true) && !regions.some((region) => region.has(words)),
	);
	if (simple) return simple;
	const language = languageOfExtent(extent);
	const bound = inside ? inside.whole() : language;
	if (language === null || bound === null) return null;
	// Of several regions the first alone is taken out exactly: a walk of all of them at once could take long.
	const [first] = regions;
	const own = first?.whole() ?? null;
	const shared = intersection(language, bound);
	const left = isTooLarge(shared) || own === null ? shared : difference(shared, own);
	const found = isTooLarge(left) ? null : witnessOf(left, vocabulary);
	return found && regions.some((region) => region.has(found)) ? null : found;
}

/** Whether two lists of literal words share one as far as both go. */
export function mayAgree(a: RegionHead["words"], b: RegionHead["words"]): boolean {
	return a.every((alternatives, at) => b[at] === undefined || alternatives.some((word) => b[at]?.includes(word)));
}

/** What follows these words in commands of an entry of literal words, as texts. */
function restsOfWords(words: readonly string[], { words: pattern, exact }: Extract<Extent, { kind: "words" }>): readonly string[] {
	const isLonger = pattern.length > words.length && words.every((word, at) => pattern[at]?.includes(word));
	if (!isLonger) return [];
	const behind = expandHead({ words: pattern.slice(words.length) }).map((rest) => ` ${rest.join(" ")}`);
	return exact ? behind : behind.flatMap((rest) => [rest, `${rest} *`]);
}

/** The literal words that all commands of an extent start with. */
export function literalStart(extent: Extent): RegionHead["words"] {
	if (extent.kind === "words") return extent.words;
	if (extent.kind === "gaps") return extent.words.slice(0, 1).map((word) => [word]);
	const literal = extent.glob.split("*")[0] ?? "";
	// The last word may go on in the star.
	return literal
		.split(" ")
		.slice(0, -1)
		.map((word) => [word]);
}

function answerOf(answer: ReturnType<typeof containedInUnion>): Proof {
	if (answer === "yes") return "proven";
	return answer === "undecided" ? answer : { witness: wordsOf(answer.witness) };
}

/** Whether an extent holds all commands of a literal head, seen by the words alone. */
function holdsHead(extent: Extent, { words, tail }: RegionHead): boolean {
	if (extent.kind === "text") return false;
	const pattern = extent.kind === "gaps" ? extent.words.map((word) => [word]) : extent.words;
	if (pattern.length > words.length) return false;
	if (!pattern.every((alternatives, at) => (words[at] ?? []).every((word) => alternatives.includes(word)))) return false;
	if (extent.kind === "gaps" || !(extent.exact || extent.plain)) return true;
	return pattern.length === words.length && takesNothing(tail);
}

/** Whether a literal head has all commands of an extent but for some texts, seen by the words and by what follows them. */
function headHolds({ words, tail }: RegionHead, extent: Extent, without: readonly Extent[]): boolean {
	if (extent.kind !== "words" || extent.words.length !== words.length) return false;
	if (!extent.words.every((alternatives, at) => alternatives.every((word) => words[at]?.includes(word)))) return false;
	if (extent.exact) return labelAt(tail, 0) > 0;
	if (takesAnything(tail)) return true;
	return [false, true].some((quoted) =>
		expandHead(extent).every((line) => isRestAllowed(tail, restsBehind(line, without, quoted), quoted, extent.plain ?? false)),
	);
}

/** Whether texts hold all commands of a literal head, seen by the words and by what follows them. */
function holdTexts(extents: readonly Extent[], { words, tail }: RegionHead): boolean {
	return [true, false].some((quoted) =>
		expandHead({ words }).every((line) => {
			const rests = restsBehind(line, extents, quoted);
			return rests.length > 0 && isTailHeld(tail, rests, quoted);
		}),
	);
}

/** What follows these words in texts that start with them. */
function restsBehind(words: readonly string[], extents: readonly Extent[], quoted: boolean): readonly string[] {
	const line = words.join(" ");
	return extents.flatMap((extent) => {
		if (extent.kind === "words") return restsOfWords(words, extent);
		if (extent.kind !== "text" || extent.quoted !== quoted || !extent.glob.startsWith(line)) return [];
		const rest = extent.glob.slice(line.length);
		return /^[* ]/.test(rest) ? [rest] : [];
	});
}

/** Whether an automaton certainly accepts every list of words. */
export function takesAnything(tail: Dfa): boolean {
	return equal(tail, anyWords());
}

/** Whether an automaton accepts the list of no words alone. */
export function takesNothing(tail: Dfa): boolean {
	return equal(tail, noWords());
}
