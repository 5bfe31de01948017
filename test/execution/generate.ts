/** Draws lines that run a known command in some other spelling. */

import { type Choose, choicesFrom } from "../../cli/conformance/choose.ts";
import { type Spelled, spellWords } from "./spell-words.ts";
import { CONTEXTS, ENDINGS, surround, WRAPPERS } from "./surround.ts";
import { TARGETS } from "./targets.ts";

export interface DrawnLine {
	readonly text: string;
	/** What stands around the command, from inside out. */
	readonly around: readonly string[];
}

/** The words of a target in one of its forms. */
function drawWords(choose: Choose): readonly string[] {
	const target = TARGETS[choose(TARGETS.length)] ?? TARGETS[0];
	if (!target) throw new Error("there are no targets");
	const globals = choose(4) === 0 ? (target.globals[choose(target.globals.length)] ?? []) : [];
	return [target.program, ...globals, ...target.words, ...(target.options[choose(target.options.length)] ?? [])];
}

/**
 * Draws one line.
 *
 * @example drawLine(choicesFrom(7)).text might be `if true; then env A=1 g\it push -'f'\nfi`
 */
export function drawLine(choose: Choose): DrawnLine {
	const around: string[] = [];
	const spelled: Spelled = spellWords(drawWords(choose), choose);
	let text = spelled.text;
	for (let depth = choose(3); depth > 0; depth--) text = surround(text, WRAPPERS, choose, around);
	if (choose(3) === 0) text = surround(text, ENDINGS, choose, around);
	text = spelled.before + text;
	for (let depth = choose(4); depth > 0; depth--) text = surround(text, CONTEXTS, choose, around);
	return { text, around };
}

/** `count` lines from a seed, the same on every machine. */
export function drawLines(seed: number, count: number): readonly DrawnLine[] {
	const choose = choicesFrom(seed);
	return Array.from({ length: count }, () => drawLine(choose));
}
