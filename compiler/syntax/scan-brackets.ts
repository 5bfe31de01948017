/**
 * Follows the brackets of an item without parsing it: for the limit on nesting, which keeps the parser's
 * own recursion bounded, and for finding where a clause of a broken item ends.
 */

/** Groups, lists and braces nest at most this deep inside an item. */
export const NESTING_LIMIT = 32;

/** The brackets that are open at a place, outermost first, as offsets. */
export interface BracketScan {
	/** The first bracket that is nested too deep; null if none is. */
	readonly tooDeep: number | null;
	/** Offsets of brackets that are never closed, outermost first. */
	readonly unclosed: readonly number[];
	/** Offsets of line starts (after blanks) that stand directly in the item's own braces. */
	readonly clauseStarts: readonly number[];
}

/**
 * Scans an item's text. Brackets inside `"…"`, `/…/` and comments do not count; those inside backticks
 * count among themselves.
 */
export function scanBrackets(text: string): BracketScan {
	const open: number[] = [];
	const clauseStarts: number[] = [];
	let tooDeep: number | null = null;
	let lineIsNew = false;
	for (let at = 0; at < text.length; at++) {
		const character = text[at];
		if (character === "\n") {
			lineIsNew = true;
			continue;
		}
		if (character === " " || character === "\t" || character === "\r") continue;
		if (lineIsNew && open.length === 1 && character !== "}" && character !== "#") clauseStarts.push(at);
		lineIsNew = false;
		if (character === "{" || character === "[") {
			open.push(at);
			if (open.length > NESTING_LIMIT + 1) tooDeep ??= at;
		} else if (character === "}" || character === "]") open.pop();
		else if (character === "#") at = lineEnd(text, at) - 1;
		else if (character === '"') at = skipQuoted(text, at, '"');
		else if (character === "/" && isBlankBefore(text, at)) at = skipRegex(text, at);
		else if (character === "`") {
			const end = skipQuoted(text, at, "`");
			tooDeep ??= findDeepBrace(text, at + 1, end);
			at = end;
		}
	}
	return { tooDeep, unclosed: open, clauseStarts };
}

/** The first `{` of a command literal's text that is nested too deep; null if none is. */
export function findDeepBrace(text: string, start: number, end: number): number | null {
	let depth = 0;
	for (let at = start; at < end; at++) {
		const character = text[at];
		if (character === "\\") at++;
		else if (character === "{" && ++depth > NESTING_LIMIT) return at;
		else if (character === "}" && depth > 0) depth--;
	}
	return null;
}

/** The offset of the closing quote on the same line, or of the line's last character where there is none. */
function skipQuoted(text: string, start: number, quote: string): number {
	for (let at = start + 1; at < text.length; at++) {
		const character = text[at];
		if (character === "\n") return at - 1;
		if (character === quote) return at;
		if (character === "\\" && text[at + 1] !== "\n") at++;
	}
	return text.length - 1;
}

/** A `/` without a partner is part of a bare word: then nothing is skipped. */
function skipRegex(text: string, start: number): number {
	const end = skipQuoted(text, start, "/");
	return text[end] === "/" ? end : start;
}

function lineEnd(text: string, start: number): number {
	const end = text.indexOf("\n", start);
	return end < 0 ? text.length : end;
}

function isBlankBefore(text: string, at: number): boolean {
	const before = text[at - 1];
	return before === " " || before === "\t";
}
