/**
 * Program words and their reduction: the last path component, ASCII case folded, without one final
 * `.exe`, `.cmd`, `.bat` or `.com` (`docs/semantics.md`, section 1).
 */

export const EXTENSIONS = [".exe", ".cmd", ".bat", ".com"] as const;
export const SLASH = 0x2f;

/** A program word reduced. */
export function reduceProgram(word: string): string {
	const name = word.slice(word.lastIndexOf("/") + 1).replace(/[A-Z]/g, (letter) => letter.toLowerCase());
	const extension = EXTENSIONS.find((end) => name.endsWith(end) && name.length > end.length);
	return extension ? name.slice(0, -extension.length) : name;
}

/** An ASCII letter small; any other byte as it is. */
export function fold(byte: number): number {
	return byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte;
}

/** A lower-case letter in both cases; any other byte alone. */
export function bothCases(byte: number): readonly number[] {
	return byte >= 0x61 && byte <= 0x7a ? [byte, byte - 32] : [byte];
}

/**
 * Follows how much of an extension stands at the end of a folded word. A state is twice the number of a
 * beginning of an extension, and one more where something stands before it; 0 is the empty word.
 */
export class ExtensionTracker {
	/** The texts that can be the beginning of an extension. */
	private readonly starts: readonly string[] = [
		"",
		...new Set(EXTENSIONS.flatMap((end) => [1, 2, 3, 4].map((length) => end.slice(0, length)))),
	];
	static readonly empty = 0;

	/** The state after one more byte. */
	step(state: number, byte: number): number {
		const longer = `${this.starts[state >> 1] ?? ""}${String.fromCharCode(byte)}`;
		const found = this.starts.indexOf(longer);
		if (found > 0) return 2 * found + (state & 1);
		return byte === 0x2e ? 2 * this.starts.indexOf(".") + 1 : 1;
	}

	/** Whether a word that ends here has an extension to drop. */
	drops(state: number): boolean {
		return (state & 1) === 1 && (this.starts[state >> 1] ?? "").length === 4;
	}
}

export const TRACKER = new ExtensionTracker();
