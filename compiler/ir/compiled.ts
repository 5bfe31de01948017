/**
 * A compiled policy as plain data: the IR plus the automaton of every rule. This is what targets
 * lower and what the wrapper bundle serialises; `compiler/automata` gives the tables their meaning.
 */

import type { IrPolicy, IrRule } from "./types.ts";

/**
 * A minimal deterministic automaton over bytes, every word followed by the byte 0, states numbered
 * canonically (breadth first from state 0, by byte). State -1 is the dead state and is not listed.
 */
export interface AutomatonTable {
	/** Per state: 0 rejects, 1 accepts as `maybe`, 2 accepts as `yes`. */
	readonly accept: readonly number[];
	/** Per state: the state reached by every byte that no range names (-1: dead). */
	readonly default: readonly number[];
	/** Per state: flat triples `low, high, target`, ascending, disjoint. */
	readonly ranges: readonly (readonly number[])[];
}

/**
 * One language over words in one reading: either heads (literal alternatives per position) that each
 * continue in a shared automaton over the remaining words, or one automaton over all words.
 *
 * Heads are deterministic: no sequence of one is a prefix of a sequence of another, unless equal
 * sequences were merged. `automaton` indexes `CompiledPolicy.automata`.
 */
export type Program =
	| { readonly kind: "heads"; readonly heads: readonly Head[] }
	| { readonly kind: "automaton"; readonly automaton: number };

export interface Head {
	/** Literal alternatives per word position, each sorted. At least one position. */
	readonly words: readonly (readonly string[])[];
	/** The automaton over the words after the head. */
	readonly tail: number;
}

/** A rule with its languages in the readings that its effect calls for (see docs/semantics.md). */
export interface CompiledRule {
	readonly rule: IrRule;
	/** Narrow reading over the strict view. Present where the rule can contribute `allow`. */
	readonly strict: Program | null;
	/** Wide reading over the loose views, program word reduced. Present where it can contribute more than `allow`. */
	readonly loose: Program | null;
	/**
	 * The exception. For deny and request rules narrow, for the strict view; for allow rules wide,
	 * program word reduced, for all views.
	 */
	readonly except: Program | null;
	/**
	 * Reduced program words (up to the first blank) that a view must have for this rule to match, sorted;
	 * null: the rule must be tried on every command.
	 */
	readonly programs: readonly string[] | null;
	/** Global options of the program that the rule names, and which views therefore keep (moved behind the head). */
	readonly global_options: readonly string[];
	/** Path sets that `operand under` lines ask about; set k is the k-th mark byte before a word's border. */
	readonly path_sets: readonly (readonly string[])[];
}

export interface CompiledPolicy {
	readonly policy: IrPolicy;
	/** SHA-256 of the canonical JSON of `policy`, lower-case hex. */
	readonly policy_hash: string;
	/** In IR order. */
	readonly rules: readonly CompiledRule[];
	/** Shared by all rules, without duplicates, ordered by first use. */
	readonly automata: readonly AutomatonTable[];
}
