/** Merges what a policy adds into the built-in command registry. */

import { compareText, sortedSet } from "../../compiler/ir/canonical.ts";
import type { RegistryProgram as ProgramItem, RegistryItems, RegistryWrapper as WrapperItem } from "../../compiler/ir/types.ts";
import type { Registry } from "../target.ts";

type Program = Registry["programs"][string];
type Subcommand = Program["subcommands"][string];
type Wrapper = Registry["wrappers"][string];

const UNKNOWN_PROGRAM: Program = {
	global_values: [],
	global_inert: [],
	global_directory: [],
	subcommands: {},
	values: null,
	flags: [],
	read_only: false,
	foreign: false,
	query: [],
};
const UNKNOWN_SUBCOMMAND: Subcommand = { values: null, flags: [], read_only: false, changes: null, foreign: false };

/**
 * The registry that an evaluator gets: the built-in one with the policy's `program` and `wrapper` items.
 * An item extends what is known, it never takes anything away; a wrapper item of a known name adds options and
 * can make the wrapper judged itself, not the other way round. Keys and lists stand sorted.
 *
 * `value_options` hold for the program and all its subcommands, as the compiler reads them too.
 */
export function mergeRegistry(builtIn: Registry, items: RegistryItems): Registry {
	if (items.programs.length === 0 && items.wrappers.length === 0) return builtInOrder(builtIn);
	const programs = new Map(Object.entries(builtIn.programs));
	for (const item of items.programs) programs.set(item.name, mergeProgram(programs.get(item.name) ?? UNKNOWN_PROGRAM, item));
	const wrappers = new Map(Object.entries(builtIn.wrappers));
	for (const item of items.wrappers) wrappers.set(item.name, mergeWrapper(wrappers.get(item.name), item));
	return inOrder({ ...builtIn, programs: Object.fromEntries(programs), wrappers: Object.fromEntries(wrappers) });
}

const ordered = new WeakMap<Registry, Registry>();

/** The built-in registry in order: one value for all builds of a run, whose text is then made once. */
function builtInOrder(builtIn: Registry): Registry {
	const known = ordered.get(builtIn) ?? inOrder(builtIn);
	ordered.set(builtIn, known);
	return known;
}

function mergeProgram(known: Program, item: ProgramItem): Program {
	const subcommands = new Map(Object.entries(known.subcommands));
	for (const name of item.subcommands) if (!subcommands.has(name)) subcommands.set(name, UNKNOWN_SUBCOMMAND);
	for (const [name, old] of subcommands) {
		const read = item.read_only.includes(name) ? { read_only: true, changes: [] } : {};
		subcommands.set(name, { ...old, ...read, values: mergeValues(old.values, item.value_options) });
	}
	const global = subcommands.size > 0;
	return {
		...known,
		global_values: global ? [...known.global_values, ...item.value_options] : known.global_values,
		global_inert: [...known.global_inert, ...item.inert_options],
		subcommands: Object.fromEntries(subcommands),
		values: global ? known.values : mergeValues(known.values, item.value_options),
		read_only: known.read_only || item.read_only.includes(item.name),
	};
}

function mergeValues(known: readonly string[] | null, added: readonly string[]): readonly string[] | null {
	return added.length === 0 ? known : [...(known ?? []), ...added];
}

function mergeWrapper(known: Wrapper | undefined, item: WrapperItem): Wrapper {
	const { value_options: values, flags, transparent } = item;
	if (!known) return { values, flags, operands: 0, assignments: false, then: item.then, transparent };
	return {
		...known,
		values: [...known.values, ...values],
		flags: [...known.flags, ...flags],
		transparent: known.transparent && transparent,
	};
}

/** The same value with the keys of all maps sorted and all lists, which mean sets, sorted and without duplicates. */
function inOrder<T>(value: T): T {
	const ordered = (part: unknown): unknown => {
		if (Array.isArray(part)) return sortedSet(part.map(String));
		if (typeof part !== "object" || part === null) return part;
		const entries = Object.entries(part).sort(([a], [b]) => compareText(a, b));
		return Object.fromEntries(entries.map(([key, member]) => [key, ordered(member)]));
	};
	return ordered(value) as T;
}
