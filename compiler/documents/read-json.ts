/**
 * Reads JSON (RFC 8259) into a document tree with places. Strict: no comments, no trailing commas, no
 * duplicate keys, and nothing after the value.
 */

import type { Session } from "../diagnostics/session.ts";
import { type Source, type Span, spanOf } from "../source/source.ts";
import { isEncodable, isSafeNumber, KeyLedger } from "./read-scalars.ts";
import { type DocumentNode, MAX_DEPTH, type MapEntry, pointerTo, type TextNode } from "./tree.ts";

const BLANK = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const PLAIN_TEXT = /[^"\\\t\r\n]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const WORD = /[A-Za-z0-9_$+.-]+/y;
const WORDS: ReadonlyMap<string, boolean | null> = new Map([
	["true", true],
	["false", false],
	["null", null],
]);

/** The fault that ended the reading, already reported. It never leaves this file. */
class Stop extends Error {}

/** The tree of a JSON text, or null after the first fault, which is reported. Linear in the text. */
export function readJson(source: Source, session: Session): DocumentNode | null {
	try {
		return new JsonReader(source, session).read();
	} catch (stop) {
		if (stop instanceof Stop) return null;
		throw stop;
	}
}

class JsonReader {
	private at = 0;
	private readonly source: Source;
	private readonly session: Session;

	constructor(source: Source, session: Session) {
		this.source = source;
		this.session = session;
	}

	read(): DocumentNode {
		this.skipBlanks();
		const root = this.value("", 0);
		this.skipBlanks();
		if (this.at < this.source.text.length)
			this.fail("there is text after the end of the value", "write one JSON value and nothing after it");
		return root;
	}

	private value(pointer: string, depth: number): DocumentNode {
		const character = this.source.text[this.at];
		if (character === "{" || character === "[") {
			if (depth === MAX_DEPTH) {
				this.session.report("document-too-deep", spanOf(this.source, this.at, this.at + 1), { limit: MAX_DEPTH });
				throw new Stop();
			}
			return character === "{" ? this.map(pointer, depth + 1) : this.list(pointer, depth + 1);
		}
		return character === '"' ? this.text(pointer) : this.plain(pointer);
	}

	private map(pointer: string, depth: number): DocumentNode {
		const start = this.at++;
		const entries: MapEntry[] = [];
		const ledger = new KeyLedger(this.session);
		this.skipBlanks();
		while (this.source.text[this.at] !== "}") {
			if (entries.length > 0) this.separator("}", "a key");
			if (this.source.text[this.at] !== '"') this.failAtKey();
			const key = this.key(pointer);
			if (!ledger.admits(key)) throw new Stop();
			this.skipBlanks();
			if (!this.take(":")) this.fail("expected `:` after the key", "write `:` between a key and its value");
			this.skipBlanks();
			entries.push({ key, value: this.value(key.pointer, depth) });
			this.skipBlanks();
		}
		this.at++;
		return { kind: "map", entries, pointer, span: spanOf(this.source, start, this.at) };
	}

	private list(pointer: string, depth: number): DocumentNode {
		const start = this.at++;
		const members: DocumentNode[] = [];
		this.skipBlanks();
		while (this.source.text[this.at] !== "]") {
			if (members.length > 0) this.separator("]", "a value");
			members.push(this.value(pointerTo(pointer, members.length), depth));
			this.skipBlanks();
		}
		this.at++;
		return { kind: "list", members, pointer, span: spanOf(this.source, start, this.at) };
	}

	/** The comma between two members; `closer` after it is the trailing comma of other languages. */
	private separator(closer: string, next: string): void {
		const comma = this.at;
		if (!this.take(",")) this.fail(`expected \`,\` or \`${closer}\``, `write \`,\` between members and \`${closer}\` after the last`);
		this.skipBlanks();
		if (this.source.text[this.at] !== closer) return;
		this.at = comma;
		this.fail(`expected ${next} after \`,\``, "take the last comma away");
	}

	private key(parent: string): TextNode {
		const key = this.text(parent);
		return { ...key, pointer: pointerTo(parent, key.value) };
	}

	private text(pointer: string): TextNode {
		const start = this.at++;
		let escaped = false;
		for (;;) {
			this.match(PLAIN_TEXT);
			const character = this.source.text[this.at];
			if (character === '"') break;
			if (character === "\\") {
				escaped = true;
				if (this.match(ESCAPE)) continue;
				this.fail("the text holds an escape that JSON does not know", 'JSON has `\\" \\\\ \\/ \\b \\f \\n \\r \\t` and `\\uXXXX`');
			}
			if (character === "\t") this.fail("a tab stands in the text", "write `\\t`");
			this.at = start;
			this.fail("the text is not closed on its line", 'write `"` at its end');
		}
		this.at++;
		const span = spanOf(this.source, start, this.at);
		const value: unknown = escaped ? JSON.parse(this.source.text.slice(start, this.at)) : this.source.text.slice(start + 1, this.at - 1);
		const node: TextNode = { kind: "text", value: String(value), literalStart: escaped ? null : start + 1, pointer, span };
		if (!isEncodable(node, this.session)) throw new Stop();
		return node;
	}

	private plain(pointer: string): DocumentNode {
		const start = this.at;
		const word = this.match(WORD);
		if (!word)
			return this.fail(
				`expected a value${this.found()}`,
				"write a map, a list, text in double quotes, a number, `true`, `false` or `null`",
			);
		const written = this.source.text.slice(word.start, word.end);
		const known = WORDS.get(written);
		if (known !== undefined) return { kind: "plain", value: known, pointer, span: word };
		this.at = start;
		const number = this.match(NUMBER);
		if (number?.end !== word.end) {
			this.at = start;
			return this.fail(`\`${written}\` is no JSON value`, "write text in double quotes");
		}
		const value = Number(written);
		if (!isSafeNumber(value, written, word, pointer, this.session)) throw new Stop();
		return { kind: "plain", value, pointer, span: word };
	}

	private failAtKey(): never {
		this.fail(`expected a key in double quotes${this.found()}`, 'write keys as `"key"`');
	}

	private found(): string {
		return this.at < this.source.text.length
			? `, found \`${String.fromCodePoint(this.source.text.codePointAt(this.at) ?? 0)}\``
			: ", found the end of the file";
	}

	private fail(problem: string, remedy: string): never {
		const end = Math.min(this.at + 1, this.source.text.length);
		this.session.report("invalid-json", spanOf(this.source, this.at, end), { problem, remedy });
		throw new Stop();
	}

	private take(character: string): boolean {
		if (this.source.text[this.at] !== character) return false;
		this.at++;
		return true;
	}

	private skipBlanks(): void {
		this.match(BLANK);
	}

	private match(pattern: RegExp): Span | null {
		pattern.lastIndex = this.at;
		if (!pattern.test(this.source.text)) return null;
		const span = spanOf(this.source, this.at, pattern.lastIndex);
		this.at = pattern.lastIndex;
		return span;
	}
}
