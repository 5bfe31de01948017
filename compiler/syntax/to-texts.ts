/** Names, texts, lists of them, regular expressions and JSON values: nodes of the grammar to the tree. */

import type { NonterminalNode } from "ohm-js";
import type { PolicyActionDict, PolicySemantics } from "../../grammar/generated/policy.ohm-bundle.js";
import type { JsonValue, RegexText, Text } from "./ast.ts";
import { readingOf, toJson, toText } from "./nodes.ts";
import { clip, type Reading } from "./reading.ts";

const textActions: PolicyActionDict<Text> = {
	name(_first, _rest) {
		return readingOf(this).textOf(this);
	},
	text(_open, _characters, _close) {
		const reading = readingOf(this);
		return { value: unescapeText(this, reading), span: reading.spanOf(this) };
	},
	raw(_open, characters, _close) {
		return { value: characters.sourceString.replace(/\\([`\\])/g, "$1"), span: readingOf(this).spanOf(this) };
	},
};

const textsActions: PolicyActionDict<readonly Text[]> = {
	rawList_line(_gaps, lines) {
		return lines.children.map((line) => toText(line, readingOf(this)));
	},
	rawList_block(_gap, _open, _ws, lines, _between, _close) {
		return lines.children.map((line) => toText(line, readingOf(this)));
	},
	textList_line(_gaps, texts) {
		return texts.children.map((text) => toText(text, readingOf(this)));
	},
	textList_block(_gap, _open, _ws, texts, _between, _close) {
		return texts.children.map((text) => toText(text, readingOf(this)));
	},
	anyPath(_sep, _any) {
		const reading = readingOf(this);
		return [{ value: "any", span: reading.place(this.source.endIdx - "any".length, this.source.endIdx) }];
	},
};

const regexActions: PolicyActionDict<RegexText> = {
	regex(_open, characters, _close, ignoreCase) {
		const reading = readingOf(this);
		const { startIdx, endIdx } = characters.source;
		if (startIdx === endIdx) reading.report("empty-pattern", this.source.startIdx, this.source.endIdx, {});
		const source = { value: characters.sourceString, span: reading.place(startIdx, endIdx) };
		return { source, ignoreCase: ignoreCase.numChildren > 0, span: reading.spanOf(this) };
	},
};

const jsonActions: PolicyActionDict<JsonValue> = {
	json_object(_open, _ws, first, _gaps, _commas, _spaces, rest, _end, _close) {
		const reading = readingOf(this);
		const members = new Map<string, JsonValue>();
		for (const member of [...first.children, ...rest.children.flatMap((node) => node.children)]) {
			const [key, , , , value] = member.children;
			if (!key || !value) continue;
			const name = readJsonText(key, reading);
			if (members.has(name)) reading.report("duplicate-json-key", key.source.startIdx, key.source.endIdx, { key: clip(name) });
			members.set(name, toJson(value, reading));
		}
		return Object.fromEntries(members);
	},
	json_array(_open, _ws, first, _gaps, _commas, _spaces, rest, _end, _close) {
		return [...first.children, ...rest.children.flatMap((node) => node.children)].map((value) => toJson(value, readingOf(this)));
	},
	json_text(text) {
		return readJsonText(text, readingOf(this));
	},
	json_number(number) {
		const reading = readingOf(this);
		const value = Number(number.sourceString);
		if (Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))) return value;
		reading.report("number-out-of-range", number.source.startIdx, number.source.endIdx, { number: clip(number.sourceString) });
		return 0;
	},
	json_word(word) {
		return word.sourceString === "null" ? null : word.sourceString === "true";
	},
};

/** Adds the operations `text`, `texts`, `regex` and `json`, each with the reading as its argument. */
export function addTextOperations(semantics: PolicySemantics): void {
	semantics.addOperation<Text>("text(reading)", textActions);
	semantics.addOperation<readonly Text[]>("texts(reading)", textsActions);
	semantics.addOperation<RegexText>("regex(reading)", regexActions);
	semantics.addOperation<JsonValue>("json(reading)", jsonActions);
}

const ESCAPES: Readonly<Record<string, string>> = { '"': '"', "\\": "\\", n: "\n", t: "\t" };

/** `\"`, `\\`, `\n`, `\t` and `\u{…}` (a Unicode scalar value in hexadecimal, not 0). */
function unescapeText(node: NonterminalNode, reading: Reading): string {
	const inner = node.sourceString.slice(1, -1);
	if (!inner.includes("\\")) return inner;
	return inner.replace(/\\(u\{[^}]*\}|.)/gsu, (whole: string, code: string, at: number) => {
		const character = ESCAPES[code] ?? scalarValue(code);
		if (character !== null) return character;
		const start = node.source.startIdx + 1 + at;
		reading.report("invalid-escape", start, start + whole.length, { escape: clip(whole) });
		return "";
	});
}

function scalarValue(code: string): string | null {
	const digits = /^u\{([0-9A-Fa-f]{1,6})\}$/.exec(code)?.[1];
	if (digits === undefined) return null;
	const value = Number.parseInt(digits, 16);
	const isScalar = value > 0 && value <= 0x10ffff && (value < 0xd800 || value > 0xdfff);
	return isScalar ? String.fromCodePoint(value) : null;
}

function readJsonText(node: NonterminalNode, reading: Reading): string {
	const value = parseJson(node.sourceString);
	if (typeof value === "string" && !/\p{Surrogate}/u.test(value)) return value;
	reading.report("invalid-json-text", node.source.startIdx, node.source.endIdx, {});
	return "";
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}
