/** Whether args lines hold of concrete words, read wide or narrow: the table of docs/semantics.md, section 4, row by row. */

import type { ArgLine, CountOperator } from "../types.ts";
import { bytesOf } from "./bytes.ts";
import type { Knowledge } from "./know-options.ts";
import { matchesWord } from "./match-pattern.ts";
import { type Role, rolesOf } from "./parse-options.ts";
import { certainlyHolds, certainlyIsFlag, couldBeFlag, type Degree, occurrencesOf } from "./read-flags.ts";
import { readWordGlobs } from "./read-globs.ts";

export type Reading = "wide" | "narrow";

export const SWAPPED: Record<Reading, Reading> = { wide: "narrow", narrow: "wide" };

/** Whether the word at a place (counted from the first word of the args) lies in a path set; the oracle asks only where it is known. */
export type InPaths = (place: number, paths: readonly string[]) => boolean;

interface Parsed {
	readonly words: readonly string[];
	readonly roles: readonly ReadonlySet<Role>[];
	readonly knowledge: Knowledge;
	readonly inPaths: InPaths;
}

/** All of the lines. 2: they hold, 1 (wide only): by an ambiguous prefix alone, 0: they do not. */
export function holdLines(
	lines: readonly ArgLine[],
	reading: Reading,
	words: readonly string[],
	knowledge: Knowledge,
	inPaths: InPaths,
): Degree {
	const parsed = { words, roles: rolesOf(words, knowledge), knowledge, inPaths };
	return Math.min(2, ...lines.map((line) => holdLine(line, reading, parsed))) as Degree;
}

function holdLine(line: ArgLine, reading: Reading, parsed: Parsed): Degree {
	switch (line.kind) {
		case "not":
			return degree(holdLine(line.line, SWAPPED[reading], parsed) === 0);
		case "any":
			return Math.max(0, ...line.lines.map((inner) => holdLine(inner, reading, parsed))) as Degree;
		case "flag":
			return holdFlag(line.spellings.map(bytesOf), reading, parsed);
		case "option":
			return holdOption(line, reading, parsed);
		case "operand": {
			const pattern = readWordGlobs(line.patterns);
			return holdOperands(line.every, (place) => matchesWord(pattern, parsed.words[place] ?? ""), reading, parsed);
		}
		case "operand_under":
			return holdOperands(line.every, (place) => parsed.inPaths(place, line.paths), reading, parsed);
		case "words": {
			const pattern = readWordGlobs(line.patterns);
			const test = (word: string) => matchesWord(pattern, word);
			return degree(line.every ? parsed.words.every(test) : parsed.words.some(test));
		}
		case "count":
			return holdCount(line.operator, line.value, reading, parsed);
	}
}

function holdFlag(spellings: readonly string[], reading: Reading, parsed: Parsed): Degree {
	const degrees = parsed.words.map((word, place): Degree => {
		if (reading === "wide") return may("option", place, parsed) ? couldBeFlag(word, spellings, parsed.knowledge) : 0;
		return degree(certainly("option", place, parsed) && certainlyIsFlag(word, spellings, parsed.knowledge));
	});
	return Math.max(0, ...degrees) as Degree;
}

function holdOperands(every: boolean, test: (place: number) => boolean, reading: Reading, parsed: Parsed): Degree {
	const possible = operandPlaces(may, parsed);
	const certain = operandPlaces(certainly, parsed);
	const asked = (reading === "wide") === every ? certain : possible;
	return degree(every ? asked.every(test) : asked.some(test));
}

function holdCount(operator: CountOperator, value: number, reading: Reading, parsed: Parsed): Degree {
	const least = operandPlaces(certainly, parsed).length;
	const most = operandPlaces(may, parsed).length;
	const holds: boolean[] = [];
	for (let count = least; count <= most; count++) holds.push(compare(count, operator, value));
	return degree(reading === "wide" ? holds.includes(true) : !holds.includes(false));
}

export function compare(count: number, operator: CountOperator, value: number): boolean {
	switch (operator) {
		case "==":
			return count === value;
		case "!=":
			return count !== value;
		case "<":
			return count < value;
		case "<=":
			return count <= value;
		case ">":
			return count > value;
		case ">=":
			return count >= value;
	}
}

function holdOption(line: Extract<ArgLine, { kind: "option" }>, reading: Reading, parsed: Parsed): Degree {
	const name = bytesOf(line.name);
	const pattern = readWordGlobs(line.values);
	const fits = (value: string) => matchesWord(pattern, value);
	let certain = false;
	let found: Degree = 0;
	let failed = false;
	parsed.words.forEach((word, place) => {
		if (!may("option", place, parsed)) return;
		if (certainly("option", place, parsed) && certainlyHolds(name, word)) certain = true;
		const next = parsed.words[place + 1];
		for (const occurrence of occurrencesOf(name, word, parsed.knowledge)) {
			const values = occurrence.values ?? (next === undefined ? [] : [next]);
			if (values.some(fits)) found = Math.max(found, occurrence.degree) as Degree;
			if (values.length === 0 || !values.every(fits)) failed = true;
		}
	});
	return reading === "wide" ? found : degree(certain && !failed);
}

type Certainty = (role: Role, place: number, parsed: Parsed) => boolean;

const may: Certainty = (role, place, parsed) => parsed.roles[place]?.has(role) ?? false;
const certainly: Certainty = (role, place, parsed) => may(role, place, parsed) && parsed.roles[place]?.size === 1;

function operandPlaces(certainty: Certainty, parsed: Parsed): number[] {
	return parsed.words.flatMap((_, place) => (certainty("operand", place, parsed) ? [place] : []));
}

function degree(holds: boolean): Degree {
	return holds ? 2 : 0;
}
