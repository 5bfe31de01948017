/**
 * Reads the options of one wrapper, one word after the other.
 *
 * Only what the registry lists is read. An option that is not listed, an ambiguous abbreviation, or an unknown
 * word where an option could stand hides where the inner command starts: the wrapper is then opaque.
 */

import type { Bytes } from "./bytes.ts";
import type { OpaqueCode } from "./codes.ts";
import { type KnownWrapper, smallLetters } from "./registry.ts";
import { type Assignment, literalWord, type OpaquePart, type Word } from "./shell-types.ts";
import { splitText } from "./split-text.ts";
import { cutWord, headOf, splits } from "./word-parts.ts";

const ASSIGNMENT = /^([A-Za-z_][A-Za-z0-9_]*)=/;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

export class WrapperOptions {
	readonly assignments: Assignment[] = [];
	readonly opaque: OpaquePart[] = [];
	/** Values that are shell text. */
	readonly texts: Word[] = [];
	/** Flags that were given, by their listed names. */
	readonly flags = new Set<Bytes>();
	/** The value that is the inner program. */
	program: Word | null = null;
	/** The text that stands for what standard input gives. */
	replaced: Bytes | null = null;
	moved = false;
	queries = false;
	/** `--` was read: no option follows. */
	ended = false;
	/** Something hides where the inner command starts. */
	hidden = false;
	private assigned = false;
	private readonly words: Word[];

	/** @param at the index of the first word that may be an option; afterwards, of the first that is none */
	constructor(
		private readonly wrapper: KnownWrapper,
		words: readonly Word[],
		public at: number,
	) {
		this.words = [...words];
	}

	/** The words from the first that was not read on. */
	get rest(): readonly Word[] {
		return this.words.slice(this.at);
	}

	/** Reads options up to the next operand. */
	read(): void {
		while (!this.hidden && !this.ended) {
			const word = this.words[this.at];
			if (!word || !this.readWord(word)) return;
		}
		// Behind `--`, `env` and `sudo` still take assignments.
		while (this.ended && !this.hidden) {
			const word = this.words[this.at];
			if (!word || !this.readAssignment(word)) return;
		}
	}

	/** The next word as an operand of the wrapper. */
	takeOperand(): Word | undefined {
		const word = this.words[this.at];
		this.at += 1;
		return word;
	}

	note(word: Word, code: OpaqueCode): void {
		if (code !== "run_option") this.hidden = true;
		this.opaque.push({ code, span: word.span });
	}

	/** Reads a word that is an option or an assignment; false where it is neither. */
	private readWord(word: Word): boolean {
		const head = headOf(word);
		if (this.readAssignment(word)) return true;
		// `env A=1 -- x` runs `--`: behind an assignment no option follows.
		if (this.assigned && !this.wrapper.mixed) return false;
		if (word.literal === "--") {
			this.at += 1;
			this.ended = true;
			return true;
		}
		if ((word.literal !== null || head !== "") && !this.isOption(head) && !this.mayAssign(word, head)) return false;
		if (splits(word) || !this.readOption(word, head)) this.note(word, "wrapper_option");
		return true;
	}

	private readAssignment(word: Word): boolean {
		const assignment = this.wrapper.assignments ? ASSIGNMENT.exec(headOf(word)) : null;
		if (!assignment || splits(word)) return false;
		this.assignments.push({ name: assignment[1] ?? "", append: false, value: cutWord(word, assignment[0].length) });
		this.assigned = true;
		this.at += 1;
		return true;
	}

	private isOption(text: Bytes): boolean {
		if (text === "-") return this.wrapper.flags.has("-") || this.wrapper.query.has("-");
		return text.startsWith("-") || (this.wrapper.textFlag !== null && text.length > 1 && text.startsWith("+"));
	}

	/** Whether the unknown rest of a word could make it an assignment. */
	private mayAssign(word: Word, head: Bytes): boolean {
		return this.wrapper.assignments && word.literal === null && NAME.test(head);
	}

	/** Reads one option word and its value; false where it is not listed. */
	private readOption(word: Word, head: Bytes): boolean {
		const whole = word.literal;
		if (whole !== null && this.isFlag(whole)) {
			this.at += 1;
			return true;
		}
		if (whole !== null && this.takesValue(whole)) return this.takeNext(whole);
		if (head.startsWith("--") || this.hasLongName(head)) return this.readLong(word, head);
		return this.readCluster(word, head);
	}

	/** A long option with one dash (`-chdir=…`). */
	private hasLongName(head: Bytes): boolean {
		const equals = head.indexOf("=");
		return equals > 2 && this.takesValue(head.slice(0, equals));
	}

