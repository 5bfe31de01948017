/** Folds lines to the width of a terminal. */

/** ANSI styles take no room (ECMA-48, 8.3.117: select graphic rendition). */
const STYLE = /\u001b\[[0-9;]*m/g;

/** Less room than this for words is worse than a line that the terminal folds by itself. */
const LEAST_ROOM = 20;

/**
 * Folds each line of a text at blanks, so that none is wider than `columns` where its words allow that. What is folded stands
 * indented below its line. Styles are kept; a character counts as one column.
 *
 * @example foldLines("  reads one two three", 14, 2) // "  reads one\n    two three"
 */
export function foldLines(text: string, columns: number, indent = 2): string {
	return text
		.split("\n")
		.map((line) => foldLine(line, columns, indent))
		.join("\n");
}

function foldLine(line: string, columns: number, indent: number): string {
	const lead = /^ */.exec(line)?.[0] ?? "";
	const hanging = " ".repeat(lead.length + indent);
	if (widthOf(line) <= columns || columns - hanging.length < LEAST_ROOM) return line;
	const folded: string[] = [];
	let current = lead;
	let empty = true;
	for (const word of line.slice(lead.length).split(/( +)/)) {
		if (!empty && widthOf(current) + widthOf(word) > columns) {
			folded.push(current.trimEnd());
			current = hanging;
			empty = true;
		}
		if (empty && word.trim() === "") continue;
		current += word;
		empty = false;
	}
	if (!empty) folded.push(current);
	return folded.join("\n");
}

function widthOf(text: string): number {
	return [...text.replace(STYLE, "")].length;
}
