/**
 * Structured words as shell text that a shell reads back as the same words. The same word is written in
 * many ways: plain where that is safe, in either kind of quotes, or with backslashes.
 */

import type { Choose } from "../../cli/conformance/choose.ts";
import type { Assignment, GlobToken, LineCommand, Piece, Redirection, Word } from "../../compiler/ir/oracle/index.ts";

/** Text that stands for itself in every shell, wherever in a word it stands. */
const PLAIN = /^[A-Za-z0-9_./:@%+,é-]+$/;
/** Words that some shell takes for more than words where a command starts; quoted, they are words. */
const RESERVED = /^(?:if|then|else|elif|fi|do|done|case|esac|while|until|for|select|function|time|coproc|in|-)$/;

/** A literal text in one of its spellings. `first`: it starts a command, where `NAME=` and reserved words must be quoted. */
export function renderText(text: string, choose: Choose, first = false): string {
	if (text === "") return choose(2) === 0 ? "''" : '""';
	if (first && RESERVED.test(text)) return `'${text}'`;
	const letters = [...text];
	if (letters.length > 1 && choose(8) === 0) {
		const cut = 1 + choose(letters.length - 1);
		return spell(letters.slice(0, cut).join(""), choose) + spell(letters.slice(cut).join(""), choose);
	}
	return spell(text, choose);
}

function spell(text: string, choose: Choose): string {
	const way = choose(8);
	if (way > 2 && PLAIN.test(text)) return text;
	// Inside of double quotes, history expansion would look at `!`.
	if (way === 0 && !text.includes("!")) return `"${text.replace(/[$`"\\]/g, "\\$&")}"`;
	if (way === 1 && !text.includes("\n")) return text.replace(/[^A-Za-z0-9]/gsu, "\\$&").replace(/^[A-Za-z0-9]/, "\\$&");
	return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A word. Variables are numbered, so that no two unknown pieces look the same. */
export function renderWord(word: Word, choose: Choose, first = false): string {
	return word.map((piece) => renderPiece(piece, choose, first)).join("");
}

function renderPiece(piece: Piece, choose: Choose, first: boolean): string {
	switch (piece.kind) {
		case "literal":
			return renderText(piece.text, choose, first);
		case "one":
			return `"\${v${choose(10)}}"`;
		case "many":
			return `\${v${choose(10)}}`;
		case "glob":
			return piece.tokens.map((token) => renderToken(token, choose)).join("");
	}
}

function renderToken(token: GlobToken, choose: Choose): string {
	switch (token.kind) {
		case "literal":
			return renderText(token.text, choose);
		case "star":
			return "*";
		case "deep":
			return "**";
		case "any":
			return "?";
		case "bracket":
			return `[${token.members}]`;
	}
}

function renderAssignment({ name, value }: Assignment, choose: Choose): string {
	const isEmpty = value.every((piece) => piece.kind === "literal" && piece.text === "");
	return `${name}=${isEmpty && choose(2) === 0 ? "" : renderWord(value, choose)}`;
}

function renderRedirection({ direction, target }: Redirection, choose: Choose): string {
	if (target === null) return direction === "in" ? "<&0" : (["2>&1", ">&2"][choose(2)] ?? ">&2");
	const operators = { in: ["<"], out: [">", ">>", ">|", "2>"], both: ["<>"] }[direction];
	return `${operators[choose(operators.length)]}${choose(2) === 0 ? " " : ""}${renderWord(target, choose)}`;
}

/** One simple command: assignments, then words, with the redirections among them. `gap` writes what separates words. */
export function renderCommand(command: LineCommand, choose: Choose, gap = (): string => (choose(9) === 0 ? "  " : " ")): string {
	const words = command.words.map((word, index) => renderWord(word, choose, index === 0));
	for (const redirection of command.redirections) words.splice(choose(words.length + 1), 0, renderRedirection(redirection, choose));
	const all = [...command.assignments.map((assignment) => renderAssignment(assignment, choose)), ...words];
	return all.map((text, index) => (index === 0 ? text : gap() + text)).join("");
}
