/** Arithmetic of three values: no < maybe < yes. */

import type { Answer } from "./types.ts";

const ORDER: readonly Answer[] = ["no", "maybe", "yes"];

/** The least of the answers; `yes` for none. */
export function both(answers: readonly Answer[]): Answer {
	return ORDER[Math.min(2, ...answers.map((answer) => ORDER.indexOf(answer)))] ?? "yes";
}

/** The greatest of the answers; `no` for none. */
export function either(answers: readonly Answer[]): Answer {
	return ORDER[Math.max(0, ...answers.map((answer) => ORDER.indexOf(answer)))] ?? "no";
}

/** Swaps yes and no. */
export function negated(answer: Answer): Answer {
	return ORDER[2 - ORDER.indexOf(answer)] ?? "no";
}
