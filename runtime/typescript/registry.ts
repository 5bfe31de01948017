/**
 * The command registry in the form that the evaluator asks: names as bytes in maps and sets.
 */

import type { Bytes } from "./bytes.ts";
import { LazyMap, type Lookup } from "./lazy-map.ts";
import { assignmentTest, bytesOf, nameTest, scriptTest } from "./names.ts";
import type { Assignment } from "./shell-types.ts";
import type { Registry, RegistryOptions, RegistryProgram, RegistrySettings, RegistrySubcommand, RegistryWrapper } from "./types.ts";

export { bytesOf, reduceProgram, smallLetters } from "./names.ts";

type Names = ReadonlySet<Bytes>;

/** The options of a program without subcommands, or of a subcommand. */
export interface KnownOptions {
	/** Null: not known. */
	readonly values: Names | null;
	readonly flags: Names;
	readonly runs: Names;
	readonly runsText: Names;
	readonly unknownOperands: Names;
	readonly bareCluster: boolean;
}

export interface KnownProgram extends KnownOptions {
	readonly globalValues: Names;
	readonly globalInert: Names;
	readonly globalDirectory: Names;
	readonly subcommands: ReadonlyMap<Bytes, KnownSubcommand>;
	/** Some subcommand is foreign code. */
	readonly foreignPart: boolean;
	/** By the first word of a spelling: that spelling, and its others, as words. */
	readonly equivalent: ReadonlyMap<Bytes, readonly Equivalent[]>;
	readonly abbreviates: boolean;
	readonly readOnly: boolean;
	readonly foreign: boolean;
	readonly query: Names;
	readonly plugins: boolean;
	readonly shape: RegistryProgram["shape"] | null;
	readonly readsCode: boolean;
	readonly settings: KnownSettings | null;
}

export interface Equivalent {
	readonly spelling: readonly Bytes[];
	readonly others: readonly (readonly Bytes[])[];
}

export interface KnownSettings {
	readonly options: Names;
	readonly command: Bytes;
	/** Whether a setting, its name in small letters, runs and changes nothing. */
	readonly isInert: (name: Bytes) => boolean;
	readonly alias: Bytes;
	readonly environment: Bytes;
}

export interface KnownSubcommand extends KnownOptions {
	readonly readOnly: boolean;
	readonly query: Names;
	readonly changes: readonly string[] | null;
	readonly foreign: boolean;
}

export interface KnownWrapper {
	readonly values: Names;
	readonly flags: Names;
	readonly optional: Names;
	readonly query: Names;
	readonly abbreviates: boolean;
	readonly operands: number;
	readonly permute: boolean;
	readonly assignments: boolean;
	readonly mixed: boolean;
	readonly assignOptions: Names;
	readonly then: NonNullable<RegistryWrapper["then"]>;
	readonly empty: RegistryWrapper["empty"] | null;
	readonly default: Bytes | null;
	readonly transparent: boolean;
	readonly inShell: RegistryWrapper["in_shell"] | null;
	readonly directory: Names;
	readonly moves: boolean;
	readonly textFlag: Bytes | null;
	readonly textOptions: Names;
	readonly join: boolean;
	readonly joinFlags: Names;
	readonly argvFlags: Names;
	readonly splitOptions: Names;
	readonly programOptions: Names;
	readonly runs: Names;
	readonly appended: boolean;
	readonly until: Names;
	readonly replace: Names;
	readonly innerOptions: Names;
	readonly openEnd: boolean;
	readonly fillers: readonly Bytes[];
	/** Every option with two dashes, for abbreviations. */
	readonly long: readonly Bytes[];
}

export interface KnownCommands {
	readonly programs: Lookup<KnownProgram>;
	/** By program, or by program and subcommand words, joined by blanks. */
	readonly wrappers: Lookup<KnownWrapper>;
	/** The first words of the names of wrappers that have more: `docker` and `docker container` for `docker container exec`. */
	readonly wrapperBeginnings: ReadonlySet<Bytes>;
	/** Programs whose subcommands are programs too: `git-` for `git`. */
	readonly dashed: readonly Bytes[];
	/** Whether an assignment may precede an allowed command: by its name, or by its name and value together. */
	readonly isInert: (assignment: Assignment) => boolean;
	/** Whether an assignment to this name, whatever the value, may change how programs are found or behave. */
	readonly changesLookup: (name: Bytes) => boolean;
	/** Whether a program word as written is a script by its path: in no folder of the system. */
	readonly isScript: (written: Bytes) => boolean;
}

/** The registry of a bundle, ready to be asked. */
export function prepareRegistry(registry: Registry): KnownCommands {
	const programs = Object.entries(registry.programs);
	const wrappers = Object.entries(registry.wrappers);
	return {
		programs: new LazyMap(
			programs.map(([name, program]) => [bytesOf(name), program]),
			prepareProgram,
		),
		wrappers: new LazyMap(
			wrappers.map(([name, wrapper]) => [bytesOf(name), wrapper]),
			(wrapper) => prepareWrapper(likeOther(wrapper, registry)),
		),
		wrapperBeginnings: beginningsOf(wrappers.map(([name]) => bytesOf(name))),
		dashed: programs.filter(([, { dashed }]) => dashed).map(([name]) => `${bytesOf(name)}-`),
		isInert: assignmentTest(registry.inert_environment),
		changesLookup: nameTest(registry.lookup_environment),
		isScript: scriptTest(setOf(registry.system_folders)),
	};
}

/** What stands before each blank of some names. */
function beginningsOf(names: readonly Bytes[]): ReadonlySet<Bytes> {
	const beginnings = new Set<Bytes>();
	for (const name of names) {
		for (let blank = name.indexOf(" "); blank >= 0; blank = name.indexOf(" ", blank + 1)) beginnings.add(name.slice(0, blank));
	}
	return beginnings;
}

