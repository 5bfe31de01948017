/** YAML texts that a reader could stumble over, each about as large as `GOOD`: what `npm run bench` times against it. */

const rules = Array.from({ length: 1_500 }, (_, index) => `  - {id: r${index}, action: deny, match: {prefix: x${index}}}\n`).join("");

/** A good scope file. */
export const GOOD = `version: v1\nscope: repo\ncommand_rules:\n${rules}`;

const size = GOOD.length;

export const HAZARDS: Readonly<Record<string, string>> = {
	"10 MiB of text": "notes: ".padEnd(10 << 20, "x"),
	"an alias after everything else": `${GOOD}x-a: *a\n`,
	"nested aliases": `x-a: &a [x]\n${"x-b: [*a, *a, *a, *a]\n".repeat(size / 22)}`,
	tags: `x-a:\n${"  - !!str a\n".repeat(size / 12)}`,
	"booleans of YAML 1.1": `command_rules:\n${"  - {id: r, action: deny, override: yes, match: {prefix: x}}\n".repeat(size / 60)}`,
	"huge numbers": `x-a: [${"9007199254740993,".repeat(size / 17)}]\n`,
	"a number without end": `x-a: ${"9".repeat(size)}\n`,
	"open brackets": `x-a: ${"[".repeat(size)}`,
	"nested lists": "- ".repeat(size / 2),
	"nested keys": "? ".repeat(size / 2),
	commas: `x-a: [${",".repeat(size)}]`,
	"wrong escapes": `x-a: "${"\\q".repeat(size / 2)}"`,
	"characters that start no text": `x-a:\n${" - @a\n".repeat(size / 6)}`,
	"text after text": `x-a:\n${' - "x" y\n'.repeat(size / 9)}`,
	backslashes: `x-a: "${"\\".repeat(size)}`,
	quotes: `x-a: ${"'".repeat(size - (size % 2) + 1)}`,
	"one key over and over": `x-a:\n${"  k: 1\n".repeat(size / 8)}`,
	"rules without anything": `command_rules:\n${"  - {}\n".repeat(size / 8)}`,
	"conditions of two forms": `conditions:\n  a:\n${"    - {all: [x], any: [x]}\n".repeat(size / 27)}`,
	"unknown keys": Array.from({ length: size / 9 }, (_, index) => `key${index}: 1\n`).join(""),
};
