/** Writes JSON: two-space indentation, keys in the order given, lists of numbers on one line, a final newline. */

/** Columns that a value may take in `rows`: whatever fits stands on one line. */
const ROW_WIDTH = 140;

/**
 * One JSON value as a file's text for large tables: a value that fits in 140 columns stands on one line, so that a
 * file of many small records stays short and a diff of it readable. Keys in the order given, a final newline.
 *
 * @example writeJsonRows({ a: [{ b: 1 }, { b: 2 }] }) // '{"a":[{"b":1},{"b":2}]}\n'
 */
export function writeJsonRows(value: unknown): string {
	return `${row(value, "")}\n`;
}

function row(value: unknown, indent: string): string {
	if (value === null || typeof value !== "object") return flatText(value);
	// The bundles of one build share their registry and tables, each at the same depth.
	const known = written.get(value);
	if (known?.indent === indent) return known.text;
	const text = container(value, indent);
	if (text.length > ROW_WIDTH) written.set(value, { indent, text });
	return text;
}

const written = new WeakMap<object, { readonly indent: string; readonly text: string }>();

function container(value: object, indent: string): string {
	const inner = `${indent} `;
	const isList = Array.isArray(value);
	if (isList && value.every((entry) => typeof entry === "number")) return flatText(value);
	const members = isList
		? value.map((entry) => row(entry, inner))
		: Object.entries(value).map(([key, entry]) => `${JSON.stringify(key)}:${row(entry, inner)}`);
	const [open, close] = isList ? ["[", "]"] : ["{", "}"];
	// A member of several lines is longer than a row, and so are the commas and brackets around the members.
	const width = members.reduce((sum, member) => sum + member.length + 1, indent.length + 1);
	if (width <= ROW_WIDTH || members.length === 0) return open + members.join(",") + close;
	return `${open}\n${members.map((member) => inner + member).join(",\n")}\n${indent}${close}`;
}

function flatText(value: unknown): string {
	const text = JSON.stringify(value);
	if (text === undefined) throw new TypeError(`JSON cannot hold ${typeof value}`);
	return text;
}

/** How texts are written. `comment-safe`: no text holds `//` or `/*`, for readers that cut comments before they parse. */
export type JsonTexts = "plain" | "comment-safe";

/**
 * One JSON value as a file's text.
 *
 * Keys stand in insertion order, so the caller fixes the order by how it builds the value. Throws on what
 * JSON cannot hold (undefined, functions, infinite numbers): that is our bug.
 *
 * @example writeJson({ b: [1, 2], a: "x" }) // '{\n  "b": [1, 2],\n  "a": "x"\n}\n'
 */
export function writeJson(value: unknown, texts: JsonTexts = "plain"): string {
	return `${write(value, "", texts)}\n`;
}

/** A text as a JSON string. In `comment-safe` texts the second character of `//` and `/*` is escaped (RFC 8259, section 7). */
export function writeJsonText(text: string, texts: JsonTexts = "plain"): string {
	const quoted = JSON.stringify(text);
	return texts === "plain" ? quoted : quoted.replace(/(?<=\/)[/*]/g, (character) => (character === "/" ? "\\/" : "\\u002a"));
}

function write(value: unknown, indent: string, texts: JsonTexts): string {
	if (value === null || typeof value === "boolean") return String(value);
	if (typeof value === "string") return writeJsonText(value, texts);
	if (typeof value === "number" && Number.isFinite(value)) return JSON.stringify(value);
	if (Array.isArray(value)) return writeList(value, indent, texts);
	if (typeof value === "object") return writeMap(value as Readonly<Record<string, unknown>>, indent, texts);
	throw new TypeError(`JSON cannot hold ${typeof value}`);
}

function writeList(values: readonly unknown[], indent: string, texts: JsonTexts): string {
	if (values.length === 0) return "[]";
	if (values.every((value) => typeof value === "number")) return `[${values.map((value) => write(value, "", texts)).join(", ")}]`;
	const inner = `${indent}  `;
	return `[\n${values.map((value) => inner + write(value, inner, texts)).join(",\n")}\n${indent}]`;
}

function writeMap(map: Readonly<Record<string, unknown>>, indent: string, texts: JsonTexts): string {
	const entries = Object.entries(map);
	if (entries.length === 0) return "{}";
	const inner = `${indent}  `;
	const members = entries.map(([key, value]) => `${inner}${writeJsonText(key, texts)}: ${write(value, inner, texts)}`);
	return `{\n${members.join(",\n")}\n${indent}}`;
}