	private readLong(word: Word, head: Bytes): boolean {
		const equals = head.indexOf("=");
		const written = equals < 0 ? head : head.slice(0, equals);
		if (equals < 0 && word.literal === null) return false;
		const name = this.longName(written);
		if (name === null) return false;
		if (equals >= 0) {
			// `--flag=false` of programs that know it: what it turns off is not known here.
			if (!this.takesValue(name) && !this.wrapper.optional.has(name)) return false;
			this.at += 1;
			this.apply(name, cutWord(word, equals + 1));
			return true;
		}
		if (this.takesValue(name)) return this.takeNext(name);
		if (!this.isFlag(name)) return false;
		this.at += 1;
		return true;
	}

	/** The listed option that a long option is or abbreviates; null where there is none, or several. */
	private longName(written: Bytes): Bytes | null {
		const { long } = this.wrapper;
		if (this.takesValue(written) || this.wrapper.optional.has(written) || long.includes(written)) return written;
		if (!this.wrapper.abbreviates || written.length < 3) return null;
		const meant = long.filter((option) => option.startsWith(written));
		return meant.length === 1 ? (meant[0] ?? null) : null;
	}

	private takesValue(option: Bytes): boolean {
		const { values, textOptions, splitOptions, programOptions } = this.wrapper;
		return values.has(option) || textOptions.has(option) || splitOptions.has(option) || programOptions.has(option);
	}

	/** Whether an option may stand without a value; notes that it does. */
	private isFlag(option: Bytes): boolean {
		const { wrapper } = this;
		if (wrapper.query.has(option)) this.queries = true;
		if (wrapper.optional.has(option) && wrapper.replace.has(option)) this.replaced = "{}";
		const listed = wrapper.query.has(option) || option === wrapper.textFlag || wrapper.flags.has(option) || wrapper.optional.has(option);
		if (listed) this.flags.add(option);
		return listed;
	}

	/** Short options in one word: flags, then at most one that takes the rest of the word or the next word. */
	private readCluster(word: Word, head: Bytes): boolean {
		const { wrapper } = this;
		const sign = head.charAt(0);
		if (sign === "" || (sign !== "-" && sign !== "+")) return false;
		for (let index = 1; index < head.length; index++) {
			const option = sign + head.charAt(index);
			const last = index === head.length - 1 && word.literal !== null;
			if (this.takesValue(option)) {
				if (last) return this.takeNext(option);
				// A shell takes the value of `-o` from the next word even inside a cluster.
				if (wrapper.textFlag !== null) return false;
				this.at += 1;
				this.apply(option, cutWord(word, index + 1));
				return true;
			}
			if (wrapper.optional.has(option) && !last) {
				this.at += 1;
				this.apply(option, cutWord(word, index + 1));
				return true;
			}
			if (!this.isFlag(option)) return false;
		}
		if (word.literal === null) return false;
		this.at += 1;
		return true;
	}

	/** The next word is the option's value, whatever it is; it must be exactly one word. */
	private takeNext(option: Bytes): boolean {
		const value = this.words[this.at + 1];
		if (value && splits(value)) return false;
		this.at += 2;
		if (value) this.apply(option, value);
		return true;
	}

	/** What an option with its value says. */
	private apply(option: Bytes, value: Word): void {
		const { wrapper } = this;
		this.flags.add(option);
		if (wrapper.directory.has(option)) this.moved = true;
		if (wrapper.textOptions.has(option)) this.texts.push(value);
		if (wrapper.programOptions.has(option)) this.program = value;
		if (wrapper.splitOptions.has(option)) this.insert(value);
		if (this.runsOther(option, value)) this.note(value, "run_option");
		if (wrapper.assignOptions.has(option)) this.assign(value);
		if (wrapper.replace.has(option)) {
			if (value.literal === null || value.literal === "") this.note(value, "wrapper_option");
			this.replaced = value.literal;
		}
	}

	/** `-o ProxyCommand=…`: some values of an option name what the wrapper runs; of an unknown value any might. */
	private runsOther(option: Bytes, value: Word): boolean {
		if (this.wrapper.runs.has(option)) return true;
		const text = smallLetters(headOf(value)).trimStart();
		for (const entry of this.wrapper.runs) {
			if (!entry.startsWith(`${option} `)) continue;
			const name = entry.slice(option.length + 1);
			if (text.startsWith(name) || (value.literal === null && name.startsWith(text))) return true;
		}
		return false;
	}

	/** `-e NAME=VALUE`; `-e NAME` takes what the environment holds, and an unknown word may be anything. */
	private assign(value: Word): void {
		const assignment = ASSIGNMENT.exec(headOf(value));
		if (assignment) this.assignments.push({ name: assignment[1] ?? "", append: false, value: cutWord(value, assignment[0].length) });
		else if (value.literal === null) this.note(value, "wrapper_option");
	}

	/** The words that a value is cut into stand in its place. */
	private insert(value: Word): void {
		const words = value.literal === null ? null : splitText(value.literal);
		if (words === null) this.note(value, "wrapper_option");
		else this.words.splice(this.at, 0, ...words.map((text) => literalWord(text, value.span)));
	}
}
