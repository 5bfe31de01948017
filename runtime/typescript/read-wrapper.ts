/**
 * Reads one wrapper: its options, its own operands, and the command or the shell text that it runs.
 */

import type { Bytes } from "./bytes.ts";
import type { OpaqueCode } from "./codes.ts";
import { readInnerOptions } from "./inner-options.ts";
import type { KnownWrapper } from "./registry.ts";
import { type Assignment, type ByteSpan, literalWord, type OpaquePart, type Word } from "./shell-types.ts";
import { replaceIn, splits, unknownWords } from "./word-parts.ts";
import { WrapperOptions } from "./wrapper-options.ts";

/** Shell text that a wrapper runs, and the words that its `$0`, `$1`, … are. */
export interface InnerText {
	readonly bytes: Bytes;
	readonly span: ByteSpan;
	readonly positional: readonly Word[];
}

export interface WrapperReading {
	/** The commands that it runs, as words. */
	readonly inner: readonly (readonly Word[])[];
	readonly texts: readonly InnerText[];
	/** It runs shell text that stands on standard input. */
	readonly stdin: boolean;
	/** The words of standard input stand at the end of its inner command. */
	readonly appended: boolean;
	/** What it puts into the environment of what it runs. */
	readonly assignments: readonly Assignment[];
	/** What it runs may run in another directory. */
	readonly moved: boolean;
	readonly opaque: readonly OpaquePart[];
}

/**
 * Reads the words of a command whose first words name that wrapper.
 *
 * @param from the index of the first word behind its name
 * @example readWrapper(timeout, words of `timeout -s INT 9 true`, 1).inner // [[true]]
 */
export function readWrapper(wrapper: KnownWrapper, words: readonly Word[], from: number): WrapperReading {
	return wrapper.innerOptions.size > 0 ? readInnerOptions(wrapper, words, from) : new WrapperReader(wrapper, words, from).read();
}

class WrapperReader {
	private readonly options: WrapperOptions;

	constructor(
		private readonly wrapper: KnownWrapper,
		private readonly words: readonly Word[],
		from: number,
	) {
		this.options = new WrapperOptions(wrapper, words, from);
	}

	read(): WrapperReading {
		const { options, wrapper } = this;
		options.read();
		for (let count = 0; count < wrapper.operands && !this.has(wrapper.argvFlags); count++) {
			if (options.hidden || options.queries || (wrapper.permute && options.ended)) break;
			const operand = options.rest[0];
			if (!operand) {
				// Nothing says which of several operands is the command.
				if (count > 1 && wrapper.then === "argv") return this.hidden(this.words[0], "wrapper_option");
				break;
			}
			// How many words an unknown one is, nobody knows; where options may follow, it may be one itself.
			if (splits(operand)) return this.hidden(operand, "wrapper_option");
			options.takeOperand();
			if (wrapper.permute && !options.ended) options.read();
		}
		if (options.hidden || options.queries) return this.result({});
		const late = this.lateText();
		const texts = late ? [late] : options.texts;
		if (texts.length === 0) return this.runRest(options.rest);
		const rest = late ? [] : options.rest;
		// Further texts run beside the inner command (`hyperfine --prepare`).
		if (rest.length > 0 && wrapper.then !== "stdin") return joinReadings(this.runTexts(texts), this.runRest(rest));
		return this.runTexts(texts, rest);
	}

	/** `flock FILE -c TEXT`: the option stands behind the operand. */
	private lateText(): Word | null {
		const [option, text] = this.options.rest;
		const { textOptions, operands } = this.wrapper;
		return operands > 0 && option?.literal && textOptions.has(option.literal) ? (text ?? null) : null;
	}

	private runRest(rest: readonly Word[]): WrapperReading {
		const { wrapper, options } = this;
		const has = (flags: ReadonlySet<Bytes>) => this.has(flags);
		if (options.program) return this.result({ inner: [[options.program, ...rest]] });
		if (wrapper.then === "stdin" && !has(wrapper.argvFlags))
			return rest.length === 0 ? this.result({ stdin: true }) : this.hidden(rest[0], "foreign_code");
		if (has(wrapper.joinFlags)) return rest.length === 0 ? this.result({ stdin: true }) : this.runText(rest, []);
		if (wrapper.then === "script" || (wrapper.textFlag !== null && !options.flags.has(wrapper.textFlag))) return this.runShell(rest);
		if (rest.length === 0) return this.runNothing();
		if (wrapper.until.size > 0) return this.runUntil(rest);
		if (wrapper.then === "texts") return this.runTexts(rest);
		const asText = wrapper.then === "text" || (wrapper.then === "command" && rest.length === 1);
		if (!asText || has(wrapper.argvFlags)) return this.result({ inner: [this.complete(rest)], appended: this.appendsWords() });
		return wrapper.join ? this.runText(rest, []) : this.runText(rest.slice(0, 1), rest.slice(1));
	}

