/**
 * Reads a rules file of Codex as far as it is a plain list of calls: `prefix_rule(pattern = ["git", "push"], decision = "allow")`.
 * The language behind it (Starlark) can compute rules; a file that does so is not read, and whoever asks is told.
 */

import type { Json } from "../../targets/install.ts";
import type { TextFault } from "./read-toml.ts";

const TOKEN = /(?:[ \t\r\n]|#[^\n]*|\\\r?\n)*(?:([A-Za-z_][A-Za-z0-9_]*)|(-?\d+)|("""|'''|["'])|([()[\],=]))/y;
const REST = /(?:[ \t\r\n]|#[^\n]*)*$/y;
const ESCAPES: Readonly<Record<string, string>> = {
	n: "\n",
	t: "\t",
	r: "\r",
	"\\": "\\",
	'"': '"',
	"'": "'",
	"\n": "",
	a: "\u0007",
	b: "\b",
	f: "\f",
	v: "\v",
};
const NAMED: ReadonlyMap<string, Json> = new Map<string, Json>([
	["True", true],
	["False", false],
	["None", null],
]);

type Token = { readonly kind: "name" | "number" | "text" | "sign"; readonly text: string };

/**
 * The calls of a file, in order, each as `{ call, …its named arguments }`; arguments without a name stand under `arguments`.
 *
 * @example readRulesFile('prefix_rule(pattern=["ls"])') // { value: [{ call: "prefix_rule", pattern: ["ls"], arguments: [] }] }
 */
export function readRulesFile(text: string): { readonly value: Json } | TextFault {
	const reader = new CallReader(text);
	const calls: Json[] = [];
	while (!reader.atEnd()) {
		const call = reader.call();
		if (call === null) return { problem: "it is more than a plain list of rules", line: reader.line() };
		calls.push(call);
	}
	return { value: calls };
}

/** Every method gives null where the text is not of the plain form. */
class CallReader {
	private at = 0;

	constructor(private readonly text: string) {}

	line(): number {
		return this.text.slice(0, this.at).split("\n").length;
	}

	atEnd(): boolean {
		REST.lastIndex = this.at;
		return REST.test(this.text);
	}

	call(): Json | null {
		const name = this.next();
		if (name?.kind !== "name" || !this.isNext("(")) return null;
		const named: Record<string, Json> = {};
		const plain: Json[] = [];
		while (!this.isNext(")")) {
			const start = this.at;
			const key = this.next();
			const isNamed = key?.kind === "name" && this.isNext("=");
			if (!isNamed) this.at = start;
			const value = this.value();
			if (value === undefined) return null;
			if (isNamed) named[key.text] = value;
			else plain.push(value);
			if (this.isNext(",")) continue;
			if (!this.isNext(")")) return null;
			break;
		}
		return { call: name.text, ...named, arguments: plain };
	}

	private value(): Json | undefined {
		const token = this.next();
		if (token?.kind === "text") return token.text;
		if (token?.kind === "number") return Number(token.text);
		if (token?.kind === "name") return NAMED.get(token.text);
		return token?.text === "[" ? this.list() : undefined;
	}

	private list(): Json | undefined {
		const list: Json[] = [];
		while (!this.isNext("]")) {
			const value = this.value();
			if (value === undefined) return undefined;
			list.push(value);
			if (this.isNext(",")) continue;
			if (!this.isNext("]")) return undefined;
			break;
		}
		return list;
	}

	private isNext(sign: string): boolean {
		const start = this.at;
		const token = this.next();
		if (token?.kind === "sign" && token.text === sign) return true;
		this.at = start;
		return false;
	}

	private next(): Token | null {
		TOKEN.lastIndex = this.at;
		const found = TOKEN.exec(this.text);
		if (!found) return null;
		this.at = TOKEN.lastIndex;
		const [, name, number, quote, sign] = found;
		if (name !== undefined) return { kind: "name", text: name };
		if (number !== undefined) return { kind: "number", text: number };
		if (sign !== undefined) return { kind: "sign", text: sign };
		const text = this.string(quote ?? '"');
		return text === null ? null : { kind: "text", text };
	}

	private string(quote: string): string | null {
		let result = "";
		while (!this.text.startsWith(quote, this.at)) {
			const next = this.text.charAt(this.at++);
			if (next === "" || (next === "\n" && quote.length === 1)) return null;
			if (next !== "\\") result += next;
			else {
				const meant = this.escape();
				if (meant === null) return null;
				result += meant;
			}
		}
		this.at += quote.length;
		return result;
	}

	private escape(): string | null {
		const letter = this.text.charAt(this.at++);
		const length = letter === "u" ? 4 : letter === "U" ? 8 : letter === "x" ? 2 : 0;
		if (length === 0) return ESCAPES[letter] ?? null;
		const digits = this.text.slice(this.at, this.at + length);
		const code = Number.parseInt(digits, 16);
		if (!/^[0-9A-Fa-f]+$/.test(digits) || digits.length < length || code > 0x10ffff) return null;
		this.at += length;
		return String.fromCodePoint(code);
	}
}
