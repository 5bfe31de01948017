/** The program words that a language needs: what an evaluator looks rules up by. */

import { BORDER, DEAD, type Dfa, eraseMarks, reduceProgram, step, type TooLarge } from "../../automata/index.ts";
import type { LanguageDraft } from "./compile-command.ts";

/** More keys than this are not listed. */
const MAX_KEYS = 64;
const MAX_STEPS = 20_000;

const SLASH = 0x2f;
const BLANKS = [0x20, 0x09] as const;

/** A reduced program word up to its first blank. */
export function programKey(word: string): string {
	return reduceProgram(word).split(/[ \t]/, 1)[0] ?? "";
}

/** The keys of all members' program words, sorted; null where they cannot be listed. */
export function programsOf(drafts: readonly LanguageDraft[], marks: number): string[] | null {
	const keys = new Set<string>();
	for (const draft of drafts) {
		const own =
			draft.kind === "heads"
				? draft.heads.flatMap(({ words }) => (words[0] ?? []).map(programKey))
				: keysOfAutomaton(eraseMarks(draft.automaton, marks, "some"));
		if (own === null) return null;
		for (const key of own) keys.add(key);
	}
	return keys.size > MAX_KEYS && drafts.some((draft) => draft.kind === "automaton") ? null : [...keys].sort();
}

/** Lists what stands behind the last slash and before the first blank of the first words of a language without marks. */
function keysOfAutomaton(dfa: Dfa | TooLarge): string[] | null {
	if ("kind" in dfa) return null;
	const ends = slashFreeEnds(dfa);
	const keys = new Set<string>();
	let steps = 0;
	/** False where the listing must be given up. */
	const list = (state: number, bytes: readonly number[], open: ReadonlySet<number>): boolean => {
		if (open.has(state)) return false;
		if (step(dfa, state, BORDER) !== DEAD) keys.add(reduceProgram(decode(bytes)));
		if (BLANKS.some((blank) => ends.has(step(dfa, state, blank)))) keys.add(fold(decode(bytes)));
		if (keys.size > MAX_KEYS) return false;
		const path = new Set([...open, state]);
		for (let byte = 1; byte <= 255; byte++) {
			if (byte === SLASH || byte === 0x20 || byte === 0x09) continue;
			const to = step(dfa, state, byte);
			if (!ends.has(to)) continue;
			if (++steps > MAX_STEPS || !list(to, [...bytes, byte], path)) return false;
		}
		return true;
	};
	for (const start of startsOfNames(dfa)) if (ends.has(start) && !list(start, [], new Set())) return null;
	const listed = [...keys];
	return listed.some((key) => key.includes("\ufffd")) ? null : listed;
}

/** The start, and every state behind a slash in the first word. */
function startsOfNames(dfa: Dfa): Set<number> {
	const inside = new Set([0]);
	const starts = new Set([0]);
	for (const state of inside) {
		for (let byte = 1; byte <= 255; byte++) {
			const to = step(dfa, state, byte);
			if (to === DEAD) continue;
			inside.add(to);
			if (byte === SLASH) starts.add(to);
		}
	}
	return starts;
}

/** The states from which the first word can end without another slash. */
function slashFreeEnds(dfa: Dfa): Set<number> {
	const ends = new Set<number>();
	for (let state = 0; state < dfa.states; state++) if (step(dfa, state, BORDER) !== DEAD) ends.add(state);
	for (let grew = true; grew; ) {
		grew = false;
		for (let state = 0; state < dfa.states; state++) {
			if (ends.has(state)) continue;
			for (let byte = 1; byte <= 255; byte++) {
				if (byte === SLASH || !ends.has(step(dfa, state, byte))) continue;
				ends.add(state);
				grew = true;
				break;
			}
		}
	}
	return ends;
}

const decoder = new TextDecoder();

function decode(bytes: readonly number[]): string {
	return decoder.decode(Uint8Array.from(bytes));
}

function fold(text: string): string {
	return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
