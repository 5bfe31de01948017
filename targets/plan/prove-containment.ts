/**
 * Proves by automata that entries of a host hold what a rule is about, or let through nothing else. Every question is asked
 * behind literal words, line by line, where what follows is small and shared; what is not decided is no proof.
 */

import {
	anyWords,
	containedInUnion,
	DEAD,
	type Dfa,
	equal,
	findWitness,
	intersection,
	intersects,
	isEmpty,
	isTooLarge,
	noWords,
	wordsOf,
} from "../../compiler/automata/index.ts";
import type { Extent } from "../target.ts";
import { indexExtents } from "./by-program.ts";
import { holds, languageOfExtent } from "./extents.ts";
import { languageOfRest, languagesOfRests, linesOf, type Rest, restsBehind, takesAll } from "./rests.ts";
import type { Region } from "./rule-regions.ts";
import { walkWords } from "./walk-program.ts";

/** `proven`, a command that shows the contrary, or nothing of both. */
export type Proof = "proven" | "undecided" | { readonly witness: readonly string[] };

/** Commands that start with a line of literal words; `behind` is what follows it, null where that is not known. */
interface Piece {
	readonly line: readonly string[];
	readonly behind: Dfa | null;
}

/** What commands may be in. */
interface Cover {
	readonly regions: readonly Region[];
	readonly extents: readonly Extent[];
}

/** Whether every command of a region is held by one of the extents. */
export function proveHeld(region: Region, extents: readonly Extent[], vocabulary: readonly string[] = []): Proof {
	return proveCovered(piecesOfRegion(region), { regions: [], extents }, vocabulary);
}

/**
 * Whether an extent holds nothing but commands of these regions. `without`: extents whose commands do not count.
 * `vocabulary`: words that show the contrary, if something does.
 */
export function proveWithin(extent: Extent, regions: readonly Region[], without: readonly Extent[], vocabulary: readonly string[]): Proof {
	// What `gaps` hold is not known to the last command.
	if (extent.kind === "gaps") return "undecided";
	return proveCovered(piecesOfExtent(extent), { regions, extents: without }, vocabulary);
}

/** Whether an extent and a region share no command but those that other extents hold. */
export function proveApart(extent: Extent, region: Region, without: readonly Extent[], vocabulary: readonly string[]): Proof {
	if (extent.kind === "gaps") return "undecided";
	return proveCovered(piecesOfBoth(extent, region), { regions: [], extents: without }, vocabulary);
}

/**
 * A command that an extent holds (and `inside`, if given) and none of the regions is about; null where none is found.
 */
export function findExcess(
	extent: Extent,
	regions: readonly Region[],
	vocabulary: readonly string[],
	inside: Region | null = null,
): readonly string[] | null {
	const simple = plainExamples(extent).find(
		(words) => holds(extent, words) && (inside?.has(words) ?? true) && !regions.some((region) => region.has(words)),
	);
	if (simple) return simple;
	const pieces = inside ? piecesOfBoth(extent, inside) : piecesOfExtent(extent);
	const proof = proveCovered(pieces, { regions, extents: [] }, ["x", ...vocabulary]);
	return typeof proof === "object" ? proof.witness : null;
}

/** A few readable commands that a text may hold. */
function plainExamples(extent: Extent): readonly (readonly string[])[] {
	if (extent.kind !== "text") return [];
	return ["x", " x", ""].map((star) => extent.glob.replaceAll("*", star).split(" ").filter(Boolean));
}

/** Whether an extent holds, behind its words, no list of words of a language but those that other extents hold. */
export function proveNoneOf(extent: Extent, language: Dfa, without: readonly Extent[], vocabulary: readonly string[]): Proof {
	const pieces = piecesOfExtent(extent).map(({ line, behind }) => ({ line, behind: behind && intersect(behind, language) }));
	return proveCovered(pieces, { regions: [], extents: without }, vocabulary);
}

/** Lines with more alternatives than this are looked at whole. */
const MAX_LINES = 4_096;

function piecesOfExtent(extent: Extent): readonly Piece[] {
	const lines = extent.kind === "words" ? linesOf(extent.words, MAX_LINES) : null;
	if (!lines || extent.kind !== "words") return [{ line: [], behind: languageOfExtent(extent) }];
	const behind = languageOfRest({ ...extent, words: [] });
	return lines.map((line) => ({ line, behind }));
}

function piecesOfRegion(region: Region): readonly Piece[] {
	return (region.lines ?? [[]]).map((line) => ({ line, behind: region.behind(line) }));
}

function piecesOfBoth(extent: Extent, region: Region): readonly Piece[] {
	if (extent.kind === "words" || region.lines === null)
		return piecesOfExtent(extent).flatMap(({ line, behind }) => {
			const own = region.behind(line);
			return own && isEmpty(own) ? [] : [{ line, behind: behind && own && intersect(behind, own) }];
		});
	const program = extent.kind === "text" ? /^([^* ]+) /.exec(extent.glob)?.[1] : undefined;
	return region.lines.flatMap((line): readonly Piece[] => {
		if (program !== undefined && line[0] !== program) return [];
		const rests = restsBehind(extent, line);
		if (rests.length === 0) return [];
		const own = region.behind(line);
		const languages = languagesOfRests(rests);
		if (!own || !languages) return [{ line, behind: null }];
		return languages.map((language) => ({ line, behind: intersect(own, language) }));
	});
}

const FEW = 4;

