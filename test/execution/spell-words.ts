/** Ways to write known words. Each gives text that a shell reads as these words, perhaps after some preparation. */

import type { Choose } from "../../cli/conformance/choose.ts";

/** A command ready to be put into a line: what has to run before it, and its text. */
export interface Spelled {
	readonly before: string;
	readonly text: string;
}

/** Text in single quotes, for every shell. */
export function quote(text: string): string {
	return `'${text.replaceAll("'", "'\\''")}'`;
}

const pick = <T>(choose: Choose, list: readonly [T, ...T[]]): T => list[choose(list.length)] ?? list[0];

/** Spellings that leave the word what it is. The `$'…'` form is a word of its own only in bash; dash gets another word. */
const SAME_WORD: readonly [(word: string, choose: Choose) => string, ...((word: string, choose: Choose) => string)[]] = [
	(word) => word,
	(word) => word,
	(word) => quote(word),
	(word) => `"${word}"`,
	(word, choose) => {
		const at = 1 + choose(Math.max(1, word.length - 1));
		return `${word.slice(0, at)}''${word.slice(at)}`;
	},
	(word, choose) => {
		const at = choose(word.length);
		return `${word.slice(0, at)}\\${word.slice(at)}`;
	},
	(word, choose) => {
		const at = 1 + choose(Math.max(1, word.length - 1));
		return `"${word.slice(0, at)}"${quote(word.slice(at))}`;
	},
	(word, choose) => {
		const at = 1 + choose(Math.max(1, word.length - 1));
		return `${word.slice(0, at)}\\\n${word.slice(at)}`;
	},
	(word) => `$'${word}'`,
	(word) => `$'\\x${word.charCodeAt(0).toString(16)}${word.slice(1)}'`,
	(word) => `$'\\${word.charCodeAt(0).toString(8)}${word.slice(1)}'`,
];

/** Spellings that leave the value to the shell. `v1` is a name that the line has free. */
const COMPUTED: readonly [(word: string, choose: Choose) => Spelled, ...((word: string, choose: Choose) => Spelled)[]] = [
	(word) => ({ before: `v1=${word}; `, text: "$v1" }),
	(word) => ({ before: `v1=${quote(word)}; `, text: '"$v1"' }),
	(word) => ({ before: `v1=${word}x; `, text: "${v1%x}" }),
	(word) => ({ before: "", text: `\${v2:-${word}}` }),
	(word) => ({ before: "v1=1; ", text: `\${v1:+${word}}` }),
	(word) => ({ before: "", text: `$(echo ${word})` }),
	(word) => ({ before: "", text: `"$(printf %s ${quote(word)})"` }),
	(word) => ({ before: "", text: `\`echo ${word}\`` }),
	(word) => ({ before: `read v1 <<E\n${word}\nE\n`, text: "$v1" }),
	(word) => ({ before: `export v1=${word}; `, text: "$v1" }),
	(word) => ({ before: `unset v1; : \${v1=${word}}; `, text: "$v1" }),
	// Files of these names stand in the folder where the lines run.
	(word) => ({ before: "", text: `${word.slice(0, -1)}?` }),
	(word) => ({ before: "", text: `${word.slice(0, -1)}[${word.slice(-1)}]` }),
	(word) => ({ before: "", text: `${word.slice(0, -2)}*` }),
	(word) => ({ before: "", text: `{${word},}` }),
];

