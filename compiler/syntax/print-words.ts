/** Prints the small things: words, literals, texts. Each has one canonical spelling. */

import type { CommandLiteral, RegexText, Text, Word, WordEntry, WordPiece } from "./ast.ts";

const NAME = /^[A-Za-z0-9_][\w.-]*$/;
/** What a bare word of a `words` list may be made of; everything else goes into backticks. */
const BARE = /^[\w./*?+%:=@~^-]+$/;

/** A command literal in its backticks. */
export function printLiteral(literal: CommandLiteral): string {
	return `\`${literal.words.map(printWord).join(" ")}\``;
}

/** A word as it stands inside backticks. An empty word is `''`. */
export function printWord(word: Word): string {
	return word.pieces.length === 0 ? "''" : printPieces(word.pieces);
}

/** A flag or word pattern where several are listed. */
export function printEntry(entry: WordEntry): string {
	return entry.kind === "name" ? entry.name.value : `\`${printWord(entry.word)}\``;
}

/** An entry of a `words` list: bare where that is possible. */
export function printListed(entry: WordEntry): string {
	if (entry.kind === "name") return entry.name.value;
	const word = printWord(entry.word);
	return BARE.test(word) ? word : `\`${word}\``;
}

function printPieces(pieces: readonly WordPiece[]): string {
	return pieces.map(printPiece).join("");
}

function printPiece(piece: WordPiece): string {
	switch (piece.kind) {
		case "literal":
			return piece.text.replace(/[\s'\\*?{},`|&;$<>"]/g, "\\$&");
		case "star":
			return "*";
		case "question":
			return "?";
		case "many":
			return "**";
		case "braces":
			return `{${piece.alternatives.map(printPieces).join(",")}}`;
	}
}

/** A text in double quotes. */
export function printText(text: Text): string {
	return `"${text.value.replace(/["\\\u0000-\u001f\u007f]/g, escapeCharacter)}"`;
}

/** A name, in double quotes where it is not made of a name's characters. */
export function printLabel(name: Text): string {
	return NAME.test(name.value) ? name.value : printText(name);
}

/** A raw line in backticks, or in double quotes where it holds what backticks cannot. */
export function printLine(line: Text): string {
	if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(line.value)) return printText(line);
	return `\`${line.value.replace(/[`\\]/g, "\\$&")}\``;
}

/** A glob: its own escapes stay, a bare backtick gets one. */
export function printGlob(pattern: Text): string {
	return `\`${escapeUnescaped(pattern.value, "`")}\``;
}

/** A regular expression between slashes. */
export function printRegex(regex: RegexText): string {
	return `/${escapeUnescaped(regex.source.value, "/")}/${regex.ignoreCase ? "i" : ""}`;
}

function escapeCharacter(character: string): string {
	if (character === '"' || character === "\\") return `\\${character}`;
	if (character === "\n") return "\\n";
	if (character === "\t") return "\\t";
	return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

function escapeUnescaped(text: string, delimiter: string): string {
	return text.replace(/\\.|[`/]/gs, (match) => (match === delimiter ? `\\${delimiter}` : match));
}
