/** Writes words of a POSIX shell. */

const PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@%+=:,./-";

const PLAIN_TEXT = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** Whether a byte means itself in a word, with and without quotes. */
export function isPlainByte(byte: number): boolean {
	return PLAIN.includes(String.fromCharCode(byte));
}

/** Whether a text is a word that needs no quotes, wherever it stands but first. */
export function isPlainText(text: string): boolean {
	return PLAIN_TEXT.test(text);
}

/**
 * A text as one single-quoted word. Nothing is special between single quotes but the quote itself
 * (POSIX.1-2024, Shell Command Language, 2.2.2). A text with a NUL cannot be a word: that is our bug, and throws.
 *
 * @example quoteShell("it's") // "'it'\\''s'"
 */
export function quoteShell(text: string): string {
	if (text.includes("\0")) throw new TypeError("a shell word cannot hold NUL");
	return `'${text.replaceAll("'", "'\\''")}'`;
}

/**
 * Words as one readable command line: a word is quoted only where it has to be.
 *
 * @example writeCommandLine(["git", "commit", "-m", "a b"]) // "git commit -m 'a b'"
 */
export function writeCommandLine(words: readonly string[]): string {
	return words.map((word, at) => (isPlainWord(word, at) ? word : quoteShell(word))).join(" ");
}

/** Whether a word means itself without quotes; an `=` in the first word would make it an assignment. */
function isPlainWord(word: string, at: number): boolean {
	return isPlainText(word) && !(at === 0 && word.includes("=")) && !word.startsWith("=");
}
