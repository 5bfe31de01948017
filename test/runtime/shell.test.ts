import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Bytes, toBytes, toText } from "../../runtime/typescript/bytes.ts";
import { BUDGET } from "../../runtime/typescript/codes.ts";
import { readShell } from "../../runtime/typescript/shell.ts";
import type { Piece, ShellText, Word } from "../../runtime/typescript/shell-types.ts";

function read(line: string): ShellText {
	return readShell(toBytes(line) ?? "", { commands: BUDGET.commands, nodes: BUDGET.nodes, pipeline: 0 }, null);
}

function piece(part: Piece): string {
	switch (part.kind) {
		case "literal":
			return toText(part.text);
		case "ansi":
			return `<ansi ${toText(part.text)}>`;
		case "glob":
			return `<${part.symbol}>`;
		case "place":
			return `<${part.place}${part.splits ? " split" : ""}>`;
		default:
			return `<${part.kind}>`;
	}
}

const word = ({ pieces }: Word): string => pieces.map(piece).join("");

/** Commands as text: assignments, words, redirections. */
function commands(line: string): string[][] {
	return read(line).commands.map(({ assignments, words, redirections }) => [
		...assignments.map(({ name, append, value }) => `${toText(name)}${append ? "+" : ""}=${word(value)}`),
		...words.map(word),
		...redirections.map(({ direction, target }) => `${{ read: "<", write: ">", both: "<>" }[direction]}${word(target)}`),
	]);
}

const codes = (line: string): string[] => read(line).opaque.map(({ code }) => code);

describe("commands and words", () => {
	test.each<[line: string, expected: string[][]]>([
		["", []],
		["  \t ", []],
		["# only; a | comment", []],
		["a b  c", [["a", "b", "c"]]],
		["a; b & c && d || e | f |& g", [["a"], ["b"], ["c"], ["d"], ["e"], ["f"], ["g"]]],
		["a\n\n b &&\n# note\nc |\n\td", [["a"], ["b"], ["c"], ["d"]]],
		["a; # b; c", [["a"]]],
		["a # b\nc", [["a"], ["c"]]],
		["a#b 'x'#y", [["a#b", "x#y"]]],
		["! a b && ! c", [["a", "b"], ["c"]]],
		["time -p a | b", [["a"], ["b"]]],
		["time ! a", [["a"]]],
		["time", []],
		["a ! time if", [["a", "!", "time", "if"]]],
		["'while' x", [["while", "x"]]],
		["te'rra'form d\"est\"roy", [["terraform", "destroy"]]],
		["a pru\\ne b\\ c", [["a", "prune", "b c"]]],
		["a b\\\nc \\\n d", [["a", "bc", "d"]]],
		["a &\\\n& b", [["a"], ["b"]]],
		["a '' \"\" b''", [["a", "", "", "b"]]],
		['a "q\\"\\$\\x\\\ny"', [["a", 'q"$\\xy']]],
		["a '$x' \\$x \\*", [["a", "$x", "$x", "*"]]],
		['"a b"', [["a b"]]],
		["a {} {x} @{1} [ ] a[", [["a", "{}", "{x}", "@{1}", "[", "]", "a["]]],
		["a größe", [["a", "größe"]]],
	])("%j", (line, expected) => {
		expect(commands(line)).toEqual(expected);
		expect(codes(line)).toEqual([]);
	});

	test.each<[line: string, expected: string[][]]>([
		['a "$x" $x ${y} "${z}" "$@" $* "$*" $1$?', [["a", "<one>", "<many>", "<many>", "<one>", "<many>", "<many>", "<one>", "<many><many>"]]],
		['a "pre$x post"$y', [["a", "pre<one> post<many>"]]],
		['a $ "$" $% b$', [["a", "$", "$", "$%", "b$"]]],
		["a *.ts ** a? x[ab]y", [["a", "<star>.ts", "<deep>", "a<any>", "x<bracket>y"]]],
		["a \"*\" '?' \\[x]", [["a", "*", "?", "[x]"]]],
		["a {b,c} x{1..3}y {a,b}[c]", [["a", "<many>", "x<many>y", "<many>"]]],
		['a ~ ~/x ~root/x "~" b~ --to=~/x', [["a", "<home>", "<home>/x", "<one>/x", "~", "b~", "--to=~/x"]]],
		['a $HOME/x "$HOME" ${PWD}', [["a", "<home split>/x", "<home>", "<pwd split>"]]],
		["a n=~/x", [["a", "n=<one>/x"]]],
		["a $'b\\x41\\n' $'it\\'s'$'\\0z'", [["a", "<ansi bA\n>", "<ansi it's><ansi >"]]],
		["a $'\\q'", [["a", "<one>"]]],
	])("unknown parts of %j", (line, expected) => {
		expect(commands(line)).toEqual(expected);
		expect(codes(line)).toEqual([]);
	});

	test.each<[line: string, expected: string[][]]>([
		["X=1 Y+=2 a B=3", [["X=1", "Y+=2", "a", "B=3"]]],
		["X=", [["X="]]],
		['X="$y" Z=* a', [["X=<one>", "Z=<one>", "a"]]],
		["'X'=1 X\\=1 1X=2", [["X=1", "X=1", "1X=2"]]],
		["a >f 2>>g <h <>i >|j &>k &>>l", [["a", ">f", ">g", "<h", "<>i", ">j", ">k", ">l"]]],
		["a 2>&1 >&2 <&3- 2>&- >&f", [["a", ">f"]]],
		["a <<< 'text' b", [["a", "b"]]],
		["npm<x publish", [["npm", "publish", "<x"]]],
		[">f a b", [["a", "b", ">f"]]],
		["a{fd}>x {fd}>y b", [["a{fd}", "b", ">x", ">y"]]],
		["a2>f 2 >g", [["a2", "2", ">f", ">g"]]],
		["> f", [[">f"]]],
		['a >"$f" > ~/x', [["a", "><one>", "><home>/x"]]],
	])("assignments and redirections of %j", (line, expected) => {
		expect(commands(line)).toEqual(expected);
		expect(codes(line)).toEqual([]);
	});
});

