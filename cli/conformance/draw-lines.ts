/** Command lines made from command lines: what a seed draws to compare evaluators on. */

import { type Choose, choicesFrom } from "./choose.ts";

/** Texts that mean something to a shell, to the registry, or to whoever reads a line. */
const SPLINTERS: readonly string[] = [
	..."'\"`(){}[]*?~\\<>!#= \t\n;|&$-".split(""),
	...["$(", "((", "))", "${", "a,b", "..", "**", "$HOME", "$PWD", "$x", '"$@"', "$1", "\\\n", ";;", "&&", "||", "|&", ">>", "<<X", "\nX\n"],
	...["<<<", "<(", ">(", "+=", "A=1 ", "env ", "sudo ", "xargs ", "find . -exec ", "{} +", "\\;", "sh -c ", "eval ", "git ", "-c alias.x="],
	...["push ", "--force", "-f", "if ", "then ", "fi", "while ", "do ", "done", "case x in ", "esac", "for i in ", "function f ", "f() "],
	...["coproc ", "[[ ", "]]", "-eq ", "$'\\x41'", '$"', "é", "\u200b", "\r", "\u0430", "\u{1f600}", "cd /", "cd ..", "export PATH=", "--"],
	...["/dev/null", "rm -rf /", "time ", "exec ", "trap ", "declare -i ", "printf -v ", "read a[", "let x=", "docker exec c ", "npm run "],
	...["sed -n p", "awk ", "jq ", "tar --to-command=", "rsync -e ", "GIT_CONFIG_COUNT=1 ", "parallel ", "::: ", "flock f -c ", "timeout 5 "],
];

/** Words that a shell may make nothing of, several words, or a word that is not known. */
const VANISHING: readonly string[] = [
	...["$x", "$x$y", '"$x"', "$@", '"$@"', '"${a[@]}"', "$*", "${x}", "${x:-}", "$(y)", "`y`", "$((x))", "$((1+1))", "''", '""', "*", "?"],
	...["{a,}", "{,}", "[a]*", "$x'y'", "a$x", "<(y)", "~", "~me", "$HOME", "$PWD/x", "$'\\n'", "x{1..3}", "--$x", "-$x", '"$x"=y'],
];

/** Commands that move the shell, do not, or may: to somewhere, nowhere, or anywhere. */
const MOVES: readonly string[] = [
	...[
		"cd src",
		"cd /",
		"cd /repo",
		"cd ..",
		"cd .",
		"cd",
		"cd ~",
		"cd ~/x",
		"cd -",
		"cd --",
		"cd -- src",
		"cd -P ..",
		"cd -L ../x",
		"cd ''",
	],
	...[
		"cd $x",
		'cd "$x"',
		"cd $HOME",
		'cd "$PWD/.."',
		"cd src lib",
		"cd sub/../..",
		"cd /a//b/./..",
		"CDPATH=/x cd src",
		"cd ./src",
		"cd s*",
	],
	...[
		"pushd /tmp",
		"pushd",
		"popd",
		"chdir src",
		"builtin cd src",
		"command cd /",
		"eval 'cd src'",
		"sh -c 'cd src'",
		"source x",
		"HOME=/x",
	],
	...[
		"export CDPATH=/",
		"PWD=/x",
		"unset PWD",
		"cd src >out",
		"cd <in src",
		"git -C sub status",
		"env -C src ls",
		"cd() { :; }",
		"alias cd=x",
	],
];

/** How commands stand beside each other; `@` is the first, `%` the second. */
const FRAMES: readonly string[] = [
	...["@; %", "@ && %", "@ || %", "@ | %", "@ & %", "(@); %", "{ @; }; %", "(@; %)", "if @; then %; fi", "if x; then @; fi; %", "! @; %"],
	...["while @; do %; done", "for i in a b; do %; @; done", "case x in a) @;; esac; %", "f() { @; }; %", "f() { @; }; f; %", "$(@); %"],
	...[
		'"$(@)" %',
		"@ $(%)",
		"% $(@)",
		"@ <(%)",
		"trap '@' EXIT; %",
		"coproc @; %",
		"time @; %",
		"[[ -n $(@) ]] && %",
		"@\n%",
		"until %; do @; done",
	],
	...["@ && % || %", "% && @ && %", "{ @ & %; }", "@; (%; @); %", "if %; then @; else %; fi; %", "exec >log; @; %", "% <<X\n$(@)\nX"],
];

const LONGEST = 3_000;

/**
 * Lines made from lines: letters taken out, put in, or moved from one line to another; words that may vanish put between words;
 * commands that may move the shell put before, after and around others. The same seed gives the same lines.
 *
 * @param lines what they are made from; at least one
 * @returns `count` lines of at most 3,000 characters
 */
export function drawLines(lines: readonly string[], count: number, seed: number): readonly string[] {
	const choose = choicesFrom(seed);
	return Array.from({ length: count }, () => drawLine(lines, choose));
}

/** One line. */
export function drawLine(lines: readonly string[], choose: Choose): string {
	const way = choose(10);
	if (way === 0) return cut(withVanishing(pick(lines, choose), choose));
	if (way === 1) return cut(withMoves(pick(lines, choose), choose));
	if (way === 2) return cut(withMoves(withVanishing(pick(lines, choose), choose), choose));
	return mutate(lines, choose);
}

function pick<Item>(list: readonly Item[], choose: Choose): Item {
	const item = list[choose(list.length)];
	if (item === undefined) throw new Error("nothing to choose from");
	return item;
}

const cut = (line: string): string => [...line].slice(0, LONGEST).join("");

/** Words that may vanish, behind some of the words of a line. */
function withVanishing(line: string, choose: Choose): string {
	return line.replace(/ +|$/g, (blank) => (choose(4) === 0 ? ` ${pick(VANISHING, choose)}${blank}` : blank));
}

function withMoves(line: string, choose: Choose): string {
	const move = choose(4) === 0 ? `${pick(MOVES, choose)}; ${pick(MOVES, choose)}` : pick(MOVES, choose);
	// Functions as replacements: a `$` of the line is no sign of `replace`.
	return pick(FRAMES, choose).replace(/[@%]/g, (place) => (place === "@" ? move : line));
}

function mutate(lines: readonly string[], choose: Choose): string {
	const letters = [...pick(lines, choose)];
	for (let changes = 1 + choose(4); changes > 0; changes--) {
		const at = choose(letters.length + 1);
		const way = choose(5);
		if (way === 0) letters.splice(at, 1 + choose(4));
		else if (way === 1) letters.splice(at, 0, ...partOf([...pick(lines, choose)], choose));
		else if (way === 2) letters.splice(at, 0, ...partOf(letters, choose));
		else letters.splice(at, 0, ...pick(SPLINTERS, choose));
	}
	return letters.slice(0, LONGEST).join("");
}

function partOf(letters: readonly string[], choose: Choose): readonly string[] {
	const from = choose(letters.length + 1);
	return letters.slice(from, from + 1 + choose(20));
}
