/** What the registry knows of options, for a head `program subcommand …` (docs/semantics.md, section 3). */

import type { ArgLine, RegistryItems, WordPattern } from "../types.ts";
import { bytesOf, reduceProgram } from "./bytes.ts";
import { literalOfGlob } from "./read-globs.ts";
import type { Program, Registry, Subcommand } from "./types.ts";

export interface Knowledge {
	/** Whether `values` is complete. */
	readonly complete: boolean;
	/** Options that take the next word as their value; those that the args lines themselves settle included. */
	readonly values: ReadonlySet<string>;
	/** Exact spellings of `flag` lines, which never take a value. */
	readonly flags: ReadonlySet<string>;
	/** Every option known, for ambiguous prefixes. */
	readonly options: readonly string[];
}

/** The knowledge for a head whose first two word patterns are given as single glob texts, and the args lines behind it. */
export function knowOptions(head: readonly string[], args: readonly ArgLine[], registry: Registry): Knowledge {
	const named = namedIn(args);
	const name = literalOfGlob(head[0] ?? "*");
	const program = name === null ? undefined : programOf(name, registry);
	const subcommand = program && subcommandOf(program, head[1]);
	const listed = program && (hasSubcommands(program) ? (subcommand?.values ?? null) : program.values);
	// Global options stand before the subcommand: behind it the same letters may mean something else (`git branch -c`).
	const values = new Set(listed ?? []);
	for (const flag of named.flags) values.delete(flag);
	for (const option of named.options) values.add(option);
	return { complete: Boolean(listed), values, flags: new Set(named.flags), options: optionsOf(program, subcommand) };
}

function optionsOf(program: Program | undefined, subcommand: Subcommand | undefined): string[] {
	if (!program) return [];
	const part = hasSubcommands(program) ? subcommand : program;
	return [...(part?.values ?? []), ...(part?.flags ?? [])];
}

function subcommandOf(program: Program, pattern: string | undefined): Subcommand | undefined {
	const name = pattern === undefined ? null : literalOfGlob(pattern);
	return name !== null && Object.hasOwn(program.subcommands, name) ? program.subcommands[name] : undefined;
}

/** The registry's entry of a program word, reduced. */
export function programOf(word: string, registry: Registry): Program | undefined {
	const name = reduceProgram(word);
	return Object.hasOwn(registry.programs, name) ? registry.programs[name] : undefined;
}

/** Only a program with subcommands has global options. */
export function hasSubcommands(program: Program): boolean {
	return Object.keys(program.subcommands).length > 0;
}

/** The options that args lines name, at any depth. */
export function namedIn(lines: readonly ArgLine[]): { readonly flags: readonly string[]; readonly options: readonly string[] } {
	const flags: string[] = [];
	const options: string[] = [];
	const visit = (line: ArgLine): void => {
		if (line.kind === "flag") flags.push(...line.spellings);
		else if (line.kind === "option") options.push(line.name);
		else if (line.kind === "not") visit(line.line);
		else if (line.kind === "any") line.lines.forEach(visit);
	};
	lines.forEach(visit);
	return { flags: flags.map(bytesOf), options: options.map(bytesOf) };
}

/** The head of a matcher for each combination of alternatives of its first two words. */
export function headsOf(words: readonly WordPattern[]): readonly (readonly WordPattern[])[] {
	const [first, second, ...rest] = words;
	if (!first) return [words];
	return first.flatMap((program) => (second ?? [""]).map((subcommand) => [[program], ...(second ? [[subcommand]] : []), ...rest]));
}

/** The registry with a policy's `program` items taken in; the value options that an item lists count as complete. */
export function extendRegistry(registry: Registry, items: RegistryItems): Registry {
	if (items.programs.length === 0) return registry;
	const known = extended.get(items);
	if (known?.registry === registry) return known.result;
	const result = extend(registry, items);
	extended.set(items, { registry, result });
	return result;
}

/** One result for one policy's items, so that what is found out under it can be kept. */
const extended = new WeakMap<RegistryItems, { readonly registry: Registry; readonly result: Registry }>();

function extend(registry: Registry, items: RegistryItems): Registry {
	const programs: { [name: string]: Program } = { ...registry.programs };
	for (const item of items.programs) {
		const known = Object.hasOwn(programs, item.name) ? programs[item.name] : undefined;
		const complete = (values: readonly string[] | null) =>
			item.value_options.length > 0 ? [...(values ?? []), ...item.value_options] : values;
		const subcommands: { [name: string]: Subcommand } = {};
		for (const name of new Set([...Object.keys(known?.subcommands ?? {}), ...item.subcommands])) {
			const before = known && Object.hasOwn(known.subcommands, name) ? known.subcommands[name] : undefined;
			subcommands[name] = {
				values: complete(before?.values ?? null),
				flags: before?.flags ?? [],
				read_only: (before?.read_only ?? false) || item.read_only.includes(name),
				changes: before?.changes ?? null,
			};
		}
		programs[item.name] = {
			global_values: [...(known?.global_values ?? []), ...item.value_options],
			global_inert: [...(known?.global_inert ?? []), ...item.inert_options],
			global_directory: known?.global_directory ?? [],
			subcommands,
			values: complete(known?.values ?? null),
			flags: known?.flags ?? [],
			read_only: (known?.read_only ?? false) || item.read_only.includes(item.name),
			query: known?.query ?? [],
		};
	}
	return { ...registry, programs };
}
