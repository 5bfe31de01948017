/** Literal heads: kept apart from the automata behind them, merged until they are deterministic, grouped until they are few. */

import { bytesOf, type Dfa, determinise, isEmpty, keyOf, Nfa, type TooLarge, union } from "../../automata/index.ts";

/** Literal alternatives per word position, and the language of the words after them. */
export interface HeadDraft {
	readonly words: readonly (readonly string[])[];
	readonly tail: Dfa;
}

/** More sequences than this are not spelled out; the command then becomes one automaton. */
const MAX_SEQUENCES = 2_000;

/**
 * Heads of which no sequence is the beginning of another's. Null where there are too many sequences.
 *
 * @param marks how many mark bytes stand before each border of the words behind the heads
 */
export function mergeHeads(drafts: readonly HeadDraft[], marks: number): HeadDraft[] | TooLarge | null {
	const heads = groupHeads(
		drafts.filter((draft) => !isEmpty(draft.tail)).map(({ words, tail }) => ({ words: words.map(sortedSet), tail })),
	);
	if (heads.length < 2 || !heads.some((head, i) => heads.some((other, k) => i < k && overlap(head, other)))) return heads;
	const sequences = spellOut(heads);
	if (sequences === null) return null;
	const merged = mergeBeginnings(sequences, marks);
	return "kind" in merged ? merged : groupHeads(merged);
}

/** Whether a sequence of one is a sequence or a beginning of a sequence of the other. */
function overlap(a: HeadDraft, b: HeadDraft): boolean {
	const length = Math.min(a.words.length, b.words.length);
	for (let i = 0; i < length; i++) if (!a.words[i]?.some((word) => b.words[i]?.includes(word))) return false;
	return true;
}

interface Sequence {
	readonly words: readonly string[];
	readonly tail: Dfa;
}

function spellOut(heads: readonly HeadDraft[]): Sequence[] | null {
	const count = heads.reduce((sum, { words }) => sum + words.reduce((product, position) => product * position.length, 1), 0);
	if (count > MAX_SEQUENCES) return null;
	return heads.flatMap(({ words, tail }) => {
		let spelled: string[][] = [[]];
		for (const position of words) spelled = spelled.flatMap((sequence) => position.map((word) => [...sequence, word]));
		return spelled.map((sequence) => ({ words: sequence, tail }));
	});
}

/** Takes every sequence into the shortest one that it begins with. */
function mergeBeginnings(sequences: readonly Sequence[], marks: number): HeadDraft[] | TooLarge {
	const keys = new Set(sequences.map(({ words }) => JSON.stringify(words)));
	const tails = new Map<string, { words: readonly string[]; tail: Dfa }>();
	for (const { words, tail } of sequences) {
		let length = 1;
		while (!keys.has(JSON.stringify(words.slice(0, length)))) length++;
		const beginning = words.slice(0, length);
		const key = JSON.stringify(beginning);
		const added = length === words.length ? tail : behindWords(words.slice(length), tail, marks);
		if ("kind" in added) return added;
		const known = tails.get(key);
		const both = known ? union(known.tail, added) : added;
		if ("kind" in both) return both;
		tails.set(key, { words: beginning, tail: both });
	}
	return [...tails.values()].map(({ words, tail }) => ({ words: words.map((word) => [word]), tail }));
}

function behindWords(words: readonly string[], tail: Dfa, marks: number): Dfa | TooLarge {
	const nfa = new Nfa();
	let at = 0;
	for (const word of words) at = nfa.endWord(nfa.literal(at, bytesOf(word)), marks);
	nfa.embed(at, tail);
	return determinise(nfa);
}

/** Makes one head of those that differ in the alternatives of one position alone; sorts them. */
function groupHeads(drafts: readonly HeadDraft[]): HeadDraft[] {
	if (drafts.length < 2) return [...drafts];
	let heads = [...drafts];
	const longest = heads.reduce((most, head) => Math.max(most, head.words.length), 0);
	const numbers = new Map<string, number>();
	for (const { tail } of heads) if (!numbers.has(keyOf(tail))) numbers.set(keyOf(tail), numbers.size);
	for (let position = longest - 1; position >= 0 && heads.length > 1; position--) {
		const groups = new Map<string, HeadDraft>();
		for (const head of heads) {
			const others = head.words.map((words, i) => (i === position ? null : words));
			const key = JSON.stringify([numbers.get(keyOf(head.tail)), others]);
			const known = groups.get(key);
			const words = known
				? head.words.map((own, i) => (i === position ? sortedSet([...own, ...(known.words[i] ?? [])]) : own))
				: head.words;
			groups.set(key, { words, tail: head.tail });
		}
		heads = [...groups.values()];
	}
	return heads.sort((a, b) => compare(JSON.stringify(a.words), JSON.stringify(b.words)));
}

function sortedSet(words: readonly string[]): string[] {
	return [...new Set(words)].sort(compare);
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
