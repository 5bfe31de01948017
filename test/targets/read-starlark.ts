/** Reads the part of Starlark that `.rules` files use: comments, calls with named arguments, texts and lists. */

export type Value = string | Value[];

export interface Call {
	readonly name: string;
	readonly named: Readonly<Record<string, Value>>;
}

export function readStarlark(text: string): readonly Call[] {
	let at = 0;
	const calls: Call[] = [];
	for (skip(); at < text.length; skip()) {
		const name = take(/[a-z_]+/y);
		const named: Record<string, Value> = {};
		expectText("(");
		while (!accept(")")) {
			const key = take(/[a-z_]+/y);
			expectText("=");
			named[key] = value();
			expectText(",");
		}
		calls.push({ name, named });
	}
	return calls;

	function skip(): void {
		at += /^(?:\s|#[^\n]*(?:\n|$))*/.exec(text.slice(at))?.[0].length ?? 0;
	}
	function take(pattern: RegExp): string {
		skip();
		pattern.lastIndex = at;
		const found = pattern.exec(text)?.[0];
		if (found === undefined) throw new Error(`Starlark: unexpected text at ${at}`);
		at += found.length;
		return found;
	}
	function accept(token: string): boolean {
		skip();
		if (!text.startsWith(token, at)) return false;
		at += token.length;
		return true;
	}
	function expectText(token: string): void {
		if (!accept(token)) throw new Error(`Starlark: \`${token}\` expected at ${at}`);
	}
	function value(): Value {
		if (!accept("[")) return unquote(take(/"(?:[^"\\\n\r]|\\.)*"/y));
		const list: Value[] = [];
		if (accept("]")) return list;
		do list.push(value());
		while (accept(","));
		expectText("]");
		return list;
	}
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };

/** A double-quoted literal as its text (Starlark specification, "String literals"). */
export function unquote(literal: string): string {
	return literal.slice(1, -1).replace(/\\(?:x([0-9a-fA-F]{2})|(.))/g, (_, hex: string | undefined, letter: string | undefined) => {
		if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
		const text = ESCAPES[letter ?? ""];
		if (text === undefined) throw new Error(`Starlark: unknown escape \\${letter}`);
		return text;
	});
}
