/**
 * Words as byte strings: a JavaScript string whose every character is one byte (code 0 to 255), so
 * that plain indexing is indexing by byte.
 */

/** The byte that follows every word. */
export const BORDER = "\0";

/** The UTF-8 bytes of a text, as a byte string. */
export function bytesOf(text: string): string {
	return Buffer.from(text, "utf8").toString("latin1");
}

/** The program word reduced: last path component, ASCII folded, one final `.exe` and the like dropped. */
export function reduceProgram(bytes: string): string {
	const folded = bytes.slice(bytes.lastIndexOf("/") + 1).replace(/[A-Z]/g, (letter) => letter.toLowerCase());
	const suffix = PROGRAM_SUFFIXES.find((end) => folded.endsWith(end) && folded.length > end.length);
	return suffix ? folded.slice(0, -suffix.length) : folded;
}

/** What reducing drops from the end of a program word. */
export const PROGRAM_SUFFIXES = [".exe", ".cmd", ".bat", ".com"];
