/** Leaves out entries whose commands another entry holds, so that a list is as short as it can be read. */

import { type Extent, expandHead, type Head } from "../target.ts";
import { ByProgram } from "./by-program.ts";
import { matchText } from "./text-words.ts";

/** Entries of one head, with what they hold. */
export interface HeadEntry {
	readonly head: Head;
	readonly extents: readonly Extent[];
}

/**
 * The entries that no other one covers, in their order. `stricter`: entries of a list that is asked before. Commands that start
 * with a head's own words are all that it is there for.
 */
export function dropCovered<Entry extends HeadEntry>(entries: readonly Entry[], stricter: readonly HeadEntry[] = []): readonly Entry[] {
	const index = new ByProgram<HeadEntry>();
	for (const entry of [...stricter, ...entries]) for (const extent of entry.extents) index.add(extent, entry);
	const dropped = new Set<HeadEntry>();
	for (const entry of entries) {
		const others = index.about(entry.head.words[0]?.[0]).filter((other) => other !== entry && !dropped.has(other));
		if (isCovered(entry, others)) dropped.add(entry);
	}
	return entries.filter((entry) => !dropped.has(entry));
}

function isCovered({ head, extents }: HeadEntry, others: readonly HeadEntry[]): boolean {
	return others.some((other) =>
		other.extents.some((extent) => takesWords(extent, head.words) || extents.every((own) => isWithin(own, extent))),
	);
}

/** Whether an extent holds whatever starts with these words. */
function takesWords(extent: Extent, words: Head["words"]): boolean {
	if (extent.kind !== "words" || extent.exact || extent.plain || extent.words.length > words.length || words.length === 0) return false;
	return extent.words.every((alternatives, at) => words[at]?.every((word) => alternatives.includes(word)));
}

/** Whether every text of an extent is one of another; where that is not seen by the texts alone, no. */
function isWithin(own: Extent, other: Extent): boolean {
	const isSameReading = !(own.kind === "text" && other.kind === "text" && own.quoted !== other.quoted);
	return isSameReading && textsOf(own).every((text) => textsOf(other).some((glob) => matchText(glob, text)));
}

const texts = new WeakMap<Extent, readonly string[]>();

/** The texts of an extent; a star in one stands for any text. */
function textsOf(extent: Extent): readonly string[] {
	const known = texts.get(extent) ?? writeTexts(extent);
	texts.set(extent, known);
	return known;
}

function writeTexts(extent: Extent): readonly string[] {
	switch (extent.kind) {
		case "text":
			return [extent.glob];
		case "words":
			return expandHead(extent).flatMap((words) => (extent.exact ? [words.join(" ")] : [words.join(" "), `${words.join(" ")} *`]));
		case "gaps":
			return [];
	}
}
