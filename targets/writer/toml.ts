/** Writes TOML 1.0: comments, and tables of an array of tables with texts and whole numbers. Source: https://toml.io/en/v1.0.0 */

export type TomlValue = string | number;

const SHORT_ESCAPES: Readonly<Record<string, string>> = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * A text as a basic string on one line. Control characters become `\uHHHH`; the rest stays as it is, in UTF-8. A lone
 * surrogate, which UTF-8 cannot hold, becomes U+FFFD.
 *
 * @example writeTomlText('say "hi"') // '"say \\"hi\\""'
 */
export function writeTomlText(text: string): string {
	const escaped = text
		.replace(LONE_SURROGATE, "\ufffd")
		.replace(/[\u0000-\u001f"\\\u007f]/g, (character) => SHORT_ESCAPES[character] ?? unicodeEscape(character));
	return `"${escaped}"`;
}

/**
 * One table of an array of tables, keys in the order given, which have to be bare keys.
 *
 * @example writeTomlTable("rule", [["priority", 1]]) // '[[rule]]\npriority = 1\n'
 */
export function writeTomlTable(name: string, entries: readonly (readonly [string, TomlValue])[]): string {
	const lines = entries.map(([key, value]) => `${key} = ${typeof value === "string" ? writeTomlText(value) : writeNumber(value)}\n`);
	return `[[${name}]]\n${lines.join("")}`;
}

/** A comment on lines of its own. Control characters, which a comment may not hold, become blanks. */
export function writeTomlComment(text: string): string {
	return text
		.split(/\r\n|[\n\r]/)
		.map((line) => `# ${line.replace(LONE_SURROGATE, "\ufffd").replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, " ")}`.trimEnd())
		.map((line) => `${line}\n`)
		.join("");
}

function writeNumber(value: number): string {
	if (!Number.isSafeInteger(value)) throw new TypeError("only whole numbers are written");
	return String(value);
}

function unicodeEscape(character: string): string {
	return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
