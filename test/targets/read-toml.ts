/** Reads the part of TOML 1.0 that policy files use: comments, arrays of tables, bare keys, basic strings, whole numbers. */

export type TomlTable = Readonly<Record<string, string | number>>;

export function readToml(text: string): readonly TomlTable[] {
	const tables: Record<string, string | number>[] = [];
	for (const line of text.split("\n")) {
		if (line === "" || line.startsWith("#")) continue;
		if (/^\[\[[a-z]+\]\]$/.test(line)) {
			tables.push({});
			continue;
		}
		const [, key = "", value = ""] = /^([A-Za-z]+) = (.+)$/s.exec(line) ?? [];
		const table = tables.at(-1);
		if (!table || key === "" || Object.hasOwn(table, key)) throw new Error(`TOML: ${line}`);
		table[key] = /^\d+$/.test(value) ? Number(value) : unquoteToml(value);
	}
	return tables;
}

const ESCAPES: Readonly<Record<string, string>> = { b: "\b", t: "\t", n: "\n", f: "\f", r: "\r", '"': '"', "\\": "\\" };

/** A basic string as its text (TOML 1.0, "String"). */
export function unquoteToml(literal: string): string {
	const inner = /^"((?:[^"\\\u0000-\u0008\u000a-\u001f\u007f]|\\.)*)"$/s.exec(literal)?.[1];
	if (inner === undefined) throw new Error(`TOML: no basic string: ${literal}`);
	return inner.replace(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/gs, (_, four?: string, eight?: string, letter?: string) => {
		const hex = four ?? eight;
		if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
		const text = ESCAPES[letter ?? ""];
		if (text === undefined) throw new Error(`TOML: unknown escape \\${letter}`);
		return text;
	});
}
