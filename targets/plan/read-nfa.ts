/** Lays words and texts out in automata under construction. */

import { bytesOf, type Nfa } from "../../compiler/automata/index.ts";
import { isPlainByte } from "../writer/shell.ts";

/** Lays out literal words, alternatives per position; gives the state behind the last border. */
export function readWords(nfa: Nfa, words: readonly (readonly string[])[], marks = 0): number {
	let at = 0;
	for (const alternatives of words) {
		const end = nfa.state();
		for (const word of alternatives) nfa.skip(nfa.endWord(nfa.literal(at, bytesOf(word)), marks), end);
		at = end;
	}
	return at;
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
