/** The reduction of program words backwards: which words, as written, reduce into a language. */

import { determinise } from "./determinise.ts";
import { BORDER, DEAD, type Dfa } from "./dfa.ts";
import type { TooLarge } from "./limits.ts";
import { eachRun, MARK_INSIDE, MARK_OUTSIDE, Nfa } from "./nfa.ts";
import { bothCases, EXTENSIONS, ExtensionTracker, fold, SLASH, TRACKER } from "./program-word.ts";

/**
 * The lists of words that are in a reduced language as they are, or are once their first word is reduced.
 *
 * @param marks how many mark bytes stand before each border
 *
 * @example unreduceFirstWord(wordPattern(["git"])) // ["git"], ["/usr/bin/git"], ["GIT.exe"], …
 */
export function unreduceFirstWord(dfa: Dfa, marks = 0): Dfa | TooLarge {
	const unreducer = new Unreducer(dfa, marks);
	unreducer.run();
	return determinise(unreducer.nfa);
}

/** Builds pairs of a state that the reduced word leads to and what is known of the extension so far. */
class Unreducer {
	readonly nfa = new Nfa();
	private readonly numberOf = new Map<string, number>();
	private readonly queue: { readonly id: number; readonly state: number; readonly tracked: number }[] = [];
	/** Where the words after the first are read. */
	private readonly rest: number;

	constructor(
		private readonly dfa: Dfa,
		private readonly marks: number,
	) {
		this.nfa.embed(0, dfa);
		this.rest = this.nfa.embed(this.nfa.state(), dfa);
	}

	run(): void {
		const { nfa } = this;
		const name = this.place(0, ExtensionTracker.empty);
		nfa.skip(0, name);
		nfa.edge(nfa.many(0, 1, 255), SLASH, SLASH, name);
		for (let item = this.queue.pop(); item !== undefined; item = this.queue.pop()) {
			const { id, state, tracked } = item;
			if (!TRACKER.drops(tracked)) this.end(id, state, this.marks);
			if (tracked !== ExtensionTracker.empty) this.dropExtension(id, state);
			// In runs: byte classes are as fine as the edges say.
			for (let low = 1; low <= 255; low++) {
				const to = this.afterByte(state, tracked, low);
				if (to === DEAD) continue;
				let high = low;
				while (high < 255 && this.afterByte(state, tracked, high + 1) === to) high++;
				nfa.edge(id, low, high, to);
				low = high;
			}
		}
	}

	private afterByte(state: number, tracked: number, byte: number): number {
		if (byte === SLASH) return DEAD;
		const folded = fold(byte);
		const to = this.dfa.next[state * this.dfa.width + (this.dfa.classOf[folded] ?? 0)] ?? DEAD;
		return to === DEAD ? DEAD : this.place(to, TRACKER.step(tracked, folded));
	}

	private place(state: number, tracked: number): number {
		const key = `${state} ${tracked}`;
		const known = this.numberOf.get(key);
		if (known !== undefined) return known;
		const id = this.nfa.state();
		this.numberOf.set(key, id);
		this.queue.push({ id, state, tracked });
		return id;
	}

	private dropExtension(id: number, state: number): void {
		for (const extension of EXTENSIONS) {
			let at = id;
			for (const character of extension) {
				const to = this.nfa.state();
				for (const byte of bothCases(character.charCodeAt(0))) this.nfa.edge(at, byte, byte, to);
				at = to;
			}
			this.end(at, state, this.marks);
		}
	}

	/** Marks and the border, as the reduced word has them from `state` on. */
	private end(id: number, state: number, marks: number): void {
		eachRun(this.dfa, state, (low, high, target) => {
			if (marks === 0) {
				if (low === BORDER) this.nfa.edge(id, BORDER, BORDER, this.rest + target);
				return;
			}
			for (const mark of [MARK_OUTSIDE, MARK_INSIDE]) {
				if (low <= mark && mark <= high) this.end(this.nfa.range(id, mark, mark), target, marks - 1);
			}
		});
	}
}
