import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Bytes, toBytes, toText } from "../../runtime/typescript/bytes.ts";
import { readShell } from "../../runtime/typescript/shell.ts";
import { newBudget, type Piece, type ShellText, type Word } from "../../runtime/typescript/shell-types.ts";

function read(line: string): ShellText {
	return readShell(toBytes(line) ?? "", newBudget(), null);
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
		["a {b,c} x{1..3}y {a,b}[c]", [["a", "<ansi b>", "<ansi c>", "x<many>y", "<many>"]]],
		["a x{b,{c,d}e}y {,z} {f}", [["a", "x<ansi b>y", "x<ansi c><ansi e>y", "x<ansi d><ansi e>y", "<ansi z>", "{f}"]]],
		['a "{b,c}" {b\\,c} {"b",$c} {~,b}', [["a", "{b,c}", "{b,c}", "<ansi b>", "<many>", "<one>", "<ansi b>"]]],
		['a $((1 + 2)) $((16#ff)) "$((1 << $#))" $[1]', [["a", "<many>", "<many>", "<one>", "<many>"]]],
		['a ${x:-b} "${x:+$y}" ${#x} ${x%%*.} "${x//a/b}" ${x:1:2}', [["a", "<many>", "<one>", "<many>", "<many>", "<one>", "<many>"]]],
		['a "${x[@]}" "${@:1}" "${!x[@]}" "${x[*]}" "${x:-$@}"', [["a", "<many>", "<many>", "<many>", "<one>", "<many>"]]],
		["a $b\\\nc ${d\\\n} $\\\n{e}", [["a", "<many>", "<many>", "<many>"]]],
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
		['X="$y" Z=* a', [["X=<one>", "Z=*", "a"]]],
		["'X'=1 X\\=1 1X=2", [["X=1", "X=1", "1X=2"]]],
		["a >f 2>>g <h <>i >|j &>k &>>l", [["a", ">f", ">g", "<h", "<>i", ">j", ">k", ">l"]]],
		["a 2>&1 >&2 <&3- 2>&- >&f", [["a", ">f"]]],
		["a <<< 'text' b", [["a", "b"]]],
		["a >\\\n> b 2\\\n>&1", [["a", ">b"]]],
		["X={a,b} Y=~/c a", [["X={a,b}", "Y=<one>", "a"]]],
		["x=(a b) y+=(c) a", [["x=<one>", "y+=<one>", "a"]]],
		["declare -A x=([a]=b [c]=d)", [["declare", "-A", "x=<one>"]]],
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

describe("compound commands hold simple ones", () => {
	test.each<[line: string, expected: string[][]]>([
		[
			"(a; b) > f",
			[
				["a", ">f"],
				["b", ">f"],
			],
		],
		[
			"{ a; b; } < f",
			[
				["a", "<f"],
				["b", "<f"],
			],
		],
		["if a; then b; elif c; then d; else e; fi", [["a"], ["b"], ["c"], ["d"], ["e"]]],
		["while a; do b; done; until c; do d; done", [["a"], ["b"], ["c"], ["d"]]],
		["for x in 1 2; do a; done", [["a"]]],
		["for x\ndo a; done; for x do a; done; for x; do a; done", [["a"], ["a"], ["a"]]],
		["for ((i = 0; i < 3; i++)) { a; }", [["a"]]],
		["select x in 1 2; do a; done", [["a"]]],
		["case $x in (a|b) c;; 'd e') ;; *) f;& g) h; esac", [["c"], ["f"], ["h"]]],
		["[[ a == b* && ( -f c || ! -d d ) ]] && e", [["e"]]],
		["[[ $x =~ ^(a|b)+$ ]] || c", [["c"]]],
		["((1 + 2)) && a", [["a"]]],
		["((a); (b))", [["a"], ["b"]]],
		["f() { a; }; g () (b); function h { c; }; function i() if d; then e; fi", [["a"], ["b"], ["c"], ["d"], ["e"]]],
		["coproc a b; coproc N { c; }", [["a", "b"], ["c"]]],
		["if (a) then { b; } fi", [["a"], ["b"]]],
		["if\\\n a; th\\\nen b; fi", [["a"], ["b"]]],
		["a | while read x; do b; done | { c; }", [["a"], ["read", "x"], ["b"], ["c"]]],
		["a && { b || (c); } &", [["a"], ["b"], ["c"]]],
		[
			"exec > f; a",
			[
				["exec", ">f"],
				["a", ">f"],
			],
		],
		["(exec > f); a", [["exec", ">f"], ["a"]]],
	])("%j", (line, expected) => {
		expect(commands(line)).toEqual(expected);
		expect(codes(line).filter((code) => code !== "arithmetic")).toEqual([]);
	});
});

describe("substitutions hold commands", () => {
	test.each<[line: string, expected: string[][]]>([
		["a; b $(c $(d)) e", [["a"], ["b", "<many>", "e"], ["c", "<many>"], ["d"]]],
		['a "x`b \\`c\\``"', [["a", "x<one>"], ["b", "<many>"], ["c"]]],
		['V="$(a)" b', [["V=<one>", "b"], ["a"]]],
		[
			'a "$(b "c d")"',
			[
				["a", "<one>"],
				["b", "c d"],
			],
		],
		["a $((1 + $(b)))", [["a", "<many>"], ["b"]]],
		['a ${x:-$(b)} "${y#$(c)}"', [["a", "<many>", "<one>"], ["b"], ["c"]]],
		['a "${x[$(b)]}"', [["a", "<one>"], ["b"]]],
		["a <(b) > >(c)", [["a", "<one>", "><one>"], ["b"], ["c"]]],
		["a > $(b)", [["a", "><many>"], ["b"]]],
		["x=(a $(b)) y[$(c)]=1", [["x=<one>", "y=1"], ["b"], ["c"]]],
		["for x in $(a); do b; done; case $(c) in d) e;; esac", [["a"], ["b"], ["c"], ["e"]]],
		["[[ $(a) == b ]] && c", [["a"], ["c"]]],
		["cat <<X; b\n$(a)\nX\nc", [["cat"], ["a"], ["b"], ["c"]]],
		["a $(case x in y) b;; esac)", [["a", "<many>"], ["b"]]],
		["a $(b # )\n) c", [["a", "<many>", "c"], ["b"]]],
	])("%j", (line, expected) => {
		expect(commands(line)).toEqual(expected);
		expect(codes(line).filter((code) => code !== "arithmetic")).toEqual([]);
	});

	test("in single quotes they are text", () => {
		expect(commands("a '$(b)' \\$c \"\\`d\\`\"")).toEqual([["a", "$(b)", "$c", "`d`"]]);
	});
});

describe("what is not certain is opaque", () => {
	test.each<[line: string, code: string, commands: string[][]]>([
		["((a))", "arithmetic", []],
		["a $((x))", "arithmetic", [["a", "<many>"]]],
		["a ${x[y]}", "arithmetic", [["a", "<many>"]]],
		["x[y]=1", "arithmetic", [["x=1"]]],
		["[[ $x -eq 1 ]]", "arithmetic", []],
		["a ${!x}", "parameter_expansion", [["a", "<many>"]]],
		["a ${x@P}", "parameter_expansion", [["a", "<many>"]]],
		["a ${(e)x}", "parameter_expansion", [["a", "<many>"]]],
		["a @(b|c)", "extended_glob", [["a", "@<many>"]]],
		["a b(c)", "extended_glob", [["a", "b", "<many>"]]],
		["a 'b", "unterminated_quote", [["a", "<many>", "<many>"]]],
		['a "b', "unterminated_quote", [["a", "b<many>", "<many>"]]],
		["a &&", "syntax_error", [["a"]]],
		["; a", "syntax_error", [["a"]]],
		["| a", "syntax_error", [["a"]]],
		["a && ; b", "syntax_error", [["a"], ["b"]]],
		["a ;; b", "syntax_error", [["a"]]],
		["a )", "syntax_error", [["a"]]],
		["a >", "syntax_error", [["a", "<many>"]]],
		["a | | b", "syntax_error", [["a"], ["b"]]],
		["a | ! b", "syntax_error", [["a"]]],
		["a $(b", "syntax_error", [["a", "<many><many>", "<many>"], ["b"]]],
		["if a; then b", "syntax_error", [["a"], ["b"]]],
		["{ }", "syntax_error", []],
		["a; fi", "syntax_error", [["a"]]],
		["{ a; } b", "syntax_error", [["a"]]],
		["f() a", "syntax_error", []],
		["[[ a b ]]", "syntax_error", []],
		["cat <<X\na", "here_document", [["cat"]]],
		["cat <<X $(a\nb)\nX", "here_document", [["cat", "<many><many>", "<many>"], ["a"]]],
		["cat <<$(a)\n", "here_document", [["cat", "<many>"]]],
		["=a b", "dialect", [["=a", "b"]]],
		["noglob a", "dialect", [["noglob", "a"]]],
		["a &! b", "dialect", [["a"], ["b"]]],
		["a &| b", "syntax_error", [["a"]]],
		["a \\", "dialect", [["a", "<many>", "<many>"]]],
		["a $x[1]", "dialect", [["a", "<many><bracket>"]]],
		["a >!f", "dialect", [["a", ">!f"]]],
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
	const { commands: found, opaque } = read("é; ab 'c d' | $(x y); `z \\$w`; f '");
	expect(found.map(({ span }) => span)).toEqual([
		[0, 2],
		[4, 12],
		[15, 21],
		[17, 20],
		[23, 30],
		[23, 30],
		[32, 34],
	]);
	expect(found[1]?.words.map(({ span }) => span)).toEqual([
		[4, 6],
		[7, 12],
	]);
	expect(opaque).toEqual([{ code: "unterminated_quote", span: [34, 35] }]);
});

describe("what surrounds a command", () => {
	const found = (line: string) => new Map(read(line).commands.map((command) => [command.words[0]?.literal ?? "", command]));

	test("subshells are parts of a path", () => {
		const all = found("a; (b; (c)); d $(e) | f; g & { h; }");
		const path = (name: string) => all.get(name)?.environment ?? [];
		for (const name of ["a", "f", "h"]) expect(path(name), name).toEqual([]);
		expect(path("c").slice(0, 1)).toEqual(path("b"));
		expect(path("c")).toHaveLength(2);
		expect(path("e").slice(0, 1)).toEqual(path("d"));
		expect(path("g")).toHaveLength(1);
		expect(new Set([path("b")[0], path("d")[0], path("g")[0]]).size).toBe(3);
	});

	test("branches are what may not run", () => {
		const all = found("if a; then b; else c; fi; d && e && f || g; h | i; while j; do k; done; l() { m; }");
		const path = (name: string) => all.get(name)?.branch ?? [];
		for (const name of ["a", "d", "h"]) expect(path(name), name).toEqual([]);
		for (const name of ["b", "c", "e", "g", "i", "j", "m"]) expect(path(name), name).toHaveLength(1);
		expect(path("b")).not.toEqual(path("c"));
		expect(path("e")).toEqual(path("f"));
		expect(path("e")).not.toEqual(path("g"));
	});

	test("what runs together, in a loop, beside or later is marked", () => {
		const all = found("a | b; c $(d); for x in $(e); do f; done; g & h() { i; }; j < <(k)");
		const together = (name: string) => all.get(name)?.together;
		expect(together("a")).toBe(together("b"));
		expect(together("c")).toBe(together("d"));
		expect(together("j")).toBe(together("k"));
		expect(new Set([together("a"), together("c"), together("f"), together("j")]).size).toBe(4);
		expect(together("e")).toBeNull();
		for (const [name, { loop, background, deferred }] of all) {
			expect([name, loop !== null, background, deferred]).toEqual([name, name === "f", name === "g", name === "i"]);
		}
	});

	const input = (line: string, name: string) => {
		const known = found(line).get(name)?.input;
		if (!known) return null;
		const text = known.text ? word(known.text) : known.from.map(({ words }) => words.map(word).join(" "));
		return known.shared ? [text, "shared"] : [text];
	};

	test.each<[line: string, name: string, expected: unknown]>([
		["a <<X\nb $c\n\\$d\nX", "a", ["b <many>\n$d\n".replace("<many>", "<one>")]],
		["a <<'X'\nb $c\nX", "a", ["b $c\n"]],
		["a <<-'X Y'; b\n\tc\n\t\td\n\tX Y\ne", "a", ["c\nd\n"]],
		["a <<-X\n\tb\r\tc\n\n\td\n\tX", "a", ["b\r\tc\n\nd\n"]],
		["a <<X <<Y\nb\nX\nc\nY", "a", ["c\n"]],
		["a <<X < f\nb\nX", "a", null],
		["a 3<<X\nb\nX", "a", null],
		['a <<< "b $c"', "a", ["b <one>\n"]],
		["a | b", "b", [["a"]]],
		["a; b | c | d", "d", [["c"]]],
		["{ a; b; } | c", "c", [["a", "b"]]],
		["a | { b; c; }", "c", [["a"], "shared"]],
		["a | { b; }", "b", [["a"]]],
		["a | b < f", "b", null],
		["(a) <<X\nb\nX", "a", ["b\n"]],
		["exec <<X; a\nb\nX", "a", ["b\n", "shared"]],
		["f() { a; }; b | f", "a", null],
	])("the input of %j: %s", (line, name, expected) => {
		expect(input(line, name)).toEqual(expected);
	});

	test("functions, and variables that are assigned without a command, are named", () => {
		const { functions, variables } = read("f() { a; }; function g { b; }; for x in 1; do c ${y:=1}; done");
		expect(functions.map(({ name }) => name)).toEqual(["f", "g"]);
		expect(variables.map(({ name }) => name)).toEqual(["x", "y"]);
	});
});

describe("budgets", () => {
	test("simple commands", () => {
		expect(read("a;".repeat(1000)).refused).toBeNull();
		expect(read("a;".repeat(1001)).refused).toBe("too_many_commands");
	});
	test("nodes", () => {
		expect(read(`a${" b".repeat(9_999)}`).refused).toBeNull();
		expect(read(`a${" b".repeat(10_000)}`).refused).toBe("too_many_nodes");
		expect(read(`a${" {b,c}".repeat(9_000)}`).refused).toBe("too_many_nodes");
	});
	test.each([
		["$(", "a", ")"],
		["a; (", "b", ")"],
		["{ ", "a", "; }"],
		["${x:-", "a", "}"],
		["if a; then ", "b", "; fi"],
		["f() { ", "a", "; }"],
	])("nesting of %s", (opening, inside, closing) => {
		const nest = (depth: number) => read(opening.repeat(depth) + inside + closing.repeat(depth)).refused;
		expect(nest(30)).toBeNull();
		expect(nest(65)).toBe("too_deep");
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
	"if ",
	" then ",
	" fi",
	"do ",
	" done",
	"case ",
	" in ",
	";;",
	" esac",
	"[[ ",
	" ]]",
	"$((",
	"))",
	"${",
	"${x:-",
	"$(",
	"<(",
	"<<X\n",
	"\nX\n",
	"<<<",
	"f() ",
	"a[",
	"x=(",
	"@(",
	"coproc ",
	"for i in ",
	"exec ",
	"é",
	"\r",
];

const OPENINGS = [
	...["'", '"', "`", "\\\n", "$'\\", '"\\', "#\r\n", "[", "a[", "a[]", "{", "{a,", "{a,b}", "~:", "a=~:", "$x"],
	...["(", "((", "{ ", "if ", "while ", "for i in ", "case x in a) ", "[[ ", "[[ a && ", "[[ a =~ (", "f() { ", "function f ", "coproc "],
	...["$(", "$((", "$[", "<(", "${x:-", '"${x:-', "${a[", '"$(', "$((`", "`\\`", "x=(", "a=([", "@(", "export a=("],
	...["<<", "<<X ", "<<X\n", "<<X $(", "<<'X' \n", "a>b ", "exec >a;", "{ a;} >b;", "a|", "a&&", "a||", "(a)|", "! ", "time ", "a b "],
];

describe("properties", () => {
	test("every text is read without an exception, and what is left over is opaque", () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 40 }), (parts) => {
				const line = toBytes(parts.join("")) ?? "";
				const { commands: found, opaque, refused } = readShell(line, newBudget(), null);
				expect([null, "too_deep"]).toContain(refused);
				for (const { span } of [...found, ...opaque]) {
					expect(span[0]).toBeLessThanOrEqual(span[1]);
					expect(span[1]).toBeLessThanOrEqual(line.length);
				}
			}),
			{ numRuns: 10_000 },
		);
	});

	test("bytes of any kind are read without an exception", () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
				const line = String.fromCharCode(...bytes).replaceAll("\0", "$(");
				const { commands: found, refused } = readShell(line, newBudget(), null);
				for (const { span } of found) expect(span[1]).toBeLessThanOrEqual(line.length);
				expect([null, "too_deep"]).toContain(refused);
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
		for (const part of OPENINGS) {
			const from = performance.now();
			read(part.repeat(Math.floor(65_536 / part.length)));
			expect(performance.now() - from, JSON.stringify(part)).toBeLessThan(1000);
		}
	});
});