function proveCovered(pieces: readonly Piece[], { regions, extents }: Cover, vocabulary: readonly string[]): Proof {
	// For a few lines looking at all extents is cheaper than sorting them by program.
	const index = pieces.length > FEW ? indexExtents(extents) : null;
	let proof: Proof = "proven";
	for (const { line, behind } of pieces) {
		const near = index?.about(line[0]) ?? extents;
		const answer = behind === null ? "undecided" : proveLine(line, behind, regions, near, vocabulary);
		if (typeof answer === "object") return answer;
		if (answer === "undecided") proof = answer;
	}
	return proof;
}

function proveLine(
	line: readonly string[],
	behind: Dfa,
	regions: readonly Region[],
	extents: readonly Extent[],
	vocabulary: readonly string[],
): Proof {
	if (isEmpty(behind)) return "proven";
	if (line.length === 0) return proveWhole(behind, regions, extents, vocabulary);
	if (takesNothing(behind)) {
		const isCovered = extents.some((extent) => holds(extent, line)) || regions.some((region) => region.has(line));
		return isCovered ? "proven" : { witness: line };
	}
	const rests = extents.flatMap((extent) => restsBehind(extent, line));
	if (rests.some(takesAll)) return "proven";
	const parts: Dfa[] = [];
	let isKnown = true;
	for (const region of regions) {
		const part = region.behind(line);
		if (part === null) isKnown = false;
		else if (part === behind || takesAnything(part)) return "proven";
		else if (!isEmpty(part)) parts.push(part);
	}
	const answer = rememberedAnswer(behind, parts, rests, vocabulary);
	if (typeof answer !== "object") return answer;
	return isKnown ? { witness: [...line, ...answer.witness] } : "undecided";
}

/** So many languages are looked at together; past that, nothing is said. */
const MAX_TOGETHER = 100;

function proveWhole(language: Dfa, regions: readonly Region[], extents: readonly Extent[], vocabulary: readonly string[]): Proof {
	const met = extents.filter((extent) => mayShare(language, extent));
	const parts = [...regions.map((region) => region.behind([])), ...met.map(languageOfExtent)];
	const near = parts.filter((part) => part === null || intersects(language, part) !== null);
	const known = near.filter((part): part is Dfa => part !== null);
	if (known.length > MAX_TOGETHER) return "undecided";
	const answer = answerFor(language, known, vocabulary);
	return typeof answer === "object" && known.length < near.length ? "undecided" : answer;
}

/** Seen by its literal start: whether a language may share a command with an extent. */
function mayShare(language: Dfa, extent: Extent): boolean {
	if (extent.kind === "text") return mayStart(language, extent.glob);
	const words = extent.kind === "gaps" ? extent.words.map((word) => [word]) : extent.words;
	return linesOf(words, FEW * FEW)?.some((line) => walkWords(language, 0, line) !== DEAD) ?? true;
}

/** Whether a line may start with the words of a text that stand whole before its first star. */
function mayStart(language: Dfa, glob: string): boolean {
	const words = /^[^*]*(?= )/.exec(glob)?.[0];
	return words === undefined || walkWords(language, 0, words.split(" ")) !== DEAD;
}

/** Past so many answers the memory is emptied. */
const KEPT = 16_384;
const answers = new Map<string, Proof>();
const numbers = new WeakMap<Dfa, number>();
let lastNumber = 0;

/** The same question is asked behind many lines, and for hosts that hold a rule by the same texts. */
function rememberedAnswer(behind: Dfa, parts: readonly Dfa[], rests: readonly Rest[], vocabulary: readonly string[]): Proof {
	const texts = rests.map((rest) => (rest.kind === "text" ? `${rest.quoted} ${rest.glob}` : JSON.stringify(rest)));
	const key = JSON.stringify([numberOf(behind), parts.map(numberOf), [...new Set(texts)].sort(), vocabulary]);
	const known = answers.get(key);
	if (known !== undefined) return known;
	const languages = languagesOfRests(rests);
	const answer = languages ? answerFor(behind, [...new Set(parts), ...languages], vocabulary) : "undecided";
	if (answers.size >= KEPT) answers.clear();
	answers.set(key, answer);
	return answer;
}

function numberOf(dfa: Dfa): number {
	const number = numbers.get(dfa) ?? ++lastNumber;
	numbers.set(dfa, number);
	return number;
}

function answerFor(language: Dfa, parts: readonly Dfa[], vocabulary: readonly string[]): Proof {
	const answer = containedInUnion(language, parts);
	if (answer === "yes") return "proven";
	if (answer === "undecided") return answer;
	const readable = findWitness([language, ...parts], ([own = 0, ...others]) => own > 0 && others.every((label) => label === 0), {
		vocabulary: [...vocabulary, "x"],
	});
	return { witness: readable ?? wordsOf(answer.witness) };
}

const intersections = new WeakMap<Dfa, WeakMap<Dfa, Dfa | null>>();

/** Both languages together, the same value whenever it is asked; null past a limit. */
function intersect(a: Dfa, b: Dfa): Dfa | null {
	if (a === b || takesAnything(b)) return a;
	if (takesAnything(a)) return b;
	const known = intersections.get(a) ?? new WeakMap<Dfa, Dfa | null>();
	intersections.set(a, known);
	const found = known.get(b);
	if (found !== undefined) return found;
	const built = intersection(a, b);
	const made = isTooLarge(built) ? null : built;
	known.set(b, made);
	return made;
}

/** Whether an automaton certainly accepts every list of words. */
export function takesAnything(tail: Dfa): boolean {
	return equal(tail, anyWords());
}

/** Whether an automaton accepts the list of no words alone. */
export function takesNothing(tail: Dfa): boolean {
	return equal(tail, NO_WORDS);
}

const NO_WORDS = noWords();
