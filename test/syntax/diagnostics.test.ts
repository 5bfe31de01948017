import { expect, test } from "vitest";
import { SYNTAX_DIAGNOSTICS } from "../../compiler/diagnostics/catalogue/syntax.ts";
import { findings, read } from "./read.ts";

/** Text, and what is found in it: `line:column code message (suggestion?) <marked text>`. */
const CASES: readonly (readonly [text: string, ...found: string[]])[] = [
	// Items
	["alow a {\n}", "1:1 PC1101 `alow` starts no item (allow?) <alow>"],
	["ask a {\n}", "1:1 PC1101 `ask` starts no item (request?) <ask>"],
	["{\n}", "1:1 PC1001 expected an item, found `{` <{>"],
	["\0", "1:1 PC1001 expected an item, found U+0000 <\0>"],
	["deny a {\ncommand prefix `x`\n}", "2:1 PC1102 the clause `command` stands at the start of a line <command>"],
	["policy 1\n}", "2:1 PC1001 expected the end of the item, found `}` <}>"],
	["}", "1:1 PC1103 there is nothing here for `}` to close <}>"],
	['  reason "a"\n\npolicy 1', '1:3 PC1104 this indented text belongs to no item <reason "a">'],
	["deny a {", "1:8 PC1105 this `{` is never closed <{>"],
	['deny a {\n  args {\n    flag `-x`\n  reason "b"\n}', "2:8 PC1105 this `{` is never closed <{>"],
	["deny a {\n  args {\n    flag `-x`\n}", "2:8 PC1105 this `{` is never closed <{>"],
	["deny {\n}", "1:6 PC1001 expected a name or a text in double quotes, found `{` <{>"],
	["deny a sealled {\n}", "1:8 PC1002 `sealled` is no mark (sealed?) <sealled>"],
	["deny a sealed sealed {\n}", "1:15 PC1107 `sealed` is written twice <sealed>"],
	["deny a", "1:7 PC1001 expected `{`, found the end of the item <>"],
	["condition all {\n  a\n}", "1:11 PC1110 `all` is a word of the language where this name would be used <all>"],
	["pattern exact {\n}", "1:9 PC1110 `exact` is a word of the language where this name would be used <exact>"],
	["words flag { a }", "1:7 PC1110 `flag` is a word of the language where this name would be used <flag>"],
	["words a {\n}", "1:1 PC1108 this `words` lists nothing <words a {\n}>"],
	['test "a" {\n  given b true\n}', '1:1 PC1108 this `test` lists nothing <test "a" {\n  given b true\n}>'],
	["wrapper a {\n  flags `-x`\n}", "1:9 PC1112 the wrapper `a` does not say how it takes a command <a>"],
	// Header
	["policy one", "1:8 PC1001 expected a number, found `one` <one>"],
	["policy 1.2", "1:8 PC1001 expected a number, found `1.2` <1.2>"],
	[
		"policy 99999999999999999999",
		"1:8 PC1303 `99999999999999999999` is no number that every reader of the policy understands <99999999999999999999>",
	],
	["scope repoo", "1:7 PC1002 `repoo` is no scope (repo?) <repoo>"],
	["default", "1:8 PC1001 expected a decision, found the end of the item <>"],
	["default hosts", "1:9 PC1002 `hosts` is no decision (host?) <hosts>"],
	["default block", "1:9 PC1002 `block` is no decision (deny?) <block>"],
	["fallback opaqe deny", "1:10 PC1002 `opaqe` is no fallback (opaque?) <opaqe>"],
	["fallback opaque allow", "1:17 PC1111 `fallback opaque` may not be `allow` <allow>"],
	["include shared", "1:9 PC1001 expected a text in double quotes, found `shared` <shared>"],
	// Clauses
	["deny a {\n  comand exact `x`\n}", "2:3 PC1106 `comand` is no clause of a rule (command?) <comand>"],
	['pattern a {\n  reason "b"\n}', "2:3 PC1106 `reason` is no clause of a pattern <reason>"],
	["program a {\n  subcomands `b`\n}", "2:3 PC1106 `subcomands` is no clause of a program (subcommands?) <subcomands>"],
	["wrapper a {\n  flag `b`\n  then argv\n}", "2:3 PC1106 `flag` is no clause of a wrapper (flags?) <flag>"],
	["wrapper a {\n  then arg\n}", "2:8 PC1002 `arg` is no way to pass a command (argv?) <arg>"],
	['deny a {\n  reason "b"\n  reason "c"\n}', '3:3 PC1107 `reason` is written twice <reason "c">'],
	["deny a {\n  command prefix\n}", "2:11 PC1109 expected a pattern after `prefix` <prefix>"],
	["deny a {\n  command prefx `x`\n}", "2:11 PC1002 `prefx` is no matcher (prefix?) <prefx>"],
	["deny a {\n  command { }\n}", "2:11 PC1108 this `command` lists nothing <{ }>"],
	["deny a {\n  args { flg `-x` }\n}", "2:10 PC1002 `flg` is no line of `args` (flag?) <flg>"],
	["deny a {\n  args { flag `-a -b` }\n}", "2:15 PC1209 one word is expected here, and this has 2 <`-a -b`>"],
	[
		"deny a {\n  args { count > 99999999999999999999 }\n}",
		"2:18 PC1303 `99999999999999999999` is no number that every reader of the policy understands <99999999999999999999>",
	],
	["deny a {\n  args { count = 1 }\n}", "2:16 PC1001 expected `==`, `!=`, `<=`, `>=`, `<` or `>`, found `=` <=>"],
	["deny a {\n  on_mismatch aks\n}", "2:15 PC1002 `aks` is no decision (request?) <aks>"],
	["deny a {\n  on_unknown allow\n}", "2:14 PC1111 `on_unknown` may not be `allow` <allow>"],
	["deny a {\n  when all\n}", "2:8 PC1109 expected `{` after `all` <all>"],
	["deny a {\n  when not\n}", "2:8 PC1109 expected a condition after `not` <not>"],
	["deny a {\n  when alll { b }\n}", "2:8 PC1002 `alll` is no condition (all?) <alll>"],
	["deny a {\n  writes ./b\n}", "2:10 PC1001 expected a text in double quotes, `{` or `any`, found `.` <.>"],
	['deny a {\n  reason "b" "c"\n}', '2:14 PC1001 expected a clause of a rule or `}`, found `"` <">'],
	['test "a" {\n  `b` => alow\n}', "2:10 PC1002 `alow` is no decision (allow?) <alow>"],
	['test "a" {\n  given b maybe\n  `c` => deny\n}', "2:11 PC1002 `maybe` is no value of a fact <maybe>"],
	// Every broken clause of an item, and every broken item
	[
		"deny a seald {\n  comand exact `x`\n  args { flg `y` }\n  command exact `a | b`\n}\nalow b {\n}",
		"1:8 PC1002 `seald` is no mark (sealed?) <seald>",
		"2:3 PC1106 `comand` is no clause of a rule (command?) <comand>",
		"3:10 PC1002 `flg` is no line of `args` (flag?) <flg>",
		"4:20 PC1201 `|` cannot stand in a command pattern: a pattern is one simple command, and lines are cut at it before matching <|>",
		"6:1 PC1101 `alow` starts no item (allow?) <alow>",
	],
	// Nesting
	[`condition a {\n  ${"not ".repeat(33)}b\n}`, `2:3 PC1113 this nests deeper than 32 <${"not ".repeat(33)}b>`],
	[`condition a {\n  ${"all { ".repeat(33)}b${" }".repeat(33)}\n}`, "2:199 PC1113 this nests deeper than 32 <{>"],
	[`deny a {\n  command exact \`${"{a,".repeat(33)}b${"}".repeat(33)}\`\n}`, "2:114 PC1113 this nests deeper than 32 <{>"],
	[`carry a ${"[".repeat(34)}${"]".repeat(34)}`, "1:42 PC1113 this nests deeper than 32 <[>"],
	// Texts and values
	['deny a {\n  reason "b\n}', '2:10 PC1301 this text is never closed <"b>'],
	["deny a {\n  command exact `b\n}", "2:17 PC1301 this pattern is never closed <`b>"],
	["deny a {\n  match { `b }\n}", "2:11 PC1301 this pattern is never closed <`b }>"],
	["deny a {\n  command regex /b\n}", "2:17 PC1301 this regular expression is never closed </b>"],
	['deny a {\n  reason "\\q \\u{D800}"\n}', "2:11 PC1302 `\\q` is no escape <\\q>", "2:14 PC1302 `\\u{D800}` is no escape <\\u{D800}>"],
	['carry a { "b": 1, "b": 2 }', '1:19 PC1305 the key `b` is written twice <"b">'],
	["carry a 9007199254740993", "1:9 PC1303 `9007199254740993` is no number that every reader of the policy understands <9007199254740993>"],
	['carry a "\\u{7}"', '1:9 PC1304 this is no JSON text <"\\u{7}">'],
	['carry a "\\uD800"', '1:9 PC1304 this is no JSON text <"\\uD800">'],
	["# policyc: ignore all of it\ndefault deny", "1:1 PC1115 this comment silences nothing <# policyc: ignore all of it>"],
	["default deny\n# policyc: ignore PC1210 late", "2:1 PC1115 this comment silences nothing <# policyc: ignore PC1210 late>"],
];

