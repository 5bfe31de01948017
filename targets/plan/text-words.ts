/** From a language over command lines to the language over words whose plain line is in it. */

import { BORDER, DEAD, type Dfa, determinise, eachRun, isTooLarge, Nfa, step } from "../../compiler/automata/index.ts";
import { isPlainByte, isPlainText, quoteShell } from "../writer/shell.ts";

const BLANK = 0x20;
const QUOTE = 0x27;
const BACKSLASH = 0x5c;

/** How far a word was read: nothing yet, only plain bytes outside of quotes, or inside quotes (with a byte that needs them, or not yet). */
const MODES = ["start", "plain", "quoted", "needed"] as const;
type Mode = (typeof MODES)[number];

/** The line of some words in one of the two readings of `wordsOfText`. */
export function lineOf(words: readonly string[], quoted: boolean): string {
	return words.map((word) => (quoted && !isPlainText(word) ? quoteShell(word) : word)).join(" ");
}

/** Whether a text is one of those of a glob in which `*` stands for any text. */
export function matchText(glob: string, text: string): boolean {
	return restsOfText(glob, text).some((rest) => /^\**$/.test(rest));
}

/**
 * What a glob still asks for behind a text that its texts may start with, in every way to read that start.
 *
 * @example restsOfText("git -* push", "git -C") // ["* push"]
 */
export function restsOfText(glob: string, text: string): readonly string[] {
	const star = glob.indexOf("*");
	// Up to its first star a glob reads one text alone.
	const literal = star < 0 ? glob.length : star;
	if (literal >= text.length) return glob.startsWith(text) ? [glob.slice(text.length)] : [];
	if (!text.startsWith(glob.slice(0, literal))) return [];
	let places = new Set([0]);
	for (let at = 0; at < text.length && places.size > 0; at++) {
		const next = new Set<number>();
		for (let place of places) {
			// A star may end here, so that what stands behind it is read.
			for (; glob.charAt(place) === "*"; place++) next.add(place);
			if (place < glob.length && glob.charAt(place) === text.charAt(at)) next.add(place + 1);
		}
		places = next;
	}
	// A star stands for nothing too: what stands behind it is asked for already.
	const apart = [...places].filter((place) => place === 0 || glob.charAt(place - 1) !== "*" || !places.has(place - 1));
	return apart.map((place) => glob.slice(place));
}

/**
 * The lists of words whose line is in a language of texts: words joined by one blank, `quoted` as
 * `writeCommandLine` writes them (words with special bytes, and empty ones, in single quotes), else bare. Null past a limit.
 *
 * @example of the texts `git *` the words git, `a b` are one member either way: `git 'a b'` or `git a b`
 */
export function wordsOfText(text: Dfa, quoted: boolean): Dfa | null {
	const nfa = new Nfa();
	nfa.skip(0, layOut(nfa, text, quoted)(0));
	return settled(determinise(nfa));
}

/**
 * The same for what stands behind the first words of a line: nothing, or a blank and the other words.
 *
 * @example of the texts `* -f` the one word -f, and others before it
 */
export function wordsBehind(text: Dfa, quoted: boolean): Dfa | null {
	const nfa = new Nfa();
	const begin = layOut(nfa, text, quoted);
	if ((text.label[0] ?? 0) > 0) nfa.accept(0);
	const next = step(text, 0, BLANK);
	if (next !== DEAD) nfa.skip(0, begin(next));
	return settled(determinise(nfa));
}

/** Lays the reading of words out; gives where a word begins, by the state of the text before it. */
function layOut(nfa: Nfa, text: Dfa, quoted: boolean): (state: number) => number {
	return quoted ? layOutQuoted(nfa, text) : layOutBare(nfa, text);
}

function settled(dfa: ReturnType<typeof determinise>): Dfa | null {
	return isTooLarge(dfa) ? null : dfa;
}

function layOutBare(nfa: Nfa, text: Dfa): (state: number) => number {
	const base = nfa.size;
	for (let state = 0; state < text.states; state++) nfa.state();
	const end = nfa.state();
	nfa.accept(end);
	for (let state = 0; state < text.states; state++) {
		eachRun(text, state, (low, high, to) => nfa.edge(base + state, Math.max(low, 1), high, base + to));
		endWord(nfa, text, base + state, state, end, (next) => base + next);
	}
	return (state) => base + state;
}

/** Runs of bytes that are all plain, or all not. */
const RUNS = runsOf(isPlainByte);

function layOutQuoted(nfa: Nfa, text: Dfa): (state: number) => number {
	const base = nfa.size;
	for (let state = 0; state < text.states * MODES.length; state++) nfa.state();
	const at = (state: number, mode: Mode) => base + state * MODES.length + MODES.indexOf(mode);
	const end = nfa.state();
	nfa.accept(end);
	for (let state = 0; state < text.states; state++) {
		const opened = step(text, state, QUOTE);
		if (opened !== DEAD) nfa.skip(at(state, "start"), at(opened, "quoted"));
		const closed = step(text, state, QUOTE);
		const go = (from: Mode, low: number, high: number, next: number, to: Mode) => nfa.edge(at(state, from), low, high, at(next, to));
		eachRun(text, state, (low, high, next) => {
			for (const run of RUNS) {
				const [first, last] = [Math.max(low, run.low), Math.min(high, run.high)];
				if (first > last) continue;
				if (run.plain) {
					go("start", first, last, next, "plain");
					go("plain", first, last, next, "plain");
					go("quoted", first, last, next, "quoted");
					go("needed", first, last, next, "needed");
				} else {
					go("quoted", first, last, next, "needed");
					go("needed", first, last, next, "needed");
				}
			}
		});
		// A quote ends the quotes, stands escaped, and opens them again.
		const quote = [QUOTE, BACKSLASH, QUOTE, QUOTE].reduce((from, byte) => step(text, from, byte), state);
		if (quote !== DEAD) for (const mode of ["quoted", "needed"] as const) go(mode, QUOTE, QUOTE, quote, "needed");
		endWord(nfa, text, at(state, "plain"), state, end, (next) => at(next, "start"));
		if (closed !== DEAD) endWord(nfa, text, at(state, "needed"), closed, end, (next) => at(next, "start"));
		// The empty word is written as two quotes.
		const empty = opened === DEAD ? DEAD : step(text, opened, QUOTE);
		if (empty !== DEAD) endWord(nfa, text, at(state, "start"), empty, end, (next) => at(next, "start"));
	}
	return (state) => at(state, "start");
}

interface Run {
	readonly low: number;
	readonly high: number;
	readonly plain: boolean;
}

/** All bytes but the border and the quote, which has a spelling of its own. */
function runsOf(isPlain: (byte: number) => boolean): readonly Run[] {
	const runs: { low: number; high: number; plain: boolean }[] = [];
	for (let byte = 1; byte < 256; byte++) {
		const last = runs.at(-1);
		if (byte === QUOTE) continue;
		const plain = isPlain(byte);
		if (last && last.high === byte - 1 && last.plain === plain) last.high = byte;
		else runs.push({ low: byte, high: byte, plain });
	}
	return runs;
}

/** Behind a word stands the end of the line, or a blank and the next word. */
function endWord(nfa: Nfa, text: Dfa, from: number, state: number, end: number, begin: (state: number) => number): void {
	if ((text.label[state] ?? 0) > 0) nfa.edge(from, BORDER, BORDER, end);
	const next = step(text, state, BLANK);
	if (next !== DEAD) nfa.edge(from, BORDER, BORDER, begin(next));
}
