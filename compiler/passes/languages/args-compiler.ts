/** Compiles `args` lines, each set of lines once for all rules that share it. */

import type { Dfa, Reading, TooLarge } from "../../automata/index.ts";
import type { ArgLine, WordPattern } from "../../ir/types.ts";
import { compileArgs, type PathSets } from "./compile-args.ts";
import { everyLine, spellingKind } from "./option-facts.ts";
import { type KnownOptions, NOTHING_KNOWN } from "./option-knowledge.ts";

/** A spelling in a `flag` or `option` line that is no option. */
export interface BadSpelling {
	readonly kind: "bad-spelling";
	readonly spelling: string;
}

export class ArgsCompiler {
	private readonly done = new Map<string, Dfa | TooLarge>();
	private readonly knownNumbers = new Map<string, number>();
	private readonly numberOf = new WeakMap<KnownOptions, number>();

	private kept = 0;

	/** How many states the automata that are kept have together. */
	get states(): number {
		return this.kept;
	}

	/** See `compileArgs`. */
	compile(
		before: readonly WordPattern[],
		lines: readonly ArgLine[],
		reading: Reading,
		known: KnownOptions,
		pathSets: PathSets,
	): Dfa | TooLarge | BadSpelling {
		const all = everyLine(lines);
		for (const line of all) {
			const spellings = line.kind === "flag" ? line.spellings : line.kind === "option" ? [line.name] : [];
			for (const spelling of spellings) if (spellingKind(spelling) === null) return { kind: "bad-spelling", spelling };
		}
		// Lines that speak of all words alike need to know nothing of options.
		const relevant = all.every((line) => line.kind === "words" || line.kind === "not" || line.kind === "any") ? NOTHING_KNOWN : known;
		const key = `${reading} ${this.numberFor(relevant)} ${JSON.stringify([pathSets, before, lines])}`;
		const found = this.done.get(key);
		if (found) return found;
		const built = compileArgs(before, lines, reading, relevant, pathSets);
		this.done.set(key, built);
		this.kept += "kind" in built ? 1 : built.states;
		return built;
	}

	/** A number that equal knowledge shares. */
	private numberFor(known: KnownOptions): number {
		const remembered = this.numberOf.get(known);
		if (remembered !== undefined) return remembered;
		const key = JSON.stringify([known.values, known.options]);
		const number = this.knownNumbers.get(key) ?? this.knownNumbers.size;
		this.knownNumbers.set(key, number);
		this.numberOf.set(known, number);
		return number;
	}
}
