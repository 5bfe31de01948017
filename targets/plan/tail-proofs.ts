/**
 * Proofs about what follows the first words of a command. Many rules share the automaton of what follows, so that each proof is
 * done once, whatever words stand before.
 */

import {
	anyWords,
	bytesOf,
	containedInUnion,
	type Dfa,
	determinise,
	isTooLarge,
	Nfa,
	notContained,
} from "../../compiler/automata/index.ts";
import { isPlainByte } from "../writer/shell.ts";
import { wordsBehind } from "./text-words.ts";

/** Past so many languages the memory is emptied. */
const KEPT = 1_024;
const languages = new Map<string, Dfa | null>();
const answers = new WeakMap<Dfa, Map<string, boolean>>();

/** The lists of words whose text, each word behind a blank, is one of some texts with `*`. Null past a limit. */
export function languageBehind(rests: readonly string[], quoted: boolean): Dfa | null {
	const key = JSON.stringify([quoted, ...rests]);
	const known = languages.get(key);
	if (known !== undefined) return known;
	const nfa = new Nfa();
	for (const rest of rests) nfa.accept(readStars(nfa, 0, rest));
	const text = determinise(nfa);
	const built = isTooLarge(text) ? null : wordsBehind(text, quoted);
	if (languages.size >= KEPT) languages.clear();
	languages.set(key, built);
	return built;
}

/** Lays out a text in which `*` stands for any bytes. */
export function readStars(nfa: Nfa, from: number, glob: string): number {
	let at = from;
	glob.split("*").forEach((piece, index) => {
		if (index > 0) at = nfa.many(at, 1, 255);
		at = nfa.literal(at, bytesOf(piece));
	});
	return at;
}

/** Whether everything that may follow is one of the texts. */
export function isTailHeld(tail: Dfa, rests: readonly string[], quoted: boolean): boolean {
	return remembered(tail, `held ${quoted} ${rests.join("\n")}`, () => {
		const held = languageBehind(rests, quoted);
		return held !== null && notContained(tail, held) === null;
	});
}

/** Whether anything but the texts may follow, or any words but them that need no quotes (`plain`). */
export function isRestAllowed(tail: Dfa, left: readonly string[], quoted: boolean, plain: boolean): boolean {
	return remembered(tail, `left ${quoted} ${plain} ${left.join("\n")}`, () => {
		const held = languageBehind(left, quoted);
		return held !== null && containedInUnion(plain ? plainWords() : anyWords(), [tail, held]) === "yes";
	});
}

/** Lays out any number of words that need no quotes. */
export function readPlainWords(nfa: Nfa, from: number): number {
	const loop = nfa.state();
	nfa.skip(from, loop);
	const word = nfa.state();
	for (let byte = 1; byte < 256; byte++) {
		if (!isPlainByte(byte)) continue;
		nfa.edge(loop, byte, byte, word);
		nfa.edge(word, byte, byte, word);
	}
	nfa.skip(nfa.endWord(word), loop);
	return loop;
}

let plain: Dfa | null = null;

function plainWords(): Dfa {
	if (plain) return plain;
	const nfa = new Nfa();
	nfa.accept(readPlainWords(nfa, 0));
	const built = determinise(nfa);
	plain = isTooLarge(built) ? anyWords() : built;
	return plain;
}

function remembered(tail: Dfa, key: string, work: () => boolean): boolean {
	const known = answers.get(tail) ?? new Map<string, boolean>();
	answers.set(tail, known);
	const answer = known.get(key) ?? work();
	known.set(key, answer);
	return answer;
}