/** A wrapper with the keys of the one that it is like. */
function likeOther(wrapper: RegistryWrapper, { wrappers }: Registry): RegistryWrapper {
	const { like } = wrapper;
	return like !== undefined && Object.hasOwn(wrappers, like) ? { ...wrappers[like], ...wrapper } : wrapper;
}

/** The options of a subcommand with those that all of its program have. */
function withShared(own: RegistryOptions, shared: RegistryOptions | undefined): RegistryOptions {
	if (!shared) return own;
	const both = (key: "flags" | "runs" | "runs_text" | "unknown_operands") => [...(own[key] ?? []), ...(shared[key] ?? [])];
	return {
		values: own.values ? [...own.values, ...(shared.values ?? [])] : null,
		flags: both("flags"),
		runs: both("runs"),
		runs_text: both("runs_text"),
		unknown_operands: both("unknown_operands"),
	};
}

function prepareOptions(options: RegistryOptions): KnownOptions {
	return {
		values: options.values ? setOf(options.values) : null,
		flags: setOf(options.flags),
		runs: setOf(options.runs),
		runsText: setOf(options.runs_text),
		unknownOperands: setOf(options.unknown_operands),
		bareCluster: options.bare_cluster ?? false,
	};
}

function prepareProgram(program: RegistryProgram): KnownProgram {
	const subcommands = Object.entries(program.subcommands ?? {});
	return {
		...prepareOptions(program),
		globalValues: setOf(program.global_values),
		globalInert: setOf(program.global_inert),
		globalDirectory: setOf(program.global_directory),
		subcommands: new Map(subcommands.map(([name, subcommand]) => [bytesOf(name), prepareSubcommand(subcommand, program.shared)])),
		foreignPart: subcommands.some(([, { foreign }]) => foreign),
		equivalent: prepareEquivalent(program.equivalent ?? []),
		abbreviates: program.abbreviates ?? false,
		readOnly: program.read_only ?? false,
		foreign: program.foreign ?? false,
		query: setOf(program.query),
		plugins: program.plugins ?? false,
		shape: program.shape ?? null,
		readsCode: program.reads_code ?? false,
		settings: program.settings ? prepareSettings(program.settings) : null,
	};
}

function prepareSubcommand(subcommand: RegistrySubcommand, shared: RegistryOptions | undefined): KnownSubcommand {
	return {
		...prepareOptions(withShared(subcommand, shared)),
		readOnly: subcommand.read_only ?? false,
		query: setOf(subcommand.query),
		changes: subcommand.changes ?? null,
		foreign: subcommand.foreign ?? false,
	};
}

function prepareEquivalent(groups: readonly (readonly string[])[]): ReadonlyMap<Bytes, readonly Equivalent[]> {
	const found = new Map<Bytes, Equivalent[]>();
	for (const group of groups) {
		const spellings = group.map((spelling) => bytesOf(spelling).split(" "));
		for (const spelling of spellings) {
			const others = spellings.filter((other) => other !== spelling);
			const first = spelling[0] ?? "";
			found.set(first, [...(found.get(first) ?? []), { spelling, others }]);
		}
	}
	return found;
}

function prepareSettings(settings: RegistrySettings): KnownSettings {
	return {
		options: setOf(settings.options),
		command: bytesOf(settings.command),
		isInert: nameTest(settings.inert),
		alias: bytesOf(settings.alias),
		environment: bytesOf(settings.environment),
	};
}

function prepareWrapper(wrapper: RegistryWrapper): KnownWrapper {
	const lists = [wrapper.values, wrapper.flags, wrapper.optional, wrapper.query, wrapper.text_options].map((list) => list ?? []);
	return {
		values: setOf(wrapper.values),
		flags: setOf(wrapper.flags),
		optional: setOf(wrapper.optional),
		query: setOf(wrapper.query),
		abbreviates: wrapper.abbreviates ?? false,
		operands: wrapper.operands ?? 0,
		permute: wrapper.permute ?? false,
		assignments: wrapper.assignments ?? false,
		mixed: wrapper.mixed ?? false,
		assignOptions: setOf(wrapper.assign_options),
		then: wrapper.then ?? "argv",
		empty: wrapper.empty ?? null,
		default: wrapper.default === undefined ? null : bytesOf(wrapper.default),
		transparent: wrapper.transparent ?? false,
		inShell: wrapper.in_shell ?? null,
		directory: setOf(wrapper.directory),
		moves: wrapper.moves ?? false,
		textFlag: wrapper.text_flag === undefined ? null : bytesOf(wrapper.text_flag),
		textOptions: setOf(wrapper.text_options),
		join: wrapper.join ?? false,
		joinFlags: setOf(wrapper.join_flags),
		argvFlags: setOf(wrapper.argv_flags),
		splitOptions: setOf(wrapper.split_options),
		programOptions: setOf(wrapper.program_options),
		runs: setOf(wrapper.runs),
		appended: wrapper.appended ?? false,
		until: setOf(wrapper.until),
		replace: setOf(wrapper.replace),
		innerOptions: setOf(wrapper.inner_options),
		openEnd: wrapper.open_end ?? false,
		fillers: (wrapper.fillers ?? []).map(bytesOf),
		long: [...new Set(lists.flat())].filter((option) => option.startsWith("--")).map(bytesOf),
	};
}

function setOf(texts: readonly string[] | undefined): Names {
	return texts === undefined || texts.length === 0 ? NO_NAMES : new Set(texts.map(bytesOf));
}

const NO_NAMES: Names = new Set();
