/**
 * Files, spans and line starts: where something stands in what the user wrote.
 *
 * Offsets are UTF-16 code units into `text`, half-open (`start` inside, `end` outside), so that
 * `text.slice(span.start, span.end)` is the spanned text. Lines and columns are 1-based; a column
 * counts code points, which is what editors show.
 */

/** One text that was read: its path as shown to people (relative to the root, with `/`) and its content. */
export interface Source {
	readonly path: string;
	readonly text: string;
}

/** A range of one source. */
export interface Span {
	readonly source: Source;
	readonly start: number;
	readonly end: number;
}

/** A 1-based line and column. */
export interface Position {
	readonly line: number;
	readonly column: number;
}

const lineStartsOf = new WeakMap<Source, readonly number[]>();

/** Offsets at which the lines of a source start; the first is 0. Computed once per source. */
export function lineStarts(source: Source): readonly number[] {
	const known = lineStartsOf.get(source);
	if (known) return known;
	const starts = [0];
	for (let at = source.text.indexOf("\n"); at >= 0; at = source.text.indexOf("\n", at + 1)) starts.push(at + 1);
	lineStartsOf.set(source, starts);
	return starts;
}

/**
 * The line and column of an offset. Offsets past the end give the end.
 *
 * @example positionAt({ path: "a", text: "x\nyz" }, 3) // { line: 2, column: 2 }
 */
export function positionAt(source: Source, offset: number): Position {
	const starts = lineStarts(source);
	const at = Math.max(0, Math.min(offset, source.text.length));
	let low = 0;
	let high = starts.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if ((starts[middle] ?? 0) <= at) low = middle;
		else high = middle - 1;
	}
	const before = source.text.slice(starts[low] ?? 0, at);
	return { line: low + 1, column: [...before].length + 1 };
}

/** The text of a 1-based line, without its line break. */
export function lineText(source: Source, line: number): string {
	const starts = lineStarts(source);
	const start = starts[line - 1] ?? source.text.length;
	const next = starts[line];
	return source.text.slice(start, next === undefined ? source.text.length : next - 1).replace(/\r$/, "");
}

/** A span of a source. */
export function spanOf(source: Source, start: number, end: number): Span {
	return { source, start, end };
}

/** The text under a span. */
export function spanText(span: Span): string {
	return span.source.text.slice(span.start, span.end);
}
