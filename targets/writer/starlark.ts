/**
 * Writes Starlark as Codex reads it in `.rules` files: texts, lists, calls with named arguments.
 * Source: the Starlark specification, "String literals"; https://github.com/bazelbuild/starlark/blob/master/spec.md
 */

export type StarlarkValue = string | readonly StarlarkValue[];

const SHORT_ESCAPES: Readonly<Record<string, string>> = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * A text as a double-quoted literal on one line. Control characters become `\xHH`; the rest stays as it is,
 * in UTF-8. A lone surrogate, which UTF-8 cannot hold, becomes U+FFFD.
 *
 * @example writeStarlarkText('say "hi"') // '"say \\"hi\\""'
 */
export function writeStarlarkText(text: string): string {
	const escaped = text
		.replace(LONE_SURROGATE, "\ufffd")
		.replace(/[\u0000-\u001f"\\\u007f]/g, (character) => SHORT_ESCAPES[character] ?? hexEscape(character));
	return `"${escaped}"`;
}

/** A text, or a list of values on one line. */
export function writeStarlarkValue(value: StarlarkValue): string {
	return typeof value === "string" ? writeStarlarkText(value) : `[${value.map(writeStarlarkValue).join(", ")}]`;
}

/**
 * A call with one named argument a line.
 *
 * @example writeStarlarkCall("f", [["a", "x"]]) // 'f(\n    a = "x",\n)\n'
 */
export function writeStarlarkCall(name: string, named: readonly (readonly [string, StarlarkValue])[]): string {
	return `${name}(\n${named.map(([key, value]) => `    ${key} = ${writeStarlarkValue(value)},\n`).join("")})\n`;
}

/** A comment on lines of its own. */
export function writeStarlarkComment(text: string): string {
	return text
		.split(/\r\n|[\n\r]/)
		.map((line) => (line === "" ? "#\n" : `# ${line}\n`))
		.join("");
}

function hexEscape(character: string): string {
	return `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
}
