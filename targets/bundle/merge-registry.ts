/** Merges what a policy adds into the built-in command registry. */

import { compareText, sortedSet } from "../../compiler/ir/canonical.ts";
import type { RegistryProgram as ProgramItem, RegistryItems, RegistryWrapper as WrapperItem } from "../../compiler/ir/types.ts";
import type { Registry } from "../target.ts";
import { followLikes } from "./resolve-registry.ts";

type Program = Registry["programs"][string];
type Subcommand = NonNullable<Program["subcommands"]>[string];
type Wrapper = Registry["wrappers"][string];

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
	for (const item of items.programs) programs.set(item.name, mergeProgram(programs.get(item.name) ?? {}, item));
	// What an item adds to a wrapper, it adds to that one only.
	const wrappers = new Map(Object.entries(items.wrappers.length === 0 ? builtIn.wrappers : followLikes(builtIn.wrappers)));
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
	const subcommands = new Map(Object.entries(known.subcommands ?? {}));
	for (const name of item.subcommands) if (!subcommands.has(name)) subcommands.set(name, {});
	for (const [name, old] of subcommands) {
		const read = item.read_only.includes(name) ? { read_only: true, changes: [] } : {};
		subcommands.set(name, { ...addValues(old, item.value_options), ...read });
	}
	const global = subcommands.size > 0;
	return {
		...(global ? known : addValues(known, item.value_options)),
		...(global ? addTo(known, "global_values", item.value_options) : {}),
		...addTo(known, "global_inert", item.inert_options),
		...(global ? { subcommands: Object.fromEntries(subcommands) } : {}),
		...(item.read_only.includes(item.name) ? { read_only: true } : {}),
	};
}

/** Value options of an item make those of an entry known. */
function addValues<Entry extends Program | Subcommand>(entry: Entry, added: readonly string[]): Entry {
	return added.length === 0 ? entry : { ...entry, values: [...(entry.values ?? []), ...added] };
}

/** A list of an entry with more in it; without the key where there is nothing. */
function addTo<Key extends string>(
	entry: { readonly [key in Key]?: readonly string[] },
	key: Key,
	added: readonly string[],
): { readonly [key: string]: readonly string[] } {
	const list = [...(entry[key] ?? []), ...added];
	return list.length === 0 ? {} : { [key]: list };
}

function mergeWrapper(known: Wrapper | undefined, item: WrapperItem): Wrapper {
	const { value_options, flags, transparent, then } = item;
	const entry = known ?? { then };
	return {
		...entry,
		...addTo(entry, "values", value_options),
		...addTo(entry, "flags", flags),
		transparent: (known?.transparent ?? known === undefined) && transparent,
	};
}

/** The same value with the keys of all maps sorted and all lists, which mean sets, sorted and without duplicates. */
function inOrder<T>(value: T): T {
	const ordered = (part: unknown): unknown => {
		if (Array.isArray(part)) return part.some(Array.isArray) ? part.map(ordered) : sortedSet(part.map(String));
		if (typeof part !== "object" || part === null) return part;
		const entries = Object.entries(part).sort(([a], [b]) => compareText(a, b));
		return Object.fromEntries(entries.map(([key, member]) => [key, ordered(member)]));
	};
	return ordered(value) as T;
}
