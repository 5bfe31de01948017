/**
 * Cuts YAML into tokens and stops at the first thing that a scope file may not hold, before anything is
 * built: a refused file never costs more than a good one of its size.
 */

import { CST, Lexer, Parser } from "yaml";
import type { DiagnosticName } from "../diagnostics/catalogue.ts";
import type { Session } from "../diagnostics/session.ts";
import { type Source, spanOf } from "../source/source.ts";
import { excerpt } from "./describe.ts";
import { type DocumentComment, MAX_DEPTH } from "./tree.ts";

export interface YamlTokens {
	/** One syntax tree per document; here that is one. */
	readonly tokens: readonly CST.Token[];
	readonly comments: readonly DocumentComment[];
}

/** Token types that stand for a YAML feature which scope files do without. */
const REFUSED = {
	anchor: "yaml-alias",
	alias: "yaml-alias",
	tag: "yaml-tag",
	"directive-line": "yaml-directive",
} as const satisfies Partial<Record<CST.TokenType, DiagnosticName>>;

const CLOSERS: Readonly<Record<string, string>> = { "[": "]", "{": "}" };

/** Tokens of a YAML text, or null after the first fault, which is reported. Linear in the text. */
export function scanYaml(source: Source, session: Session): YamlTokens | null {
	const scanner = new Scanner(source, session);
	const parser = new Parser();
	const tokens: CST.Token[] = [];
	for (const lexeme of new Lexer().lex(source.text)) {
		if (!scanner.admits(lexeme)) return null;
		for (const token of parser.next(lexeme)) tokens.push(token);
		if (parser.stack.length > MAX_DEPTH && parser.stack.filter(CST.isCollection).length > MAX_DEPTH) {
			session.report("document-too-deep", spanOf(source, scanner.start, scanner.at), { limit: MAX_DEPTH });
			return null;
		}
	}
	for (const token of parser.end()) tokens.push(token);
	return { tokens, comments: scanner.comments };
}

class Scanner {
	readonly comments: DocumentComment[] = [];
	/** The current lexeme stands between `start` and `at`. */
	start = 0;
	at = 0;
	private readonly source: Source;
	private readonly session: Session;
	/** Offsets of `[` and `{` that are open. */
	private readonly open: number[] = [];
	private scalarNext = false;
	private hasContent = false;
	private hasEnded = false;

	constructor(source: Source, session: Session) {
		this.source = source;
		this.session = session;
	}

	/** Whether a lexeme may stand. The lexer announces every plain and block scalar, whose text is then no token of its own. */
	admits(lexeme: string): boolean {
		if (this.scalarNext) {
			this.scalarNext = false;
			this.advance(lexeme);
			return this.content();
		}
		if (lexeme === CST.SCALAR || lexeme === CST.DOCUMENT) {
			this.scalarNext = lexeme === CST.SCALAR;
			return true;
		}
		if (lexeme === CST.FLOW_END) return this.reportOpen();
		this.advance(lexeme);
		return this.token(lexeme, CST.tokenType(lexeme));
	}

	private advance(lexeme: string): void {
		this.start = this.at;
		this.at += lexeme.length;
	}

	private token(lexeme: string, type: CST.TokenType | null): boolean {
		switch (type) {
			case "anchor":
			case "alias":
			case "tag":
			case "directive-line":
				return this.refuse(REFUSED[type], lexeme);
			case "space":
			case "newline":
				return true;
			case "comment":
				this.comments.push({ text: lexeme, start: this.start });
				return true;
			case "doc-start":
				return this.hasContent ? this.severalDocuments() : this.content();
			case "doc-end":
				this.hasEnded = true;
				return true;
			case "flow-map-start":
			case "flow-seq-start":
				this.open.push(this.start);
				return this.content();
			case "flow-map-end":
			case "flow-seq-end":
				return this.closes(lexeme) ? this.content() : this.reportOpen();
			case "double-quoted-scalar":
				return isClosedDouble(lexeme) ? this.content() : this.reportUnclosed('"');
			case "single-quoted-scalar":
				return isClosedSingle(lexeme) ? this.content() : this.reportUnclosed("'");
			default:
				return this.content();
		}
	}

	/** Whether a bracket closes the innermost open one. One that closes nothing at all is for the parser to refuse. */
	private closes(bracket: string): boolean {
		const opener = this.open.at(-1);
		if (opener !== undefined && CLOSERS[this.source.text.charAt(opener)] !== bracket) return false;
		this.open.pop();
		return true;
	}

	private content(): boolean {
		if (this.hasEnded) return this.severalDocuments();
		this.hasContent = true;
		return true;
	}

	private severalDocuments(): boolean {
		this.session.report("several-documents", this.span(), {});
		return false;
	}

	private refuse(name: (typeof REFUSED)[keyof typeof REFUSED], lexeme: string): boolean {
		this.session.report(name, this.span(), { text: excerpt(lexeme) });
		return false;
	}

	private reportUnclosed(quote: string): boolean {
		const remedy =
			quote === "'"
				? "write `'` at its end; inside such a text `''` is one `'`"
				: 'write `"` at its end; inside such a text `\\"` is one `"`';
		this.session.report("invalid-yaml", spanOf(this.source, this.start, this.start + 1), {
			problem: "the quoted text is not closed",
			remedy,
		});
		return false;
	}

	/** The lexer says that a line cannot go on with the innermost open `[` or `{`. */
	private reportOpen(): boolean {
		const opener = this.open.at(-1) ?? this.at;
		const closer = CLOSERS[this.source.text.charAt(opener)] ?? "]";
		const remedy = `write \`${closer}\` at its end, and indent what is inside`;
		this.session.report("invalid-yaml", spanOf(this.source, opener, opener + 1), { problem: `\`${closer}\` is missing`, remedy });
		return false;
	}

	private span() {
		return spanOf(this.source, this.start, this.at);
	}
}

function isClosedDouble(lexeme: string): boolean {
	const last = lexeme.length - 1;
	return last > 0 && lexeme[last] === '"' && runBefore(lexeme, last, "\\") % 2 === 0;
}

function isClosedSingle(lexeme: string): boolean {
	return runBefore(lexeme.slice(1), lexeme.length - 1, "'") % 2 === 1;
}

/** How often a character stands in a row right before `end`. */
function runBefore(text: string, end: number, character: string): number {
	let at = end;
	while (text[at - 1] === character) at--;
	return end - at;
}
