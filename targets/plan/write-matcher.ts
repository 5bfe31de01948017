/** Writes matchers of the IR as the text of a command literal, with the least quoting. */

import { MANY, type Matcher, type WordPattern } from "../../compiler/ir/types.ts";

/**
 * A matcher's text as the language writes it between backticks (a regex between slashes). Blanks are
 * collapsed where they mean the same and alternatives stand sorted, so equal matchers have equal texts.
 *
 * @example writeMatcher({ kind: "prefix", words: [["git"], ["log", "status"]] }) // "git {log,status}"
 */
export function writeMatcher(matcher: Matcher): string {
	switch (matcher.kind) {
		case "exact":
		case "prefix":
			return matcher.words.map(writeWordPattern).join(" ");
		case "glob":
			return matcher.pattern;
		case "regex":
			return `/${matcher.pattern}/${matcher.ignore_case ? "i" : ""}`;
	}
}

/** The text of a matcher with runs of unescaped blanks in a glob collapsed; the other kinds have none. */
export function normaliseMatcher(matcher: Matcher): string {
	return matcher.kind === "glob" ? collapseBlanks(matcher.pattern) : writeMatcher(matcher);
}

/** Alternatives of one word as one word of a command literal. */
export function writeWordPattern(pattern: WordPattern): string {
	if (pattern === MANY || (pattern.length === 1 && pattern[0] === "**")) return "**";
	const [only] = pattern;
	if (pattern.length === 1 && only !== undefined) return only === "" ? "''" : escapeGlobText(only);
	return `{${pattern.map(escapeGlobText).join(",")}}`;
}

/** Glob text to literal text: escapes stay, and what a command literal reads as its own syntax gets one. */
function escapeGlobText(glob: string): string {
	return glob.replace(/\\.|[\s'"`{},|&;$<>]/gsu, (piece) => (piece.startsWith("\\") ? piece : `\\${piece}`));
}

function collapseBlanks(glob: string): string {
	return glob.replace(/(\\.)|[ \t]+/gsu, (_, escaped?: string) => escaped ?? " ").replace(/^ |(?<!\\) $/g, "");
}
