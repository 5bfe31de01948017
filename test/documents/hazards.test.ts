import { describe, expect, test } from "vitest";
import { HAZARDS } from "../../bench/hazards.ts";
import { readDocument } from "./read.ts";

/** What is written, the one finding, and the help. */
type Hazard = readonly [text: string, finding: string, help: string];

const YAML: readonly Hazard[] = [
	[
		"notes: &a text\n",
		"1:8 PC2007 `&a` is a YAML anchor or alias, which scope files do without <&a>",
		"write the value out; put text that starts with `&` or `*` in quotes",
	],
	[
		"commands:\n  deny: [*.sh]\n",
		"2:10 PC2007 `*.sh` is a YAML anchor or alias, which scope files do without <*.sh>",
		"write the value out; put text that starts with `&` or `*` in quotes",
	],
	[
		"version: !!str v1\n",
		"1:10 PC2008 `!!str` is a YAML tag, which scope files do without <!!str>",
		"take it away; put text that starts with `!` in quotes",
	],
	[
		"%YAML 1.1\n---\nversion: v1\n",
		"1:1 PC2009 `%YAML 1.1` is a YAML directive, which scope files do without <%YAML 1.1>",
		"take the line away: scope files are YAML 1.2",
	],
	["version: v1\n<<: {scope: repo}\n", "2:1 PC2010 `<<` is a YAML merge key, which scope files do without @/<< <<<>", "write the keys out"],
	["version: v1\n---\nscope: repo\n", "2:1 PC2011 a second YAML document starts here <--->", "write one document per file"],
	["version: v1\n...\nscope: repo\n", "3:1 PC2011 a second YAML document starts here <scope>", "write one document per file"],
	["", "1:1 PC2012 the file is empty <>", "start with `version: v1` and `scope: repo`"],
	["# only a comment\n", "1:1 PC2012 the file is empty <>", "start with `version: v1` and `scope: repo`"],
	["---\n", "1:1 PC2012 the file is empty <>", "start with `version: v1` and `scope: repo`"],
	["- version: v1\n", "1:1 PC2020 the file is a list, expected a map @ <- version: v1>", "write a map here"],
	["version\n", "1:1 PC2020 the file is text, expected a map @ <version>", "write a map here"],
	["scope: repo\nname: a\nscope: user\n", "3:1 PC2013 the key `scope` stands twice in this map @/scope <scope>", "join the two into one"],
	["words: {1: [a]}\n", "1:9 PC2014 a key is `1`, not text @/words <1>", 'put it in quotes: `"1"`'],
	["words: {true: [a]}\n", "1:9 PC2014 a key is `true`, not text @/words <true>", 'put it in quotes: `"true"`'],
	["? [a]\n: b\n", "1:3 PC2014 a key is a list, not text @ <[a]>", 'put it in quotes: `"[a]"`'],
	["x-a: {__proto__: 1}\n", "1:7 PC2015 `__proto__` cannot be a key @/x-a/__proto__ <__proto__>", "choose another name"],
	[
		"x-a: 9007199254740993\n",
		"1:6 PC2016 the number `9007199254740993` is not read the same by every program @/x-a <9007199254740993>",
		"keep between -9007199254740991 and 9007199254740991, or put it in quotes",
	],
	[
		"x-a: [.inf]\n",
		"1:7 PC2016 the number `.inf` is not read the same by every program @/x-a/0 <.inf>",
		"keep between -9007199254740991 and 9007199254740991, or put it in quotes",
	],
	['name: "a\\0"\n', '1:7 PC2017 the text holds U+0000, which no command and no file can hold @/name <"a\\0">', "take the escape away"],
	["sealed: yes\n", "1:9 PC2021 `sealed` is the text `yes`, expected `true` or `false` @/sealed <yes>", "write `true`, without quotes"],
	[
		"command_rules: [{id: a, action: deny, override: Off}]\n",
		"1:49 PC2021 `override` is the text `Off`, expected `true` or `false` @/command_rules/0/override <Off>",
		"write `false`, without quotes",
	],
	["fallbacks:\n\topaque: deny\n", "2:1 PC2001 a tab indents this line <\t>", "indent with blanks"],
	[
		"version: v1\n scope: repo\n",
		"1:10 PC2001 a second `:` stands in this value <v>",
		"put the value in quotes, or give the next key the column of this one",
	],
	[
		"fallbacks:\n  opaque: deny\n unattended: deny\n",
		"3:1 PC2001 the indentation fits nothing above < >",
		"give all members of one map or list the same column",
	],
	['name: "a\nscope: repo\n', '1:7 PC2001 the quoted text is not closed <">', 'write `"` at its end; inside such a text `\\"` is one `"`'],
	["name: 'it''s\n", "1:7 PC2001 the quoted text is not closed <'>", "write `'` at its end; inside such a text `''` is one `'`"],
	["include: [a, b\nscope: repo\n", "1:10 PC2001 `]` is missing <[>", "write `]` at its end, and indent what is inside"],
	["x-a: {b: [1, 2}\n", "1:10 PC2001 `]` is missing <[>", "write `]` at its end, and indent what is inside"],
	["x-a: ]\n", "1:6 PC2001 a bracket closes nothing <]>", "take it away, or put the text in quotes"],
	["name: @team\n", "1:7 PC2001 text without quotes cannot start with this character <@>", "put the text in quotes"],
	[
		'name: "\\q"\n',
		"1:8 PC2001 the text holds an escape that YAML does not know <\\>",
		"write the text in single quotes, or `\\\\` for one `\\`",
	],
	[
		"name: a: b\n",
		"1:7 PC2001 a second `:` stands in this value <a>",
		"put the value in quotes, or give the next key the column of this one",
	],
	['name: "a" b\n', "1:11 PC2001 there is text after the end of the value <b>", "put the whole value in quotes"],
	["include: [a,,b]\n", "1:13 PC2001 a `,` stands without a member before it <,>", "take the `,` away"],
	["\ufeffversion: v1\n", "1:1 PC2004 the file starts with a byte order mark <\ufeff>", "save it as UTF-8 without one"],
	[
		"name: a\u0000b\n",
		"1:8 PC2005 the file holds the character U+0000, which nobody sees <\u0000>",
		"take it away; in double quotes it can be written as an escape",
	],
	[
		"name: a\u001b[31m\n",
		"1:8 PC2005 the file holds the character U+001B, which nobody sees <\u001b>",
		"take it away; in double quotes it can be written as an escape",
	],
	[
		"# a\rscope: repo\n",
		"1:4 PC2005 the file holds the character U+000D, which nobody sees <\r>",
		"take it away; in double quotes it can be written as an escape",
	],
	[
		"name: a\u0085b\n",
		"1:8 PC2005 the file holds the character U+0085, which nobody sees <\u0085>",
		"take it away; in double quotes it can be written as an escape",
	],
	[
		`x-a: ${"[".repeat(64)}${"]".repeat(64)}\n`,
		"1:69 PC2006 maps and lists are nested more than 64 deep <[>",
		"name the inner parts in `conditions` or `patterns`, or make the value flatter",
	],
];

