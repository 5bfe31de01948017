import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { parse as parseToml } from "smol-toml";
import { describe, expect, test } from "vitest";
import { writeJson, writeJsonText } from "../../targets/writer/json.ts";
import { quoteShell, writeCommandLine } from "../../targets/writer/shell.ts";
import { writeStarlarkCall, writeStarlarkText } from "../../targets/writer/starlark.ts";
import { writeTomlComment, writeTomlTable, writeTomlText } from "../../targets/writer/toml.ts";
import { readStarlark, unquote } from "./read-starlark.ts";

const RUNS = { numRuns: 10_000 };
const special = fc.string({
	unit: fc.constantFrom("/", "*", '"', "'", "\\", "\n", "\t", " ", "$", "`", "#", "\u0001", "\u007f", "é", "😀", "a"),
});
const text = fc.oneof(special, fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }));

describe("json", () => {
	test("every value that is written is read again as it was", () => {
		fc.assert(
			fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
				expect(JSON.parse(writeJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
				expect(JSON.parse(writeJson(value, "comment-safe"))).toEqual(JSON.parse(JSON.stringify(value)));
			}),
			RUNS,
		);
	});

	test("a comment-safe text never holds what a reader could take for a comment", () => {
		fc.assert(
			fc.property(text, (value) => {
				const written = writeJsonText(value, "comment-safe");
				expect(written).not.toMatch(/\/[/*]/);
				expect(JSON.parse(written)).toBe(value);
			}),
			RUNS,
		);
	});

	test("keys keep their order, numbers stand on one line, the last line is ended", () => {
		expect(writeJson({ b: [1, 2], a: ["x"], c: {}, d: [] })).toBe('{\n  "b": [1, 2],\n  "a": [\n    "x"\n  ],\n  "c": {},\n  "d": []\n}\n');
	});

	test("what JSON cannot hold is refused", () => {
		expect(() => writeJson({ a: undefined })).toThrow(TypeError);
		expect(() => writeJson(Number.NaN)).toThrow(TypeError);
	});
});

describe("starlark", () => {
	test("every text that is written is read again as it was, on one line", () => {
		fc.assert(
			fc.property(text, (value) => {
				const written = writeStarlarkText(value);
				expect(written).not.toMatch(/[\u0000-\u001f\u007f]/);
				expect(unquote(written)).toBe(value);
			}),
			RUNS,
		);
	});

	test("a lone surrogate becomes the replacement character", () => {
		expect(writeStarlarkText("a\ud800b")).toBe('"a\ufffdb"');
	});

	test("a call is read again with its arguments", () => {
		const list = fc.array(fc.oneof(text, fc.array(text, { maxLength: 3 })), { maxLength: 4 });
		fc.assert(
			fc.property(list, text, (pattern, reason) => {
				const [call] = readStarlark(
					writeStarlarkCall("prefix_rule", [
						["pattern", pattern],
						["justification", reason],
					]),
				);
				expect(call).toEqual({ name: "prefix_rule", named: { pattern, justification: reason } });
			}),
			{ numRuns: 2000 },
		);
	});
});

describe("toml", () => {
	test("every text that is written is read again as it was, on one line", () => {
		fc.assert(
			fc.property(text, (value) => {
				const written = writeTomlText(value);
				expect(written).not.toMatch(/[\u0000-\u001f\u007f]/);
				expect(parseToml(`text = ${written}`)).toEqual({ text: value });
			}),
			RUNS,
		);
	});

	test("a lone surrogate becomes the replacement character", () => {
		expect(writeTomlText("a\ud800b")).toBe('"a\ufffdb"');
	});

	test("a table is read again with its entries, whatever the comment before it", () => {
		fc.assert(
			fc.property(text, text, fc.nat(), (comment, message, priority) => {
				const written =
					writeTomlComment(comment) +
					writeTomlTable("rule", [
						["denyMessage", message],
						["priority", priority],
					]);
				expect(parseToml(written)).toEqual({ rule: [{ denyMessage: message, priority }] });
			}),
			{ numRuns: 2000 },
		);
		expect(() => writeTomlTable("rule", [["priority", 0.5]])).toThrow(TypeError);
	});
});

describe.each(["sh", "dash", "bash"])("words of %s", (shell) => {
	const word = text.map((value) => value.replaceAll("\0", ""));

	test.each([
		["quoteShell", (words: readonly string[]) => words.map(quoteShell).join(" ")],
		["writeCommandLine", (words: readonly string[]) => writeCommandLine(["", ...words]).slice(3)],
	])("every text that %s writes comes out of the shell as it was", (_, write) => {
		fc.assert(
			fc.property(fc.array(word, { minLength: 200, maxLength: 300 }), (words) => {
				const script = `printf '%s\\0' ${write(words)}`;
				const { stdout } = spawnSync(shell, ["-c", script], { encoding: "utf8", env: {} });
				expect(stdout.split("\0").slice(0, -1)).toEqual(words);
			}),
			{ numRuns: 25 },
		);
	});
});

test("a command line is quoted only where it has to be", () => {
	expect(writeCommandLine(["git", "commit", "-m", "it's done", ""])).toBe("git commit -m 'it'\\''s done' ''");
	expect(writeCommandLine(["A=b", "A=b"])).toBe("'A=b' A=b");
	expect(() => quoteShell("\0")).toThrow(TypeError);
});