/** All words in one go: from a variable, positional parameters, a function, a list, a pipe. */
const WHOLE: readonly [(words: readonly string[]) => Spelled, ...((words: readonly string[]) => Spelled)[]] = [
	(words) => ({ before: `v1=${quote(words.join(" "))}; `, text: "$v1" }),
	(words) => ({ before: `set -- ${words.slice(1).join(" ")}; `, text: `${words[0]} "$@"` }),
	(words) => ({ before: `set -- ${words.join(" ")}; `, text: "$@" }),
	(words) => ({ before: `f1() { ${words[0]} "$@"; }; `, text: `f1 ${words.slice(1).join(" ")}` }),
	(words) => ({ before: `f1() { "$@"; }; `, text: `f1 ${words.join(" ")}` }),
	(words) => ({ before: `f1() { ${words.join(" ")}; }; `, text: "f1" }),
	(words) => ({ before: `a1=(${words.join(" ")}); `, text: '"${a1[@]}"' }),
	(words) => ({ before: "", text: `{${words.join(",")}}` }),
	(words) => ({ before: "", text: `$(echo ${words.join(" ")})` }),
	(words) => ({ before: `IFS=/; v1=${words.join("/")}; `, text: "$v1" }),
	(words) => ({ before: "", text: `eval ${words.map(quote).join(" ")}` }),
	(words) => ({ before: "", text: `eval "${words[0]} ${words.slice(1).join(" ")}"` }),
	(words) => ({ before: `alias a1=${quote(words.join(" "))}\n`, text: "a1" }),
	(words) => ({ before: "", text: `sh -c '"$@"' name ${words.join(" ")}` }),
	(words) => ({ before: "", text: `sh -c '$0 "$@"' ${words.join(" ")}` }),
	(words) => ({ before: "", text: `bash -c '$1 "\${@:2}"' name ${words.join(" ")}` }),
	(words) => ({ before: "", text: `echo ${words.slice(1).join(" ")} | xargs ${words[0]}` }),
	(words) => ({ before: "", text: `printf '%s\\0' ${words.slice(1).join(" ")} | xargs -0 ${words[0]}` }),
	(words) => ({ before: "", text: `xargs ${words[0]} <<< ${quote(words.slice(1).join(" "))}` }),
	(words) => ({ before: "", text: `echo ${words.join(" ")} | xargs env` }),
	(words) => ({ before: "", text: `find . -maxdepth 0 -exec sh -c '"$@"' name ${words.join(" ")} \\;` }),
	(words) => ({ before: `echo ${quote(words.join(" "))} > line.sh; `, text: "sh line.sh" }),
	(words) => ({ before: `echo ${quote(words.join(" "))} > line.sh; `, text: ". ./line.sh" }),
	(words) => ({ before: `echo ${quote(words.join(" "))} > line.sh; chmod +x line.sh; `, text: "./line.sh" }),
	(words) => ({ before: "", text: `while read -r line; do $line; done <<< ${quote(words.join(" "))}` }),
	(words) => ({ before: `read -r -a a1 <<< ${quote(words.join(" "))}; `, text: `"\${a1[@]}"` }),
	(words) => ({ before: `v1=${words[0]}; v2=v1; `, text: `\${!v2} ${words.slice(1).join(" ")}` }),
	(words) => ({ before: `v1=${words[0]?.toUpperCase()}; `, text: `\${v1,,} ${words.slice(1).join(" ")}` }),
	(words) => ({ before: `v1=x${words[0]}; `, text: `\${v1/x/} ${words.slice(1).join(" ")}` }),
	(words) => ({ before: `v1=${words[0]}; `, text: `\${v1:0} ${words.slice(1).join(" ")}` }),
	(words) => ({ before: "", text: `for v1 in ${words[0]}; do $v1 ${words.slice(1).join(" ")}; done` }),
	(words) => ({ before: `shopt -s expand_aliases; alias ${words[0]}='${words[0]} ${words.slice(1).join(" ")}'\n`, text: `${words[0]}` }),
	(words) => ({ before: "", text: `eval "$(printf '%s ' ${words.join(" ")})"` }),
	(words) => ({ before: `printf -v v1 '%s ' ${words.join(" ")}; `, text: "$v1" }),
	(words) => ({ before: `mapfile -t a1 < <(printf '%s\\n' ${words.join(" ")}); `, text: '"${a1[@]}"' }),
	(words) => ({ before: `declare -n r1=v1; v1=${words[0]}; `, text: `$r1 ${words.slice(1).join(" ")}` }),
];

/** Writes words as a simple command: mostly words that stay themselves, sometimes one that the shell computes, sometimes all. */
export function spellWords(words: readonly string[], choose: Choose): Spelled {
	if (choose(8) === 0) return pick(choose, WHOLE)(words);
	const computed = choose(4) === 0 ? choose(words.length) : -1;
	let before = "";
	const texts = words.map((word, at) => {
		if (at !== computed || word.length < 3) return pick(choose, SAME_WORD)(word, choose);
		const spelled = pick(choose, COMPUTED)(word, choose);
		before = spelled.before;
		return spelled.text;
	});
	const blanks = [" ", " ", " ", "  ", "\t", " \\\n "] as const;
	return { before, text: texts.reduce((line, text) => `${line}${pick(choose, blanks)}${text}`) };
}
