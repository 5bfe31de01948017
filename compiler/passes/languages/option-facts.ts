/** What the parsers of `docs/semantics.md`, section 3, go by: the value options of one head under one set of `args` lines. */

import { bytesOf } from "../../automata/index.ts";
import type { ArgLine } from "../../ir/types.ts";
import type { KnownOptions } from "./option-knowledge.ts";
import { byteText } from "./word-fragments.ts";

/** How an option is spelled: `--x…`, `-x` (two bytes) or `-xy…`. */
export type SpellingKind = "long" | "short" | "single-dash";

/** The kind of a spelling, or null where it is none. */
export function spellingKind(text: string): SpellingKind | null {
	if (!text.startsWith("-") || text === "-" || text === "--") return null;
	if (text.startsWith("--")) return "long";
	return bytesOf(text).length === 2 ? "short" : "single-dash";
}

export interface OptionFacts {
	/** Whether the list of value options is complete. */
	readonly known: boolean;
	/** Value options, by their exact spelling. */
	readonly values: readonly string[];
	/** The last byte of every short value option. */
	readonly shortValues: ReadonlySet<number>;
	/** The last byte of every short option that an `option` line names. */
	readonly namedShorts: ReadonlySet<number>;
	/** The exact spellings of `flag` lines that are no value options. */
	readonly flags: readonly string[];
	/** All options that are known of the program and subcommand; `bytes` is the text of their UTF-8 bytes. */
	readonly options: readonly { readonly spelling: string; readonly bytes: string }[];
}

/** The facts for some lines. The names of `option` lines are always value options, the spellings of `flag` lines never are; an `option` line wins. */
export function optionFacts(lines: readonly ArgLine[], known: KnownOptions): OptionFacts {
	const named = new Set<string>();
	const flags = new Set<string>();
	for (const line of everyLine(lines)) {
		if (line.kind === "option") named.add(line.name);
		if (line.kind === "flag") for (const spelling of line.spellings) flags.add(spelling);
	}
	for (const name of named) flags.delete(name);
	const values = [...new Set([...(known.values ?? []).filter((value) => !flags.has(value)), ...named])].sort();
	return {
		known: known.values !== null,
		values,
		shortValues: shortBytes(values),
		namedShorts: shortBytes(named),
		flags: [...flags].sort(),
		options: known.options.map((spelling) => ({ spelling, bytes: byteText(spelling) })),
	};
}

function shortBytes(options: Iterable<string>): Set<number> {
	return new Set([...options].filter((option) => spellingKind(option) === "short").map((option) => bytesOf(option)[1] ?? 0));
}

/** All lines, those inside `not` and `any` too. */
export function everyLine(lines: readonly ArgLine[]): ArgLine[] {
	return lines.flatMap((line) => {
		if (line.kind === "not") return [line, ...everyLine([line.line])];
		return line.kind === "any" ? [line, ...everyLine(line.lines)] : [line];
	});
}