test.each(CASES)("%j", (text, ...found) => {
	expect(findings(text)).toEqual(found);
});

const PATTERNS: readonly (readonly [pattern: string, ...found: string[]])[] = [
	[
		"a | b",
		"2:19 PC1201 `|` cannot stand in a command pattern: a pattern is one simple command, and lines are cut at it before matching <|>",
	],
	[
		"a & b",
		"2:19 PC1201 `&` cannot stand in a command pattern: a pattern is one simple command, and lines are cut at it before matching <&>",
	],
	[
		"a; b",
		"2:18 PC1201 `;` cannot stand in a command pattern: a pattern is one simple command, and lines are cut at it before matching <;>",
	],
	["a $b", "2:19 PC1201 `$` cannot stand in a command pattern: a pattern holds no variables <$>"],
	["a <b", "2:19 PC1201 `<` cannot stand in a command pattern: redirections are matched by `reads` and `writes` <<>"],
	["a {b>,c}", "2:21 PC1201 `>` cannot stand in a command pattern: redirections are matched by `reads` and `writes` <>>"],
	["a {b,c", "2:19 PC1202 `{` has no partner in its word <{>"],
	["a {b, c}", "2:19 PC1202 `{` has no partner in its word <{>"],
	["a b}", "2:20 PC1202 `}` has no partner in its word <}>"],
	["a@{1}", "2:19 PC1203 these braces hold only one alternative <{1}>"],
	["a {}", "2:19 PC1203 these braces hold only one alternative <{}>"],
	["a {b,**}", "2:22 PC1204 `**` stands for any number of words, and braces are part of one word <**>"],
	["a 'b", "2:19 PC1205 this `'` is never closed <'>"],
	[" ", "2:16 PC1208 this pattern is empty <` `>"],
	['a "b c"', '2:19 PC1210 a `"` in a pattern stands for itself and quotes nothing <">'],
	["a\u0007", "2:18 PC1211 the character U+0007 cannot stand here <\u0007>"],
	["a '|' \\$ \\\" '\"' \\{ a** ***"],
];

test.each(PATTERNS)("the pattern %j", (pattern, ...found) => {
	expect(findings(`deny a {\n command exact \`${pattern}\`\n}`)).toEqual(found);
});

test.each(Object.entries(SYNTAX_DIAGNOSTICS).filter(([, entry]) => entry.example !== ""))(
	"the example of %s provokes it",
	(name, entry) => {
		expect(read(entry.example).diagnostics.map((finding) => finding.name)).toContain(name);
	},
);

test("a second clause points at the first", () => {
	const [finding] = read('deny a {\n  reason "b"\n  reason "c"\n}').diagnostics;
	expect(finding?.related.map(({ message, span }) => [message, span.start])).toEqual([["first written here", 11]]);
});

test("an item longer than the limit is refused without being parsed", () => {
	const text = `deny a {\n  reason "${"x".repeat(70_000)}"\n}\ndefault deny\n`;
	expect(findings(text)).toEqual(["1:1 PC1114 this item is longer than 65536 characters <deny a {>"]);
	expect(read(text).file.items.map((item) => item.kind)).toEqual(["default"]);
});