const JSON_TEXTS: readonly Hazard[] = [
	[
		"",
		"1:1 PC2002 expected a value, found the end of the file <>",
		"write a map, a list, text in double quotes, a number, `true`, `false` or `null`",
	],
	["[]", "1:1 PC2020 the file is a list, expected a map @ <[]>", "write a map here"],
	['{"version": "v1",}', "1:17 PC2002 expected a key after `,` <,>", "take the last comma away"],
	['{"x-a": [1,]}', "1:11 PC2002 expected a value after `,` <,>", "take the last comma away"],
	['{"x-a": [1 2]}', "1:12 PC2002 expected `,` or `]` <2>", "write `,` between members and `]` after the last"],
	['{"version" "v1"}', '1:12 PC2002 expected `:` after the key <">', "write `:` between a key and its value"],
	["{version: 1}", "1:2 PC2002 expected a key in double quotes, found `v` <v>", 'write keys as `"key"`'],
	['{"version": v1}', "1:13 PC2002 `v1` is no JSON value <v>", "write text in double quotes"],
	['{"x-a": 01}', "1:9 PC2002 `01` is no JSON value <0>", "write text in double quotes"],
	['{"x-a": +1}', "1:9 PC2002 `+1` is no JSON value <+>", "write text in double quotes"],
	["{'version': 1}", "1:2 PC2002 expected a key in double quotes, found `'` <'>", 'write keys as `"key"`'],
	[
		'// x\n{"version": "v1"}',
		"1:1 PC2002 expected a value, found `/` </>",
		"write a map, a list, text in double quotes, a number, `true`, `false` or `null`",
	],
	['{"name": "a', '1:10 PC2002 the text is not closed on its line <">', 'write `"` at its end'],
	['{"name": "a\nb"}', '1:10 PC2002 the text is not closed on its line <">', 'write `"` at its end'],
	['{"name": "a\tb"}', "1:12 PC2002 a tab stands in the text <\t>", "write `\\t`"],
	[
		'{"name": "a\\x"}',
		"1:12 PC2002 the text holds an escape that JSON does not know <\\>",
		'JSON has `\\" \\\\ \\/ \\b \\f \\n \\r \\t` and `\\uXXXX`',
	],
	['{"version": "v1"', "1:17 PC2002 expected `,` or `}` <>", "write `,` between members and `}` after the last"],
	['{"version": "v1"} {}', "1:19 PC2002 there is text after the end of the value <{>", "write one JSON value and nothing after it"],
	[
		'{"scope": "repo", "sc\\u006fpe": "user"}',
		'1:19 PC2013 the key `scope` stands twice in this map @/scope <"sc\\u006fpe">',
		"join the two into one",
	],
	[
		'{"x-a": -9007199254740992}',
		"1:9 PC2016 the number `-9007199254740992` is not read the same by every program @/x-a <-9007199254740992>",
		"keep between -9007199254740991 and 9007199254740991, or put it in quotes",
	],
	[
		'{"x-a": 1e999}',
		"1:9 PC2016 the number `1e999` is not read the same by every program @/x-a <1e999>",
		"keep between -9007199254740991 and 9007199254740991, or put it in quotes",
	],
	[
		'{"name": "\\ud800"}',
		'1:10 PC2017 the text holds U+D800, which no command and no file can hold @/name <"\\ud800">',
		"take the escape away",
	],
	['{"__proto__": 1}', '1:2 PC2015 `__proto__` cannot be a key @/__proto__ <"__proto__">', "choose another name"],
	["\ufeff{}", "1:1 PC2004 the file starts with a byte order mark <\ufeff>", "save it as UTF-8 without one"],
	[
		`{"x-a": ${"[".repeat(64)}`,
		"1:72 PC2006 maps and lists are nested more than 64 deep <[>",
		"name the inner parts in `conditions` or `patterns`, or make the value flatter",
	],
];