describe("what is not read is opaque, and what was read stays", () => {
	test.each<[line: string, code: string, commands: string[][]]>([
		["a; b $(c)", "command_substitution", [["a"], ["b", "<many>", "<many>"]]],
		['a "x`b`"', "command_substitution", [["a", "x<many>", "<many>"]]],
		['V="$(a)" b', "command_substitution", [["V=<one>"]]],
		["a $((1)) b", "arithmetic", [["a", "<many>", "<many>"]]],
		["((a))", "arithmetic", []],
		["a $[1]", "arithmetic", [["a", "<many>", "<many>"]]],
		["a ${x:-b}", "parameter_expansion", [["a", "<many>", "<many>"]]],
		["a $b\\\nc", "parameter_expansion", [["a", "<many>", "<many>"]]],
		["a <(b)", "process_substitution", [["a", "<many>"]]],
		["a > >(b)", "process_substitution", [["a", "<many>"]]],
		["a <<X\nb\nX", "here_document", [["a", "<many>"]]],
		["(a)", "group", []],
		["a; { b; }", "group", [["a"]]],
		["if a; then b; fi", "control_flow", []],
		["[[ a ]]", "control_flow", []],
		["coproc a", "control_flow", []],
		["f() { a; }", "function_definition", []],
		["f () { a; }", "function_definition", []],
		["function f { a; }", "function_definition", []],
		["x=(a b)", "array", [["x=<one>"]]],
		["x[1 + 2]=3", "array", []],
		["a @(b|c)", "extended_glob", [["a", "@<many>", "<many>"]]],
		["a 'b", "unterminated_quote", [["a", "<many>", "<many>"]]],
		['a "b', "unterminated_quote", [["a", "b<many>", "<many>"]]],
		["a &&", "syntax_error", [["a"]]],
		["; a", "syntax_error", [["a"]]],
		["| a", "syntax_error", [["a"]]],
		["a && ; b", "syntax_error", [["a"], ["b"]]],
		["a ;; b", "syntax_error", [["a"]]],
		["a )", "syntax_error", [["a", "<many>"]]],
		["a >", "syntax_error", [["a", "<many>"]]],
		["a | | b", "syntax_error", [["a"], ["b"]]],
		["a | ! b", "syntax_error", [["a"]]],
		["=a b", "dialect", []],
		["noglob a", "dialect", []],
		["a &! b", "dialect", [["a"]]],
		["a \\", "dialect", [["a", "<many>", "<many>"]]],
		["a >\\\n> b", "dialect", [["a", "<many>"]]],
	])("%j", (line, code, expected) => {
		expect(codes(line)).toContain(code);
		expect(commands(line)).toEqual(expected);
	});

	test.each<[line: string, code: string]>([
		["ls\rnpm publish", "control_character"],
		["a # b\rc", "control_character"],
		["a '\u001b[2J'", "control_character"],
		["terraform\u3000destroy", "confusable_text"],
		["n\u0440m publish", "confusable_text"],
		["a 'x\u202ey'", "confusable_text"],
		['a $"b"', "locale_text"],
		["time -f %E a", "dialect"],
		["a 12>f", "dialect"],
	])("%j is read on, with a floor", (line, code) => {
		expect(codes(line)).toContain(code);
		expect(commands(line)).not.toEqual([]);
	});

	test("text in quotes may be in any script", () => {
		expect(codes("git commit -m '修复：更多　空白'")).toEqual([]);
	});
});

