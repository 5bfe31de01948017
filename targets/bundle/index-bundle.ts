/** Writes the index by which a compiled evaluator finds its way in an embedded bundle: `runtime/PROTOCOL.md`, section 10. */

import type { Program } from "../../compiler/ir/compiled.ts";
import type { Bundle, BundleRule } from "../target.ts";
import { elementsOf, membersOf, type Place } from "../writer/json-places.ts";

/** A number, or a name, which takes two numbers: where its bytes stand and how many they are. */
type Cell = number | string;
type Row = readonly Cell[];

const NAME_OF_FORMAT = "policy index 1\n\n";
/** Eight digits and what parts them from the next number. */
const NUMBER_WIDTH = 9;
const ACTIONS = { allow: 0, request: 1, deny: 2 } as const;

/**
 * The text of `policy.index`: where each entry of a written bundle stands, and which rules a program word can concern. Numbers are
 * written in fixed width, so that a row is found without reading those before it.
 *
 * @param bundle what the file holds
 * @param written the file's text
 */
export function indexBundle(bundle: Bundle, written: string): string {
	const text = new TextEncoder().encode(written);
	const root = membersOf(text, 0);
	const registry = membersOf(text, placeOf(root, "registry").start);
	const tables = [
		[
			placeOf(root, "policy_hash"),
			placeOf(root, "defaults"),
			...["inert_environment", "lookup_environment", "system_folders"].map((key) => placeOf(registry, key)),
		].map(valueCells),
		...indexPrograms(text, placeOf(registry, "programs")),
		byName(membersOf(text, placeOf(registry, "wrappers").start)).map(([name, place]) => [name, ...valueCells(place)]),
		byName(beginningsOf(Object.keys(bundle.registry.wrappers))).map(([name]) => [name]),
		Object.entries(bundle.registry.programs).flatMap(([name, { dashed }]) => (dashed === true ? [[name]] : [])),
		...indexWords(bundle.commands),
		bundle.commands.flatMap(({ programs }, number) => (programs === null ? [[number]] : [])),
		elementsOf(text, placeOf(root, "commands").start).map((place, number) => [
			...valueCells(place),
			ACTIONS[bundle.commands[number]?.action ?? "deny"],
		]),
		...indexAutomata(bundle.automata, text, placeOf(root, "automata")),
	];
	const denies = bundle.commands.some(({ action }) => action === "deny");
	return writeTables([text.length, denies ? 1 : 0], tables);
}

/** The tables `programs` and `subcommands`. */
function indexPrograms(text: Uint8Array, place: Place): readonly (readonly Row[])[] {
	const all: Row[] = [];
	const programs = byName(membersOf(text, place.start)).map(([name, value]): Row => {
		const hole = membersOf(text, value.start).get("subcommands");
		const own = hole === undefined ? [] : byName(membersOf(text, hole.start));
		const first = all.length;
		for (const [subcommand, part] of own) all.push([subcommand, ...valueCells(part)]);
		return [name, ...valueCells(value), ...(hole ? valueCells(hole) : [0, 0]), first, own.length];
	});
	return [programs, all];
}

/** What names of several words start with, by whole words. */
function beginningsOf(names: readonly string[]): ReadonlyMap<string, null> {
	const beginnings = new Map<string, null>();
	for (const name of names) {
		for (let at = name.indexOf(" "); at >= 0; at = name.indexOf(" ", at + 1)) beginnings.set(name.slice(0, at), null);
	}
	return beginnings;
}

/** The tables `words`, `seconds` and `numbers`. */
function indexWords(rules: readonly BundleRule[]): readonly (readonly Row[])[] {
	const seconds: Row[] = [];
	const numbers: Row[] = [];
	const addNumbers = (list: readonly number[]): readonly number[] => {
		const first = numbers.length;
		for (const number of list) numbers.push([number]);
		return [first, list.length];
	};
	const named = new Map<string, number[]>();
	rules.forEach(({ programs }, number) => {
		for (const name of new Set(programs)) listAt(named, name).push(number);
	});
	const words = byName(named).map(([name, all]): Row => {
		const open: number[] = [];
		const bySecond = new Map<string, number[]>();
		for (const number of all) {
			const found = secondWords(rules[number]);
			if (found === null) open.push(number);
			else for (const second of found) listAt(bySecond, second).push(number);
		}
		const first = seconds.length;
		for (const [second, list] of byName(bySecond)) seconds.push([second, ...addNumbers(list)]);
		return [name, ...addNumbers(all), ...addNumbers(open), first, bySecond.size];
	});
	return [words, seconds, numbers];
}

