/** Compiles `args` lines, each set of lines once for all rules that share it. */

import type { Dfa, Reading, TooLarge } from "../../automata/index.ts";
import type { ArgLine } from "../../ir/types.ts";
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

	/** How many sets of lines are kept. */
	get size(): number {
		return this.done.size;
	}

	/** See `compileArgs`. */
	compile(lines: readonly ArgLine[], reading: Reading, known: KnownOptions, pathSets: PathSets): Dfa | TooLarge | BadSpelling {
		const all = everyLine(lines);
		for (const line of all) {
			const spellings = line.kind === "flag" ? line.spellings : line.kind === "option" ? [line.name] : [];
			for (const spelling of spellings) if (spellingKind(spelling) === null) return { kind: "bad-spelling", spelling };
		}
		// Lines that speak of all words alike need to know nothing of options.
		const relevant = all.every((line) => line.kind === "words" || line.kind === "not" || line.kind === "any") ? NOTHING_KNOWN : known;
		const key = `${reading} ${this.numberFor(relevant)} ${JSON.stringify(pathSets)} ${JSON.stringify(lines)}`;
		const found = this.done.get(key) ?? compileArgs(lines, reading, relevant, pathSets);
		this.done.set(key, found);
		return found;
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
