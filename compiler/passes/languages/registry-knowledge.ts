/** Reads option knowledge from the command registry and from what a policy's `program` items add to it. */

import type { RegistryItems, RegistryProgram } from "../../ir/types.ts";
import { type KnownOptions, NOTHING_KNOWN, type OptionKnowledge } from "./option-knowledge.ts";

/** The part of the registry's data that is read here (see `runtime/typescript/types.ts`). */
export interface RegistryData {
	readonly programs: { readonly [name: string]: ProgramData };
	/** Only their names are asked for. */
	readonly wrappers?: { readonly [name: string]: object };
}

/** A list that is absent is empty, but `values`: those are unknown then, as with null. */
interface ProgramData extends SubcommandData {
	readonly global_values?: readonly string[];
	readonly global_inert?: readonly string[];
	readonly global_directory?: readonly string[];
	/** What holds behind each subcommand. */
	readonly shared?: SubcommandData;
	readonly subcommands?: { readonly [name: string]: SubcommandData };
}

interface SubcommandData {
	readonly values?: readonly string[] | null;
	readonly flags?: readonly string[];
}

/**
 * Option knowledge from a registry and the items of a policy.
 *
 * A program with subcommands is known pair by pair: without one of its subcommands, nothing is known
 * of its value options. The value options of an item count as complete for its program and all its subcommands.
 *
 * @example registryKnowledge(registry, policy.registry).lookup("git", "push").values // ["-o", "--push-option", …]
 */
export function registryKnowledge(registry: RegistryData, items: RegistryItems): OptionKnowledge {
	const itemOf = new Map(items.programs.map((item) => [item.name, item]));
	const known = new Map<string, KnownOptions>();
	return {
		programs: unique([...Object.keys(registry.programs), ...itemOf.keys()]),
		lookup(program, subcommand) {
			const key = JSON.stringify([program, subcommand]);
			const found = known.get(key) ?? read(own(registry.programs, program), itemOf.get(program), subcommand);
			known.set(key, found);
			return found;
		},
	};
}

function read(data: ProgramData | undefined, item: RegistryProgram | undefined, subcommand: string | null): KnownOptions {
	if (!data && !item) return NOTHING_KNOWN;
	const hasSubcommands = Object.keys(data?.subcommands ?? {}).length > 0 || (item?.subcommands.length ?? 0) > 0;
	const globals = hasSubcommands
		? [
				...(data?.global_values ?? []),
				...(data?.global_inert ?? []),
				...(data?.global_directory ?? []),
				...(item?.inert_options ?? []),
				...(item?.value_options ?? []),
			]
		: [];
	const part = hasSubcommands ? partOf(data, item, subcommand) : data;
	const added = item?.value_options ?? [];
	const settled = !hasSubcommands || part !== undefined;
	const values = settled && (added.length > 0 || part?.values) ? [...(part?.values ?? []), ...added] : null;
	const options = settled ? [...listed(part), ...added] : [];
	return { values: values && unique(values), options: unique(options), globals: unique(globals) };
}

/** All options of an entry that may make a prefix ambiguous. */
function listed(part: SubcommandData | undefined): readonly string[] {
	return [part?.values, part?.flags].flatMap((list) => list ?? []);
}

/** What is known of a subcommand; undefined where it is none. */
function partOf(data: ProgramData | undefined, item: RegistryProgram | undefined, subcommand: string | null): SubcommandData | undefined {
	if (subcommand === null) return undefined;
	const found = own(data?.subcommands ?? {}, subcommand);
	if (found && data?.shared) {
		const { values, flags } = data.shared;
		return { values: found.values ? [...found.values, ...(values ?? [])] : null, flags: [...(found.flags ?? []), ...(flags ?? [])] };
	}
	return found ?? (item?.subcommands.includes(subcommand) ? {} : undefined);
}

/** A property of the object itself: names such as `constructor` are programs too. */
function own<T>(record: { readonly [name: string]: T }, name: string): T | undefined {
	return Object.hasOwn(record, name) ? record[name] : undefined;
}

function unique(texts: readonly string[]): string[] {
	return [...new Set(texts)].sort();
}
