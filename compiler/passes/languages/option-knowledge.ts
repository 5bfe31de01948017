/** What a compiler knows of the options of programs: a small view of the command registry. */

export interface OptionKnowledge {
	/** The reduced program words of which something is known. */
	readonly programs: readonly string[];
	/**
	 * What is known of a program's options.
	 *
	 * @param program a reduced program word
	 * @param subcommand the literal word after it in a pattern, or null where there is none
	 */
	lookup(program: string, subcommand: string | null): KnownOptions;
}

export interface KnownOptions {
	/** The options that take the next word as their value, complete; null: unknown. */
	readonly values: readonly string[] | null;
	/** All options that are known, values or not: they make the beginning of an option ambiguous. */
	readonly options: readonly string[];
	/** Options of the program that stand before a subcommand. */
	readonly globals: readonly string[];
}

/** Nothing is known. */
export const NOTHING_KNOWN: KnownOptions = { values: null, options: [], globals: [] };