test("spans are bytes of the line", () => {
	const { commands: found, opaque } = read("é; ab 'c d' | $(x");
	expect(found.map(({ span }) => span)).toEqual([
		[0, 2],
		[4, 12],
		[15, 15],
	]);
	expect(found[1]?.words.map(({ span }) => span)).toEqual([
		[4, 6],
		[7, 12],
	]);
	expect(opaque).toEqual([{ code: "command_substitution", span: [15, 18] }]);
});

test("members of a pipeline share a number, and what is sent to the background is marked", () => {
	const { commands: found } = read("a | b; c && d & e");
	const [a, b, c, d, e] = found;
	expect(a?.pipeline).toBe(b?.pipeline);
	expect(new Set([a, c, d, e].map((command) => command?.pipeline)).size).toBe(4);
	expect(found.map(({ background }) => background)).toEqual([false, false, true, true, false]);
});

describe("budgets", () => {
	test("simple commands", () => {
		expect(read("a;".repeat(1000)).refused).toBeNull();
		expect(read("a;".repeat(1001)).refused).toBe("too_many_commands");
	});
	test("nodes", () => {
		expect(read(`a${" b".repeat(9_999)}`).refused).toBeNull();
		expect(read(`a${" b".repeat(10_000)}`).refused).toBe("too_many_nodes");
	});
});

const FRAGMENTS = [
	"a",
	"b1",
	" ",
	"  ",
	"'",
	'"',
	"\\",
	"\n",
	"\\\n",
	";",
	"&",
	"|",
	"<",
	">",
	"(",
	")",
	"$",
	"$x",
	"{",
	"}",
	",",
	"..",
	"[",
	"]",
	"*",
	"?",
	"~",
	"=",
	"X=",
	"#",
	"!",
	"`",
	"2>",
	"time",
	"if",
	"é",
	"\r",
];

describe("properties", () => {
	test("every text is read without an exception, and what is left over is opaque", () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 40 }), (parts) => {
				const line = toBytes(parts.join("")) ?? "";
				const { commands: found, opaque, refused } = readShell(line, { commands: 1000, nodes: 10_000, pipeline: 0 }, null);
				expect(refused).toBeNull();
				for (const { span } of [...found, ...opaque]) {
					expect(span[0]).toBeLessThanOrEqual(span[1]);
					expect(span[1]).toBeLessThanOrEqual(line.length);
				}
			}),
			{ numRuns: 10_000 },
		);
	});

	test("quoting that leaves the words the same changes nothing", () => {
		const quote = (text: string, style: number): string => {
			if (style === 0) return `'${text.replaceAll("'", "'\\''")}'`;
			if (style === 1) return `"${text.replace(/["\\$`]/g, "\\$&")}"`;
			return [...text].map((letter) => (letter === "\n" ? "'\n'" : `\\${letter}`)).join("");
		};
		const text = fc.string({
			unit: fc.constantFrom("a", "-", " ", "'", '"', "$", "\\", "*", "\n", "~", "#", "é", "{", ",", "}"),
			minLength: 1,
			maxLength: 8,
		});
		fc.assert(
			fc.property(fc.array(fc.tuple(text, fc.nat(2)), { minLength: 1, maxLength: 5 }), (words) => {
				const line = words.map(([content, style]) => quote(content, style)).join(" ");
				const literals = read(line).commands.flatMap((command) => command.words.map(({ literal }): Bytes | null => literal));
				expect(literals).toEqual(words.map(([content]) => toBytes(content)));
				expect(codes(line)).toEqual([]);
			}),
			{ numRuns: 10_000 },
		);
	});

	test("the time grows with the length, whatever is nested or left open", () => {
		for (const part of ["'", '"', "$(", "`", "{a,", "[", "(", "\\\n", "~:", "a=~:", "$'\\", "<<", "#\r\n", "! ", "time ", "$x", "a>b "]) {
			const from = performance.now();
			read(part.repeat(Math.floor(65_536 / part.length)));
			expect(performance.now() - from, JSON.stringify(part)).toBeLessThan(1000);
		}
	});
});
