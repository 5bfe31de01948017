/**
 * The command registry in the form that the evaluator asks: names as bytes in maps and sets.
 */

import { type Bytes, toBytes } from "./bytes.ts";
import type { Registry, RegistryProgram, RegistryWrapper } from "./types.ts";

export interface KnownProgram {
	readonly values: ReadonlySet<Bytes>;
	readonly inert: ReadonlySet<Bytes>;
	readonly directory: ReadonlySet<Bytes>;
	readonly subcommands: ReadonlyMap<Bytes, KnownSubcommand>;
	readonly readOnly: boolean;
	readonly foreign: boolean;
	readonly query: ReadonlySet<Bytes>;
	readonly plugins: boolean;
}

export interface KnownSubcommand {
	readonly readOnly: boolean;
	readonly changes: readonly string[] | null;
	readonly foreign: boolean;
}

export interface KnownWrapper {
	readonly values: ReadonlySet<Bytes>;
	readonly flags: ReadonlySet<Bytes>;
	readonly optional: ReadonlySet<Bytes>;
	readonly query: ReadonlySet<Bytes>;
	readonly directory: ReadonlySet<Bytes>;
	readonly textOptions: ReadonlySet<Bytes>;
	readonly replace: ReadonlySet<Bytes>;
	readonly innerOptions: ReadonlySet<Bytes>;
	readonly textFlag: Bytes | null;
	readonly operands: number;
	readonly assignments: boolean;
	readonly then: "argv" | "text" | "stdin";
	readonly transparent: boolean;
	readonly join: boolean;
	readonly appended: boolean;
}

export interface KnownCommands {
	readonly programs: ReadonlyMap<Bytes, KnownProgram>;
	readonly wrappers: ReadonlyMap<Bytes, KnownWrapper>;
	/** Whether an assignment to this name may precede an allowed command. */
	readonly isInert: (name: Bytes) => boolean;
	/** Whether an assignment to this name changes how programs are found or behave. */
	readonly changesLookup: (name: Bytes) => boolean;
	/** Whether a program word as written is a script by its path: in no folder of the system. */
	readonly isScript: (written: Bytes) => boolean;
}

/** The registry of a bundle, ready to be asked. */
export function prepareRegistry(registry: Registry): KnownCommands {
	return {
		programs: new Map(Object.entries(registry.programs).map(([name, program]) => [bytesOf(name), prepareProgram(program)])),
		wrappers: new Map(Object.entries(registry.wrappers).map(([name, wrapper]) => [bytesOf(name), prepareWrapper(wrapper)])),
		isInert: nameTest(registry.inert_environment),
		changesLookup: nameTest(registry.lookup_environment),
		isScript: scriptTest(setOf(registry.system_folders)),
	};
}

function prepareProgram(program: RegistryProgram): KnownProgram {
	return {
		values: setOf(program.global_values),
		inert: setOf(program.global_inert),
		directory: setOf(program.global_directory),
		subcommands: new Map(
			Object.entries(program.subcommands).map(([name, { read_only, changes, foreign }]) => [
				bytesOf(name),
				{ readOnly: read_only, changes, foreign },
			]),
		),
		readOnly: program.read_only,
		foreign: program.foreign,
		query: setOf(program.query),
		plugins: program.plugins ?? false,
	};
}

function prepareWrapper(wrapper: RegistryWrapper): KnownWrapper {
	return {
		values: setOf(wrapper.values),
		flags: setOf(wrapper.flags),
		optional: setOf(wrapper.optional),
		query: setOf(wrapper.query),
		directory: setOf(wrapper.directory),
		textOptions: setOf(wrapper.text_options),
		replace: setOf(wrapper.replace),
		innerOptions: setOf(wrapper.inner_options),
		textFlag: wrapper.text_flag === undefined ? null : bytesOf(wrapper.text_flag),
		operands: wrapper.operands,
		assignments: wrapper.assignments,
		then: wrapper.then,
		transparent: wrapper.transparent,
		join: wrapper.join ?? false,
		appended: wrapper.appended ?? false,
	};
}

/** A text of a bundle as bytes. The bundle's reader lets no lone surrogates through; one would match nothing. */
export function bytesOf(text: string): Bytes {
	return toBytes(text) ?? "\xff";
}

function setOf(texts: readonly string[] | undefined): ReadonlySet<Bytes> {
	return new Set((texts ?? []).map(bytesOf));
}

function scriptTest(folders: ReadonlySet<Bytes>): (written: Bytes) => boolean {
	return (written) => {
		const slash = written.lastIndexOf("/");
		return slash >= 0 && !folders.has(written.slice(0, slash));
	};
}

/** Names, some of which end in `*` and then stand for all that start so. */
function nameTest(names: readonly string[]): (name: Bytes) => boolean {
	const exact = new Set(names.filter((name) => !name.endsWith("*")).map(bytesOf));
	const starts = names.filter((name) => name.endsWith("*")).map((name) => bytesOf(name.slice(0, -1)));
	return (name) => exact.has(name) || starts.some((start) => name.startsWith(start));
}

const EXECUTABLE = /\.(?:exe|cmd|bat|com)$/;

/**
 * A program word as loose views compare it: what follows the last `/`, ASCII letters small, one final `.exe`,
 * `.cmd`, `.bat` or `.com` dropped unless nothing would be left.
 *
 * @example reduceProgram("/usr/bin/Git.EXE") // "git"
 */
export function reduceProgram(word: Bytes): Bytes {
	const last = word.slice(word.lastIndexOf("/") + 1).replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
	const reduced = last.replace(EXECUTABLE, "");
	return reduced === "" ? last : reduced;
}