describe("a YAML text that scope files do without gives one error and no items", () => {
	test.each(YAML)("%j", (text, finding, help) => {
		const { file, findings, helps } = readDocument(text, "repo.yaml");
		expect(findings).toEqual([finding]);
		expect(helps).toEqual([help]);
		expect(file.items).toEqual([]);
	});
});

describe("a JSON text that scope files do without gives one error and no items", () => {
	test.each(JSON_TEXTS)("%j", (text, finding, help) => {
		const { file, findings, helps } = readDocument(text, "repo.json");
		expect(findings).toEqual([finding]);
		expect(helps).toEqual([help]);
		expect(file.items).toEqual([]);
	});
});

describe("what only looks like a hazard is read", () => {
	test.each([
		["line ends of Windows", "version: v1\r\nscope: repo\r\n", 2],
		["one document with its marks", "---\nversion: v1\n...\n", 1],
		["quoted keys and values", "\"version\": 'v1'\n", 1],
		["`on` as a key of carried data", "x-a: {on: 1, yes: 2}\n", 1],
		["a quoted merge key in carried data", "x-a: {'<<': 1}\n", 1],
		["names of an object's own methods", "x-a: {constructor: 1, toString: 2, hasOwnProperty: 3}\n", 1],
		["63 lists in a map", `x-a: ${"[".repeat(63)}${"]".repeat(63)}\n`, 1],
		["the largest safe numbers", "x-a: [9007199254740991, -9007199254740991, 0.5]\n", 1],
		["a bracket that closes at its parent's column", "include: [\n  a\n]\n", 1],
		["`&` and `*` inside of text", "commands: {deny: [a & b, a *]}\n", 2],
	])("%s", (_title, text, items) => {
		const { file, findings } = readDocument(text);
		expect(findings).toEqual([]);
		expect(file.items).toHaveLength(items);
	});
});

describe("a refused file of a good one's size", () => {
	test.each(Object.entries(HAZARDS))("%s gives errors, and the reader ends", (_title, text) => {
		expect(readDocument(text).findings.length).toBeGreaterThan(0);
	});

	test("a file of more than 1 MiB is refused unread", () => {
		const text = `notes: ${"é".repeat(1 << 19)}`;
		expect(readDocument(text).findings).toEqual(["1:1 PC2003 the file is larger than 1048576 bytes <>"]);
	});
});
