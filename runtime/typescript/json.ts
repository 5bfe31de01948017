/**
 * A strict reader of JSON (RFC 8259) for input that must not be ambiguous: UTF-8 without byte order mark, no
 * duplicate keys, no lone surrogates, at most 64 levels.
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const MOST_LEVELS = 64;
const LONE_SURROGATE = /\p{Surrogate}/u;
const STRING_PART = /[^"\\\x00-\x1f]*/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const BLANKS = /[ \t\n\r]*/y;
const ESCAPES: ReadonlyMap<string, string> = new Map([
	['"', '"'],
	["\\", "\\"],
	["/", "/"],
	["b", "\b"],
	["f", "\f"],
	["n", "\n"],
	["r", "\r"],
	["t", "\t"],
]);

/**
 * Reads bytes as one JSON value.
 *
 * @returns the value, or null where the bytes breach the profile; own keys are the only ones to look at
 * @example readJson(new TextEncoder().encode('{"a":1,"a":2}'), 1024) // null
 */
export function readJson(bytes: Uint8Array, mostBytes: number): { readonly value: Json } | null {
	if (bytes.length > mostBytes) return null;
	try {
		// `ignoreBOM` keeps a byte order mark, which the grammar then refuses.
		return readJsonText(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
	} catch {
		return null;
	}
}

/** Reads a text as one JSON value, or null; see `readJson`. */
export function readJsonText(text: string): { readonly value: Json } | null {
	return readWritten(text) ?? readSlowly(text);
}

/**
 * A text that is exactly what its value is written as, line breaks apart, hides nothing: the built-in parser is
 * then strict enough, and many times faster. Null decides nothing.
 */
function readWritten(text: string): { readonly value: Json } | null {
	// An escaped surrogate may be a lone one; short texts are read as fast either way.
	if (text.length < 4096 || LONE_SURROGATE.test(text) || /\\u[dD]/.test(text)) return null;
	try {
		const value: Json = JSON.parse(text);
		// A raw line break never stands inside a string.
		return JSON.stringify(value) === text.replace(/\n[ \t]*/g, "") && levelsOf(value) <= MOST_LEVELS ? { value } : null;
	} catch {
		return null;
	}
}

/** How many containers stand in each other, at most. */
function levelsOf(value: Json): number {
	if (typeof value !== "object" || value === null) return 0;
	let deepest = 0;
	for (const member of Object.values(value)) deepest = Math.max(deepest, levelsOf(member));
	return deepest + 1;
}

function readSlowly(text: string): { readonly value: Json } | null {
	const reader = new Reader(text);
	const value = reader.value(0);
	return value === undefined || !reader.atEnd() || LONE_SURROGATE.test(text) ? null : { value };
}

/** Values are undefined where the text is not JSON. */
class Reader {
	private at = 0;

	constructor(private readonly text: string) {}

	atEnd(): boolean {
		this.skip();
		return this.at === this.text.length;
	}

	value(depth: number): Json | undefined {
		this.skip();
		switch (this.text.charAt(this.at)) {
			case "{":
				return this.object(depth);
			case "[":
				return this.array(depth);
			case '"':
				return this.string();
			case "t":
				return this.word("true", true);
			case "f":
				return this.word("false", false);
			case "n":
				return this.word("null", null);
			default:
				return this.number();
		}
	}

	private object(depth: number): Json | undefined {
		if (depth >= MOST_LEVELS) return undefined;
		const object: { [key: string]: Json } = Object.create(null);
		this.at += 1;
		if (this.takes("}")) return object;
		for (;;) {
			this.skip();
			const key = this.text.charAt(this.at) === '"' ? this.string() : undefined;
			if (key === undefined || key in object || !this.takes(":")) return undefined;
			const value = this.value(depth + 1);
			if (value === undefined) return undefined;
			object[key] = value;
			if (this.takes("}")) return object;
			if (!this.takes(",")) return undefined;
		}
	}

	private array(depth: number): Json | undefined {
		if (depth >= MOST_LEVELS) return undefined;
		const array: Json[] = [];
		this.at += 1;
		if (this.takes("]")) return array;
		for (;;) {
			const value = this.value(depth + 1);
			if (value === undefined) return undefined;
			array.push(value);
			if (this.takes("]")) return array;
			if (!this.takes(",")) return undefined;
		}
	}

	private string(): string | undefined {
		let result = "";
		this.at += 1;
		for (;;) {
			STRING_PART.lastIndex = this.at;
			const part = STRING_PART.exec(this.text)?.[0] ?? "";
			result += part;
			this.at += part.length;
			const character = this.text.charAt(this.at);
			this.at += 1;
			if (character === '"') return LONE_SURROGATE.test(result) ? undefined : result;
			if (character !== "\\") return undefined;
			const escaped = this.escape();
			if (escaped === undefined) return undefined;
			result += escaped;
		}
	}

	private escape(): string | undefined {
		const letter = this.text.charAt(this.at);
		if (letter !== "u") {
			this.at += 1;
			return ESCAPES.get(letter);
		}
		const digits = this.text.slice(this.at + 1, this.at + 5);
		this.at += 5;
		return /^[0-9A-Fa-f]{4}$/.test(digits) ? String.fromCharCode(Number.parseInt(digits, 16)) : undefined;
	}

	private number(): number | undefined {
		NUMBER.lastIndex = this.at;
		const digits = NUMBER.exec(this.text)?.[0];
		if (digits === undefined) return undefined;
		this.at += digits.length;
		const value = Number(digits);
		return Number.isFinite(value) ? value : undefined;
	}

	private word<Value extends Json>(word: string, value: Value): Value | undefined {
		if (!this.text.startsWith(word, this.at)) return undefined;
		this.at += word.length;
		return value;
	}

	private takes(character: string): boolean {
		this.skip();
		if (this.text.charAt(this.at) !== character) return false;
		this.at += 1;
		return true;
	}

	private skip(): void {
		BLANKS.lastIndex = this.at;
		this.at += BLANKS.exec(this.text)?.[0].length ?? 0;
	}
}
