/** Reads concrete words as options, values and operands by every parser that is possible (docs/semantics.md, section 3). */

import type { Knowledge } from "./know-options.ts";

export type Role = "operand" | "value" | "end" | "option";
type State = "normal" | "value" | "ended";

/** The roles that some possible parser gives each word. */
export function rolesOf(words: readonly string[], knowledge: Knowledge): ReadonlySet<Role>[] {
	let states = new Set<State>(["normal"]);
	return words.map((word) => {
		const roles = new Set<Role>();
		const after = new Set<State>();
		for (const state of states) {
			const read = readWord(state, word, knowledge);
			roles.add(read.role);
			for (const next of read.next) after.add(next);
		}
		states = after;
		return roles;
	});
}

function readWord(state: State, word: string, knowledge: Knowledge): { readonly role: Role; readonly next: readonly State[] } {
	if (state === "ended") return { role: "operand", next: ["ended"] };
	if (state === "value") return { role: "value", next: ["normal"] };
	if (word === "--") return { role: "end", next: ["ended"] };
	if (!isOptionLike(word)) return { role: "operand", next: ["normal"] };
	if (mustTake(word, knowledge)) return { role: "option", next: ["value"] };
	return { role: "option", next: mayTake(word, knowledge) ? ["value", "normal"] : ["normal"] };
}

export function isOptionLike(word: string): boolean {
	return word.startsWith("-") && word !== "-" && word !== "--";
}

/** A `-` and at least two ASCII letters or digits. */
export function isCluster(word: string): boolean {
	return /^-[A-Za-z0-9]{2,}$/.test(word);
}

/** Whether one of the letters is a short option that takes a value. */
export function holdsShortValue(letters: string, knowledge: Knowledge): boolean {
	return [...letters].some((letter) => knowledge.values.has(`-${letter}`));
}

function mustTake(word: string, knowledge: Knowledge): boolean {
	if (knowledge.values.has(word)) return true;
	if (!knowledge.complete || !isCluster(word)) return false;
	return holdsShortValue(word.slice(-1), knowledge) && !holdsShortValue(word.slice(1, -1), knowledge);
}

function mayTake(word: string, knowledge: Knowledge): boolean {
	for (const option of knowledge.values) if (option.startsWith("--") && isProperPrefix(word, option)) return true;
	if (knowledge.complete) return false;
	if (!word.includes("=") && !knowledge.flags.has(word)) return true;
	return isCluster(word) && holdsShortValue(word.slice(-1), knowledge);
}

/** A proper prefix that is long enough to stand for the option. */
export function isProperPrefix(text: string, option: string): boolean {
	return text.length >= 3 && text.length < option.length && option.startsWith(text);
}
