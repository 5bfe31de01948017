/** Which concrete words are a flag, and which hold an option and with what value (docs/semantics.md, section 4). */

import type { Knowledge } from "./know-options.ts";
import { holdsShortValue, isCluster, isProperPrefix } from "./parse-options.ts";

/** 0 no, 1 only by a prefix that is ambiguous, 2 yes. */
export type Degree = 0 | 1 | 2;

const FALSE_VALUES = ["", "0", "f", "false", "n", "no", "none", "off"];

export type Spelling = "long" | "short" | "single-dash";

export function kindOf(spelling: string): Spelling {
	return spelling.startsWith("--") ? "long" : spelling.length === 2 ? "short" : "single-dash";
}

/** How far an option-like word could be one of the spellings. */
export function couldBeFlag(word: string, spellings: readonly string[], knowledge: Knowledge): Degree {
	return Math.max(0, ...spellings.map((spelling) => couldBe(word, spelling, spellings, knowledge))) as Degree;
}

function couldBe(word: string, spelling: string, spellings: readonly string[], knowledge: Knowledge): Degree {
	const { name } = split(word);
	switch (kindOf(spelling)) {
		case "long":
			return longDegree(name, spelling, spellings, knowledge);
		case "short":
			return placesInCluster(word, spelling, knowledge, (letter) => letter).length > 0 ? 2 : 0;
		case "single-dash":
			return name === spelling || name === `-${spelling}` ? 2 : 0;
	}
}

function longDegree(name: string, spelling: string, spellings: readonly string[], knowledge: Knowledge): Degree {
	if (name === spelling) return 2;
	if (!isProperPrefix(name, spelling)) return 0;
	return knowledge.options.some((option) => !spellings.includes(option) && option.startsWith(name)) ? 1 : 2;
}

/**
 * The places at which a word of one dash could hold a short option: no `=` before, and where value
 * options are known none of the `blocking` letters before.
 */
function placesInCluster(word: string, spelling: string, knowledge: Knowledge, blocking: (letters: string) => string): number[] {
	if (!word.startsWith("-") || word.startsWith("--")) return [];
	const places: number[] = [];
	for (let at = 1; at < word.length; at++) {
		const before = word.slice(1, at);
		if (word[at] !== spelling[1] || before.includes("=")) continue;
		if (knowledge.complete && holdsShortValue(blocking(before), knowledge)) continue;
		places.push(at);
	}
	return places;
}

/** Whether an option-like word certainly is one of the spellings. */
export function certainlyIsFlag(word: string, spellings: readonly string[], knowledge: Knowledge): boolean {
	return spellings.some((spelling) => {
		if (word === spelling) return true;
		if (kindOf(spelling) !== "short") {
			const { name, value } = split(word);
			return name === spelling && value !== null && !FALSE_VALUES.includes(foldCase(value));
		}
		if (!knowledge.complete || !isCluster(word)) return false;
		const at = word.indexOf(spelling.charAt(1), 1);
		return at > 0 && !holdsShortValue(word.slice(1, at), knowledge);
	});
}

/** A possible occurrence of an option: its values in the word itself, or null where the next word is the value. */
export interface Occurrence {
	readonly degree: Degree;
	readonly values: readonly string[] | null;
}

/** The possible occurrences of an option in an option-like word. */
export function occurrencesOf(name: string, word: string, knowledge: Knowledge): Occurrence[] {
	const { name: written, value } = split(word);
	const values = value === null ? null : [value];
	switch (kindOf(name)) {
		case "long": {
			const degree = longDegree(written, name, [name], knowledge);
			return degree > 0 ? [{ degree, values }] : [];
		}
		case "single-dash":
			return written === name || written === `-${name}` ? [{ degree: 2, values }] : [];
		case "short": {
			const others = (letters: string) => letters.replaceAll(name.charAt(1), "");
			return placesInCluster(word, name, knowledge, others).map((at) => {
				const rest = word.slice(at + 1);
				if (rest === "") return { degree: 2, values: null };
				return { degree: 2, values: rest.startsWith("=") ? [rest, rest.slice(1)] : [rest] };
			});
		}
	}
}

/** Whether an option-like word certainly holds the option. */
export function certainlyHolds(name: string, word: string): boolean {
	if (kindOf(name) === "short") return word.startsWith(name);
	return split(word).name === name;
}

function split(word: string): { readonly name: string; readonly value: string | null } {
	const at = word.indexOf("=");
	return at < 0 ? { name: word, value: null } : { name: word.slice(0, at), value: word.slice(at + 1) };
}

function foldCase(text: string): string {
	return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
