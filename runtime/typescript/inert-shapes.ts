/**
 * Program texts of small languages that run nothing and write nothing but standard output, by their shape alone:
 * `sed`, `awk` and `jq`. Closed shapes: whatever is not of one of them counts as foreign code.
 */

import type { Bytes } from "./bytes.ts";
import type { Word } from "./shell-types.ts";

type Language = "awk" | "jq" | "sed";

/** How a command of each language names its program: options with a value, options without, options whose value is program text. */
interface Options {
	readonly values: ReadonlySet<Bytes>;
	readonly flags: ReadonlySet<Bytes>;
	/** A flag that may have text attached (`sed -i.bak`). */
	readonly attached: ReadonlySet<Bytes>;
	readonly texts: ReadonlySet<Bytes>;
	/** Options that are followed by two words. */
	readonly pairs: ReadonlySet<Bytes>;
	readonly isInert: (text: Bytes) => boolean;
}

const set = (names: string): ReadonlySet<Bytes> => new Set(names.split(" ").filter((name) => name !== ""));

const LANGUAGES: Readonly<Record<Language, Options>> = {
	awk: {
		values: set("-F -v --field-separator --assign"),
		flags: set(""),
		attached: set("-F -v"),
		texts: set(""),
		pairs: set(""),
		isInert: isInertAwk,
	},
	jq: {
		values: set("--indent"),
		flags: set(
			"-a -c -C -e -g -h -j -M -n -r -R -s -S --ascii-output --color-output --compact-output --exit-status --join-output --monochrome-output --null-input --raw-input --raw-output --raw-output0 --slurp --sort-keys --tab --unbuffered --stream --seq --args --jsonargs",
		),
		attached: set(""),
		texts: set(""),
		pairs: set("--arg --argjson --rawfile --slurpfile"),
		isInert: isInertJq,
	},
	sed: {
		values: set("-l --line-length"),
		flags: set(
			"-E -n -r -s -u -z -i --debug --in-place --null-data --posix --quiet --regexp-extended --sandbox --separate --silent --unbuffered",
		),
		attached: set("-i --in-place"),
		texts: set("-e --expression"),
		pairs: set(""),
		isInert: isInertSed,
	},
};

/**
 * Whether the program text of a command is inert.
 *
 * @example isInertProgram("sed", words of `sed -n '/^v/p' f`) // true; with `s/a/b/w out` false
 */
export function isInertProgram(language: Language, words: readonly Word[]): boolean {
	const texts = programTexts(LANGUAGES[language], words);
	return texts !== null && texts.length > 0 && texts.every(LANGUAGES[language].isInert);
}

/** The program texts of a command; null where an option or a word hides them. */
function programTexts(options: Options, words: readonly Word[]): readonly Bytes[] | null {
	const given: Bytes[] = [];
	let operand: Bytes | null = null;
	let ended = false;
	for (let at = 1; at < words.length; at++) {
		const word = words[at];
		const text = word?.literal ?? null;
		if (ended || text === null || !text.startsWith("-") || text === "-") {
			const data = given.length > 0 || operand !== null;
			if (text === null && (!data || !startsAsOperand(word))) return null;
			if (!data) operand = text;
		} else if (text === "--") ended = true;
		else {
			const read = readOption(options, text);
			if (read === null) return null;
			if (read.text !== null) given.push(read.text);
			if (read.takes === "text") {
				const value = words[at + 1]?.literal;
				if (value === null || value === undefined) return null;
				given.push(value);
			}
			at += { nothing: 0, text: 1, value: 1, pair: 2 }[read.takes];
		}
	}
	return given.length > 0 ? given : operand === null ? null : [operand];
}

/** An unknown word behind the program text: harmless unless it could be an option. */
function startsAsOperand(word: Word | undefined): boolean {
	const first = word?.pieces[0];
	if (first?.kind === "place") return true;
	return first?.kind === "literal" && first.text !== "" && !first.text.startsWith("-");
}

interface ReadOption {
	readonly takes: "nothing" | "text" | "value" | "pair";
	/** Program text in the same word. */
	readonly text: Bytes | null;
}

