const SUFFIX = /(?<=.)\.(?:exe|cmd|bat|com)$/;

/**
 * A program word as the loose views see it: its last path component, ASCII case folded, one executable
 * suffix dropped (docs/semantics.md, section 1).
 *
 * @example reduceWord("/usr/bin/Git.EXE") // "git"
 */
export function reduceWord(word: string): string {
	const name = word.slice(word.lastIndexOf("/") + 1);
	return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase()).replace(SUFFIX, "");
}
