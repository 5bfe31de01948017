import { describe, expect, test } from "vitest";
import { readRulesFile } from "../../../cli/audit/read-rules-file.ts";
import { readToml } from "../../../cli/audit/read-toml.ts";

const readValue = (text: string): unknown => {
	const read = readToml(text);
	if ("problem" in read) throw new Error(`${read.problem} (line ${read.line})`);
	return read.value;
};

describe("TOML is read", () => {
	test.each<[text: string, value: unknown]>([
		["", {}],
		["# only a comment", {}],
		['a = "x" # why\nb = 1_000\nc = -1.5e3\nd = true\ne = 0xff\n', { a: "x", b: 1000, c: -1500, d: true, e: 255 }],
		["[a.b]\nc = 1\n[a]\nd = 2\n", { a: { b: { c: 1 }, d: 2 } }],
		["a.b.\"c.d\" = 1\n'e f' = 2", { a: { b: { "c.d": 1 } }, "e f": 2 }],
		["[[r]]\nx = 1\n[r.deep]\ny = 2\n[[r]]\nx = 3\n", { r: [{ x: 1, deep: { y: 2 } }, { x: 3 }] }],
		["a = [\n  1, # one\n  [ 'x', \"y\" ],\n]\nb = { c = 1, d.e = [2] }\n", { a: [1, ["x", "y"]], b: { c: 1, d: { e: [2] } } }],
		['a = "q\\"b\\\\n\\n\\u00e9\\U0001F600"\nb = \'raw \\n\'', { a: 'q"b\\n\né😀', b: "raw \\n" }],
		["a = \"\"\"\nline\n  next \\\n   on\"\"\"\nb = '''\nx''''\n", { a: "line\n  next on", b: "x'" }],
		["when = 1979-05-27T07:32:00Z\nday = 1979-05-27 07:32:00\n", { when: "1979-05-27T07:32:00.000Z", day: "1979-05-27T07:32:00.000" }],
		['\ufeff[x]\r\n"a" = "b"\r\n', { x: { a: "b" } }],
		["__proto__ = 1", JSON.parse('{"__proto__": 1}')],
	])("%j", (text, value) => {
		expect(readValue(text)).toEqual(value);
	});
});

describe("what is no TOML is not read", () => {
	test.each<[text: string, line: number]>([
		["a", 1],
		["a = ", 1],
		["a = 1 b = 2", 1],
		["x = 1\na = 1\na = 2", 3],
		["a = [1, 2", 1],
		['a = "x', 1],
		['a = "\\q"', 1],
		["[a]\n[a]", 2],
		["a = 1\n[a]", 2],
		["a = 1\n[[a]]", 2],
		["a = maybe", 1],
		["[a", 1],
	])("%j", (text, line) => {
		expect(readToml(text)).toEqual({ problem: expect.any(String), line });
	});
});

describe("rules files of Codex", () => {
	test("a plain list of calls is read", () => {
		const text = [
			"# of the program itself",
			'prefix_rule(pattern=["git", ["push", "fetch"]], decision="allow")',
			"prefix_rule(",
			"    ['ls'],",
			'    justification = """a "b" """,',
			")",
			'host_executable(name="git", paths=["/usr/bin/git"])',
		].join("\n");
		expect(readRulesFile(text)).toEqual({
			value: [
				{ call: "prefix_rule", pattern: ["git", ["push", "fetch"]], decision: "allow", arguments: [] },
				{ call: "prefix_rule", justification: 'a "b" ', arguments: [["ls"]] },
				{ call: "host_executable", name: "git", paths: ["/usr/bin/git"], arguments: [] },
			],
		});
	});

	test.each<[text: string, line: number]>([
		["rules = 1", 1],
		["prefix_rule(pattern=names)", 1],
		['prefix_rule(pattern=["a"])\nfor x in y: pass', 2],
		['prefix_rule(pattern=["a" + "b"])', 1],
		["prefix_rule(", 1],
	])("what computes rules is not: %j", (text, line) => {
		expect(readRulesFile(text)).toEqual({ problem: "it is more than a plain list of rules", line });
	});
});