	/** A shell without its text: a script, or standard input, which `-s` asks for whatever else stands there. */
	private runShell(rest: readonly Word[]): WrapperReading {
		const [first] = this.words;
		if (rest.length === 0 && this.wrapper.then === "script") return this.result({});
		const reads = this.options.flags.has("-s") || rest.length === 0 || STDIN_FILES.has(rest[0]?.literal ?? "");
		return reads ? this.result({ stdin: true }) : this.hidden(first, "foreign_code");
	}

	private runNothing(): WrapperReading {
		const { empty, default: program } = this.wrapper;
		if (program !== null) {
			const [first] = this.words;
			const inner = [this.complete([literalWord(program, first?.span ?? [0, 0])])];
			return this.result({ inner, appended: this.appendsWords() });
		}
		if (empty === "stdin") return this.result({ stdin: true });
		return empty === "foreign" ? this.hidden(this.words[0], "foreign_code") : this.result({});
	}

	/** `parallel`: words joined by blanks, which the words behind `:::` or standard input complete. */
	private runUntil(rest: readonly Word[]): WrapperReading {
		const end = rest.findIndex(({ literal }) => literal !== null && this.wrapper.until.has(literal));
		const words = end < 0 ? rest : rest.slice(0, end);
		if (words.length === 0) return this.hidden(rest[0], "dynamic_code");
		const text = joinedText(words);
		// Its own placeholders may stand inside quotes: what they become there is not known.
		if (text === null || (text.includes("{") && text.includes("'"))) return this.hidden(words[0], "dynamic_code");
		const filled = text.replace(PLACEHOLDER, '"$@"');
		return this.result({ texts: [{ bytes: filled === text ? `${text} $@` : filled, span: spanOf(words), positional: [] }] });
	}

	/** The words joined by blanks, as shell text. */
	private runText(words: readonly Word[], positional: readonly Word[]): WrapperReading {
		const bytes = joinedText(words);
		if (bytes === null)
			return this.hidden(
				words.find(({ literal }) => literal === null),
				"dynamic_code",
			);
		return this.result({ texts: [{ bytes, span: spanOf(words), positional }] });
	}

	/** Each word as shell text of its own. */
	private runTexts(words: readonly Word[], positional: readonly Word[] = []): WrapperReading {
		const texts: InnerText[] = [];
		for (const word of words) {
			if (word.literal === null) return this.hidden(word, "dynamic_code");
			texts.push({ bytes: word.literal, span: word.span, positional });
		}
		return this.result({ texts });
	}

	private has(flags: ReadonlySet<Bytes>): boolean {
		return [...flags].some((flag) => this.options.flags.has(flag));
	}

	/** The inner command, with what standard input adds to it. */
	private complete(words: readonly Word[]): readonly Word[] {
		if (!this.wrapper.appended) return words;
		const { replaced } = this.options;
		if (replaced !== null) return words.map((word) => replaceIn(word, [replaced], "one"));
		return [...words, unknownWords(words.at(-1)?.span[1] ?? 0)];
	}

	/** Whether standard input is cut into words that all stand at the end, once. */
	private appendsWords(): boolean {
		return this.wrapper.appended && [...this.options.flags].every((flag) => PLAIN.has(flag));
	}

	private hidden(word: Word | undefined, code: OpaqueCode): WrapperReading {
		if (word) this.options.note(word, code);
		return this.result({});
	}

	private result(found: Partial<Pick<WrapperReading, "inner" | "texts" | "stdin" | "appended">>): WrapperReading {
		const { assignments, moved, opaque } = this.options;
		return { inner: [], texts: [], stdin: false, appended: false, ...found, assignments, moved: moved || this.wrapper.moves, opaque };
	}
}

/** Two readings of one wrapper, of which the second holds what its options say. */
function joinReadings(one: WrapperReading, other: WrapperReading): WrapperReading {
	return { ...other, inner: [...one.inner, ...other.inner], texts: [...one.texts, ...other.texts] };
}

/** Operands that are standard input. */
const STDIN_FILES: ReadonlySet<Bytes> = new Set(["/dev/fd/0", "/dev/stdin", "/proc/self/fd/0"]);

/** Options of `xargs` that leave alone what it reads. */
const PLAIN: ReadonlySet<Bytes> = new Set(["--no-run-if-empty", "--verbose", "-r", "-t"]);

const PLACEHOLDER = /\{[#%+./0-9]*\}/g;

function joinedText(words: readonly Word[]): Bytes | null {
	const texts: Bytes[] = [];
	for (const { literal } of words) {
		if (literal === null) return null;
		texts.push(literal);
	}
	return texts.join(" ");
}

function spanOf(words: readonly Word[]): ByteSpan {
	return [words[0]?.span[0] ?? 0, words.at(-1)?.span[1] ?? 0];
}
