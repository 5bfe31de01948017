/** Command literals: nodes of the grammar to the tree's words, and what a word may not hold. */

import type { Node } from "ohm-js";
import type { PolicyActionDict, PolicySemantics } from "../../grammar/generated/policy.ohm-bundle.js";
import type { CommandLiteral, Word, WordPiece } from "./ast.ts";
import { readingOf, toPart, toParts } from "./nodes.ts";
import type { Reading } from "./reading.ts";

/** A piece of a word, or why there is none. */
export type Part = WordPiece | Fault;

/** What is wrong in a word. It is reported only if it is the first fault of its literal. */
interface Fault {
	readonly kind: "fault";
	readonly report: (reading: Reading) => void;
}

const COMMAND_BORDERS = "a pattern is one simple command, and lines are cut at it before matching";
const REDIRECTIONS = "redirections are matched by `reads` and `writes`";

/** Why a character has no place in a pattern, unless it is quoted. */
const REFUSED_CHARACTERS: Readonly<Record<string, string>> = {
	"|": COMMAND_BORDERS,
	"&": COMMAND_BORDERS,
	";": COMMAND_BORDERS,
	$: "a pattern holds no variables",
	"<": REDIRECTIONS,
	">": REDIRECTIONS,
	"`": "a pattern holds no command substitution",
};

const partActions: PolicyActionDict<Part> = {
	run(_characters) {
		return { kind: "literal", text: this.sourceString };
	},
	braceRun(_characters) {
		return { kind: "literal", text: this.sourceString };
	},
	bareRun(_characters) {
		return { kind: "literal", text: this.sourceString };
	},
	star(_star) {
		return { kind: "star" };
	},
	question(_question) {
		return { kind: "question" };
	},
	quoted(_open, characters, _close) {
		return { kind: "literal", text: characters.sourceString };
	},
	escape(_backslash, character) {
		return { kind: "literal", text: character.sourceString };
	},
	braces(_open, first, _commas, rest, _close) {
		const alternatives: WordPiece[][] = [];
		for (const node of [first, ...rest.children]) {
			const parts = toParts(node);
			const many = parts.findIndex((part, index) => part.kind === "star" && parts[index + 1]?.kind === "star");
			if (many >= 0) return faultAt(node, (reading, start, end) => reading.report("many-in-braces", start, end, {}));
			const pieces = joinParts(parts);
			if ("kind" in pieces) return pieces;
			alternatives.push(pieces);
		}
		if (alternatives.length > 1) return { kind: "braces", alternatives };
		return faultAt(this, (reading, start, end) => reading.report("lone-alternative", start, end, {}));
	},
	refused(character) {
		return faultAt(character, (reading, start, end) => reportRefused(reading, character.sourceString, start, end));
	},
	outside(character) {
		return faultAt(character, (reading, start, end) => reportRefused(reading, character.sourceString, start, end));
	},
};

const partsActions: PolicyActionDict<readonly Part[]> = {
	alternative(pieces) {
		return pieces.children.map(toPart);
	},
	word(pieces) {
		return pieces.children.map(toPart);
	},
	bare(pieces) {
		return pieces.children.map(toPart);
	},
};

const literalActions: PolicyActionDict<CommandLiteral> = {
	literal(_open, body, _close) {
		const reading = readingOf(this);
		const [, nodes] = body.children;
		const words = toWords(nodes?.children ?? [], reading) ?? [];
		warnOfDoubleQuotes(body, reading);
		const span = reading.spanOf(this);
		if (words.length === 0 && !reading.broken) reading.report("empty-pattern", this.source.startIdx, this.source.endIdx, {});
		return { words, span };
	},
	bare(_pieces) {
		const reading = readingOf(this);
		return { words: toWords([this], reading) ?? [], span: reading.spanOf(this) };
	},
};

/** Adds the operations `part`, `parts` and `literal(reading)`. */
export function addWordOperations(semantics: PolicySemantics): void {
	semantics.addOperation<Part>("part", partActions);
	semantics.addOperation<readonly Part[]>("parts", partsActions);
	semantics.addOperation<CommandLiteral>("literal(reading)", literalActions);
}

/**
 * The words of `word`, `bare`, `blank` and `outside` nodes. The first fault is reported, and then there are none.
 */
export function toWords(nodes: readonly Node[], reading: Reading): Word[] | null {
	const words: Word[] = [];
	for (const node of nodes) {
		if (node.ctorName === "blank") continue;
		const pieces = node.ctorName === "outside" ? joinParts([toPart(node)]) : wordPieces(toParts(node));
		if ("kind" in pieces) {
			pieces.report(reading);
			return null;
		}
		words.push({ pieces, span: reading.place(node.source.startIdx, node.source.endIdx) });
	}
	return words;
}

/** A `"` in a pattern is most often a shell's quote, which has no meaning here. */
export function warnOfDoubleQuotes(body: Node, reading: Reading): void {
	const text = body.sourceString;
	if (!text.includes('"')) return;
	for (const match of text.matchAll(/\\.|'[^']*'|"/gs)) {
		if (match[0] !== '"') continue;
		const start = body.source.startIdx + match.index;
		reading.report("double-quote-in-pattern", start, start + 1, {});
		return;
	}
}

function wordPieces(parts: readonly Part[]): WordPiece[] | Fault {
	const [first, second] = parts;
	if (parts.length === 2 && first?.kind === "star" && second?.kind === "star") return [{ kind: "many" }];
	return joinParts(parts);
}

/** Joins neighbouring literals and stars and drops empty literals, so that one meaning has one form. */
function joinParts(parts: readonly Part[]): WordPiece[] | Fault {
	const pieces: WordPiece[] = [];
	for (const part of parts) {
		if (part.kind === "fault") return part;
		const last = pieces.at(-1);
		if (part.kind === "literal" && last?.kind === "literal") pieces[pieces.length - 1] = { kind: "literal", text: last.text + part.text };
		else if (part.kind === "literal" && part.text === "") continue;
		else if (part.kind !== "star" || last?.kind !== "star") pieces.push(part);
	}
	return pieces;
}

function faultAt(node: Node, report: (reading: Reading, start: number, end: number) => void): Fault {
	const { startIdx: start, endIdx: end } = node.source;
	return { kind: "fault", report: (reading) => report(reading, start, end) };
}

function reportRefused(reading: Reading, character: string, start: number, end: number): void {
	const why = REFUSED_CHARACTERS[character];
	if (why !== undefined)
		reading.report("refused-character", start, end, { character: `\`${character}\``, why, escape: `\`\\${character}\`` });
	else if (character === "\n") reading.report("line-break-in-pattern", start, end, {});
	else if (character === "{" || character === "}") reading.report("unbalanced-brace", start, end, { brace: character });
	else if (character === "'") reading.report("unclosed-quote", start, end, {});
	else if (character === "\\") reading.report("dangling-backslash", start, end, {});
	else reading.report("control-character", start, end, { character: codePointName(character) });
}

/** A character that cannot be shown, as `U+0000`. */
export function codePointName(character: string): string {
	return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