/** The tables `automata` and `states`. */
function indexAutomata(automata: Bundle["automata"], text: Uint8Array, place: Place): readonly (readonly Row[])[] {
	const states: Row[] = [];
	const rows = elementsOf(text, place.start).map((whole, number): Row => {
		const { accept, default: otherwise } = automata[number] ?? { accept: [], default: [] };
		const ranges = elementsOf(text, placeOf(membersOf(text, whole.start), "ranges").start);
		const first = states.length;
		for (const [at, range] of ranges.entries()) states.push([...valueCells(range), (otherwise[at] ?? -1) >>> 0, accept[at] ?? 0]);
		return [first, ranges.length];
	});
	return [rows, states];
}

/** The second words of all commands that a rule can be about; null where they are not certain. */
function secondWords(rule: BundleRule | undefined): ReadonlySet<string> | null {
	if (!rule || rule.global_options.length > 0 || !rule.loose) return null;
	const found = [rule.loose, ...(rule.strict ? [rule.strict] : [])].map(secondsOf);
	const certain = found.flatMap((words) => (words === null ? [] : [words]));
	return certain.length < found.length ? null : new Set(certain.flat());
}

function secondsOf(language: Program): readonly string[] | null {
	if (language.kind !== "heads" || language.heads.some(({ words }) => words.length < 2)) return null;
	return language.heads.flatMap(({ words }) => words[1] ?? []);
}

function listAt<Key, Member>(map: Map<Key, Member[]>, key: Key): Member[] {
	const known = map.get(key) ?? [];
	map.set(key, known);
	return known;
}

function placeOf(members: ReadonlyMap<string, Place>, key: string): Place {
	const found = members.get(key);
	if (!found) throw new Error(`the bundle has no ${key}`);
	return found;
}

function valueCells({ start, end }: Place): readonly number[] {
	return [start, end - start];
}

const encoder = new TextEncoder();

/** Entries in the order of the bytes of their names, which is not that of UTF-16. */
function byName<Value>(entries: ReadonlyMap<string, Value>): [string, Value][] {
	const compare = (one: Uint8Array, other: Uint8Array): number => {
		const at = one.findIndex((byte, index) => byte !== other[index]);
		return at < 0 ? one.length - other.length : (one[at] ?? 0) - (other[at] ?? -1);
	};
	const keyed = [...entries].map((entry) => ({ entry, bytes: encoder.encode(entry[0]) }));
	return keyed.sort((one, other) => compare(one.bytes, other.bytes)).map(({ entry }) => entry);
}

function writeTables(first: readonly number[], tables: readonly (readonly Row[])[]): string {
	const widthOf = (row: Row): number => row.reduce<number>((sum, cell) => sum + (typeof cell === "string" ? 2 : 1), 0) * NUMBER_WIDTH;
	let at = NAME_OF_FORMAT.length + (1 + tables.length) * 2 * NUMBER_WIDTH;
	const directory = tables.map((rows): Row => {
		const start = at;
		at += rows.reduce((sum, row) => sum + widthOf(row), 0);
		return [start, rows.length];
	});
	const names = new Names(at);
	const lines = [first, ...directory, ...tables.flat()].map((row) => writeRow(row, names));
	return NAME_OF_FORMAT + lines.join("") + names.text;
}

function writeRow(row: Row, names: Names): string {
	return `${row
		.flatMap((cell) => (typeof cell === "string" ? names.rangeOf(cell) : [cell]))
		.map(writeNumber)
		.join(" ")}\n`;
}

function writeNumber(number: number): string {
	return number.toString(16).padStart(8, "0");
}

/** The names of an index, each once, one a line for those who look at the file. */
class Names {
	readonly #known = new Map<string, readonly [offset: number, length: number]>();
	#at: number;

	/** @param start the byte at which they start in the index */
	constructor(start: number) {
		this.#at = start;
	}

	rangeOf(name: string): readonly [offset: number, length: number] {
		const known = this.#known.get(name);
		if (known) return known;
		const range = [this.#at, encoder.encode(name).length] as const;
		this.#known.set(name, range);
		this.#at += range[1] + 1;
		return range;
	}

	get text(): string {
		return [...this.#known.keys()].map((name) => `${name}\n`).join("");
	}
}