function readOption(options: Options, word: Bytes): ReadOption | null {
	const equals = word.indexOf("=");
	const name = word.startsWith("--") && equals > 0 ? word.slice(0, equals) : word;
	if (options.pairs.has(name)) return { takes: "pair", text: null };
	if (name !== word) {
		if (options.texts.has(name)) return { takes: "nothing", text: word.slice(equals + 1) };
		return options.values.has(name) || options.attached.has(name) ? { takes: "nothing", text: null } : null;
	}
	if (options.texts.has(word)) return { takes: "text", text: null };
	if (options.flags.has(word)) return { takes: "nothing", text: null };
	if (options.values.has(word)) return { takes: "value", text: null };
	return word.startsWith("--") ? null : readCluster(options, word);
}

function readCluster(options: Options, word: Bytes): ReadOption | null {
	for (let index = 1; index < word.length; index++) {
		const option = `-${word.charAt(index)}`;
		const rest = word.slice(index + 1);
		if (options.texts.has(option)) return rest === "" ? { takes: "text", text: null } : { takes: "nothing", text: rest };
		if (options.values.has(option)) return { takes: rest === "" ? "value" : "nothing", text: null };
		if (options.attached.has(option)) return { takes: "nothing", text: null };
		if (!options.flags.has(option)) return null;
	}
	return { takes: "nothing", text: null };
}

/** Addresses, and the commands `p d q n =` and `s` with the flags `g p I` or a number. */
function isInertSed(text: Bytes): boolean {
	const reader = new SedReader(text);
	return reader.readScript();
}

class SedReader {
	private at = 0;

	constructor(private readonly text: Bytes) {}

	readScript(): boolean {
		for (;;) {
			this.skip(" \t\n;");
			if (this.at >= this.text.length) return true;
			if (!this.readAddress()) return false;
			this.skip(" \t");
			if (this.peek() === ",") {
				this.at += 1;
				this.skip(" \t+~");
				if (!this.readAddress()) return false;
			}
			this.skip(" \t!");
			if (!this.readCommand()) return false;
			this.skip(" \t");
			if (this.at < this.text.length && !";\n".includes(this.peek())) return false;
		}
	}

	/** A number, `$`, a pattern, or nothing. */
	private readAddress(): boolean {
		const first = this.peek();
		if (first === "$") this.at += 1;
		else if (isDigit(first)) this.skip("0123456789~");
		else if (first === "/") {
			this.at += 1;
			if (!this.readTo("/")) return false;
			this.skip("I");
		}
		return true;
	}

	private readCommand(): boolean {
		const command = this.peek();
		this.at += 1;
		if (command === "s") return this.readSubstitution();
		return command !== "" && "pdqn=".includes(command);
	}

	private readSubstitution(): boolean {
		const border = this.peek();
		if (border === "" || border === "\n" || border === "\\") return false;
		this.at += 1;
		if (!this.readTo(border) || !this.readTo(border)) return false;
		this.skip("gpI0123456789");
		return true;
	}

	/** Moves behind the next border that no backslash stands before. Inside brackets it ends the text for some programs only. */
	private readTo(border: Bytes): boolean {
		let bracket = false;
		for (; this.at < this.text.length; this.at++) {
			const byte = this.peek();
			if (byte === "\\") this.at += 1;
			else if (byte === "\n" || (bracket && byte === border)) return false;
			else if (byte === "[") bracket = true;
			else if (byte === "]") bracket = false;
			else if (byte === border) {
				this.at += 1;
				return true;
			}
		}
		return false;
	}

	private skip(bytes: string): void {
		while (this.at < this.text.length && bytes.includes(this.peek())) this.at += 1;
	}

	private peek(): Bytes {
		return this.text.charAt(this.at);
	}
}

function isDigit(byte: Bytes): boolean {
	return byte >= "0" && byte <= "9";
}

/** No `system`, `getline`, `|`, `>` or `@`, nor what loads or calls something by name. */
function isInertAwk(text: Bytes): boolean {
	return !["system", "getline", "|", ">", "@"].some((part) => text.includes(part));
}

/** No `import` or `include`. */
function isInertJq(text: Bytes): boolean {
	return !["import", "include"].some((part) => text.includes(part));
}
