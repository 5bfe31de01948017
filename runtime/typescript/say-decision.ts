/**
 * A verdict in one or two sentences, for the person and the model in front of a host.
 */

import type { Verdict } from "./types.ts";

/** Longer commands and texts are cut at their end, never at their front: what is asked about stands first. */
const MOST_COMMAND = 300;
const MOST_TEXT = 2_000;

/**
 * What was decided on which command, by which rule, and why. Never empty; safe to print.
 *
 * @example sayDecision(verdict) // "`git push -f` is denied (policy rule force-push): Rewrites what others have."
 */
export function sayDecision(verdict: Verdict): string {
	const command = verdict.commands.find(
		({ decision, by, rule }) => decision === verdict.decision && by === verdict.by && rule === verdict.rule,
	);
	const subject = command && command.argv.length > 0 ? `\`${cut(command.argv.join(" "), MOST_COMMAND)}\`` : "This command line";
	const said = { allow: "is allowed", request: "needs a person's approval", deny: "is denied" }[verdict.decision];
	const by = verdict.rule === null ? "" : ` (policy rule ${verdict.rule})`;
	const why = verdict.reason === null || verdict.reason === "" ? "." : `: ${verdict.reason}`;
	return cut(showControls(`${subject} ${said}${by}${why}`), MOST_TEXT);
}

function cut(text: string, most: number): string {
	const characters = [...text.slice(0, 2 * most)];
	return characters.length > most ? `${characters.slice(0, most).join("")}…` : text;
}

/**
 * First and last of the characters that a terminal acts upon, that cannot be seen, or that turn the direction of a text
 * (Unicode 15.1: general categories Cc and Cf as far as they hide text, and the separators of lines and paragraphs).
 */
const HIDDEN: readonly (readonly [first: number, last: number])[] = [
	[0x00, 0x1f],
	[0x7f, 0x9f],
	[0xad, 0xad],
	[0x61c, 0x61c],
	[0x180e, 0x180e],
	[0x200b, 0x200f],
	[0x2028, 0x202e],
	[0x2060, 0x2069],
	[0xfeff, 0xfeff],
	[0xfff9, 0xfffb],
	[0xe0000, 0xe007f],
];

/**
 * A text in which hidden characters are written out.
 *
 * @example showControls("a\u001b[31m") // "a\\u{1b}[31m"
 */
export function showControls(text: string): string {
	let shown = "";
	for (const character of text) {
		const code = character.codePointAt(0) ?? 0;
		const hidden = HIDDEN.some(([first, last]) => code >= first && code <= last);
		shown += hidden ? `\\u{${code.toString(16)}}` : character;
	}
	return shown;
}
