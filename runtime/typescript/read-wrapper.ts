/**
 * Reads the options of one wrapper up to the command or the shell text that it runs.
 *
 * Only what the registry lists is read. An option that is not listed, an abbreviation, or an unknown word
 * where an option could stand hides where the inner command starts: the wrapper is then opaque.
 */

import type { Bytes } from "./bytes.ts";
import type { OpaqueCode } from "./codes.ts";
import type { KnownWrapper } from "./registry.ts";
import type { Assignment, ByteSpan, OpaquePart, Piece, Word } from "./shell-types.ts";

export interface WrapperReading {
	/** The commands that it runs, as words. */
	readonly inner: readonly (readonly Word[])[];
	readonly text: { readonly bytes: Bytes; readonly span: ByteSpan } | null;
	/** What it puts into the environment of what it runs. */
	readonly assignments: readonly Assignment[];
	/** What it runs may run in another directory. */
	readonly moved: boolean;
	readonly opaque: readonly OpaquePart[];
}

const ASSIGNMENT = /^([A-Za-z_][A-Za-z0-9_]*)=/;

/** Reads the words of a command whose program is that wrapper; the first word is the program. */
export function readWrapper(wrapper: KnownWrapper, words: readonly Word[]): WrapperReading {
	return wrapper.innerOptions.size > 0 ? readInnerOptions(wrapper, words) : new WrapperReader(wrapper, words).read();
}

class WrapperReader {
	private readonly assignments: Assignment[] = [];
	private readonly opaque: OpaquePart[] = [];
	private readonly texts: Word[] = [];
	private at = 1;
	private moved = false;
	private queries = false;
	private hasTextFlag = false;
	private replaced: Bytes | null = null;

	constructor(
		private readonly wrapper: KnownWrapper,
		private readonly words: readonly Word[],
	) {}

	read(): WrapperReading {
		this.readOptions();
		if (this.opaque.length > 0 || this.queries) return this.result([], null);
		const option = this.texts[0];
		if (option) return this.runText([option]);
		for (let count = 0; count < this.wrapper.operands; count++) {
			const operand = this.words[this.at];
			if (!operand) return this.result([], null);
			if (operand.literal === null) return this.hidden(operand, "wrapper_option");
			this.at += 1;
		}
		const rest = this.words.slice(this.at);
		if (this.wrapper.then === "stdin") return this.hidden(this.words[0], "stdin_code");
		if (this.wrapper.then === "text") return this.readOperandText(rest);
		return rest.length === 0 ? this.result([], null) : this.result([this.complete(rest)], null);
	}

	private readOperandText(rest: readonly Word[]): WrapperReading {
		const { textFlag } = this.wrapper;
		const first = rest[0];
		if (textFlag !== null && !this.hasTextFlag) {
			return first ? this.hidden(this.words[0], "foreign_code") : this.hidden(this.words[0], "stdin_code");
		}
		if (!first) return this.result([], null);
		return this.runText(this.wrapper.join ? rest : [first]);
	}

	/** The words joined by blanks, as shell text. */
	private runText(words: readonly Word[]): WrapperReading {
		const texts: Bytes[] = [];
		for (const word of words) {
			if (word.literal === null) return this.hidden(word, "dynamic_code");
			texts.push(word.literal);
		}
		const span: ByteSpan = [words[0]?.span[0] ?? 0, words.at(-1)?.span[1] ?? 0];
		return this.result([], { bytes: texts.join(" "), span });
	}

	private readOptions(): void {
		while (this.opaque.length === 0) {
			const word = this.words[this.at];
			if (!word) return;
			const head = headOf(word);
			const assignment = this.wrapper.assignments ? ASSIGNMENT.exec(head) : null;
			if (assignment && !splits(word)) {
				this.assignments.push(assignmentFrom(word, assignment[1] ?? "", assignment[0].length));
				this.at += 1;
				continue;
			}
			if (word.literal === "--") {
				this.at += 1;
				// `env -- A=1 cmd` still takes assignments, and no option follows them.
				if (!this.wrapper.assignments) return;
				continue;
			}
			if ((word.literal !== null || head !== "") && !this.isOption(head) && !this.mayAssign(word, head)) return;
			if (splits(word) || !this.readOption(word, head)) this.note(word, "wrapper_option");
		}
	}

	private isOption(text: Bytes): boolean {
		if (text === "-") return this.wrapper.flags.has("-");
		return text.startsWith("-") || (this.wrapper.textFlag !== null && text.length > 1 && text.startsWith("+"));
	}

	/** Whether the unknown rest of a word could make it an assignment. */
	private mayAssign(word: Word, head: Bytes): boolean {
		return this.wrapper.assignments && word.literal === null && /^[A-Za-z_][A-Za-z0-9_]*$/.test(head);
	}

	/** Reads one option word and its value; false where it is not listed. */
	private readOption(word: Word, head: Bytes): boolean {
		const { wrapper } = this;
		const whole = word.literal;
		if (whole !== null && this.isListedFlag(whole)) {
			this.at += 1;
			return true;
		}
		if (whole !== null && (wrapper.values.has(whole) || wrapper.textOptions.has(whole))) return this.takeNext(whole);
		const equals = head.indexOf("=");
		if (head.startsWith("--")) {
			const name = head.slice(0, equals);
			if (equals < 0 || !(wrapper.values.has(name) || wrapper.optional.has(name) || wrapper.textOptions.has(name))) return false;
			this.take(name, cutWord(word, equals + 1));
			this.at += 1;
			return true;
		}
		return this.readCluster(word, head);
	}

	private isListedFlag(option: Bytes): boolean {
		const { wrapper } = this;
		if (wrapper.query.has(option)) this.queries = true;
		if (option === wrapper.textFlag) this.hasTextFlag = true;
		if (wrapper.optional.has(option) && wrapper.replace.has(option)) this.replaced = "{}";
		return wrapper.query.has(option) || option === wrapper.textFlag || wrapper.flags.has(option) || wrapper.optional.has(option);
	}

	/** Short options in one word: flags, then at most one that takes the rest of the word or the next word. */
	private readCluster(word: Word, head: Bytes): boolean {
		const { wrapper } = this;
		const sign = head.charAt(0);
		if (sign === "" || (sign !== "-" && sign !== "+")) return false;
		for (let index = 1; index < head.length; index++) {
			const option = sign + head.charAt(index);
			const last = index === head.length - 1 && word.literal !== null;
			if (wrapper.values.has(option) || wrapper.textOptions.has(option)) {
				if (last) return this.takeNext(option);
				// A shell takes the value of `-o` from the next word even inside a cluster.
				if (wrapper.textFlag !== null) return false;
				this.take(option, cutWord(word, index + 1));
				this.at += 1;
				return true;
			}
			if (wrapper.optional.has(option) && !last) {
				this.take(option, cutWord(word, index + 1));
				this.at += 1;
				return true;
			}
			if (!this.isListedFlag(option)) return false;
		}
		if (word.literal === null) return false;
		this.at += 1;
		return true;
	}

	/** The next word is the option's value, whatever it is; it must be exactly one word. */
	private takeNext(option: Bytes): boolean {
		const value = this.words[this.at + 1];
		if (value && splits(value)) return false;
		if (value) this.take(option, value);
		this.at += 2;
		return true;
	}

	private take(option: Bytes, value: Word): void {
		if (this.wrapper.directory.has(option)) this.moved = true;
		if (this.wrapper.textOptions.has(option)) this.texts.push(value);
		if (this.wrapper.replace.has(option)) {
			if (value.literal === null || value.literal === "") this.note(value, "wrapper_option");
			this.replaced = value.literal;
		}
	}

	/** The inner command, with what standard input adds to it. */
	private complete(words: readonly Word[]): readonly Word[] {
		if (!this.wrapper.appended) return words;
		const { replaced } = this;
		if (replaced !== null) return words.map((word) => replaceIn(word, replaced, "one"));
		return [
			...words,
			{ pieces: [{ kind: "many" }], literal: null, source: "", span: [words.at(-1)?.span[1] ?? 0, words.at(-1)?.span[1] ?? 0] },
		];
	}

	private hidden(word: Word | undefined, code: OpaqueCode): WrapperReading {
		if (word) this.note(word, code);
		return this.result([], null);
	}

	private note(word: Word, code: OpaqueCode): void {
		this.opaque.push({ code, span: word.span });
	}

	private result(inner: readonly (readonly Word[])[], text: WrapperReading["text"]): WrapperReading {
		return { inner, text, assignments: this.assignments, moved: this.moved, opaque: this.opaque };
	}
}

/** `find` and its like: the words after each inner option, up to `;` or to `{} +`. */
function readInnerOptions(wrapper: KnownWrapper, words: readonly Word[]): WrapperReading {
	const inner: (readonly Word[])[] = [];
	const opaque: OpaquePart[] = [];
	const lastEnd = words.findLastIndex(({ literal }) => literal === null || literal === ";" || literal === "+");
	for (let at = 1; at < words.length; at++) {
		const word = words[at];
		if (!word) break;
		if (word.literal === null) {
			if (mayHideInner(word, lastEnd >= at + 2)) {
				opaque.push({ code: "wrapper_option", span: word.span });
				break;
			}
			continue;
		}
		if (!wrapper.innerOptions.has(word.literal)) continue;
		let end = at + 1;
		while (end < words.length && !endsInner(words, end)) end += 1;
		const filler = words[end]?.literal === "+" ? "many" : "one";
		const command = words.slice(at + 1, end).map((part) => replaceIn(part, "{}", filler));
		// Without its end the program refuses to run at all.
		if (command.length > 0 && end < words.length) inner.push(command);
		at = end;
	}
	return { inner, text: null, assignments: [], moved: inner.length > 0, opaque };
}

function endsInner(words: readonly Word[], at: number): boolean {
	const literal = words[at]?.literal;
	return literal === ";" || (literal === "+" && words[at - 1]?.literal === "{}");
}

/** Whether an unknown word could be an inner option: it has a command and an end after it, or could hold them all. */
function mayHideInner(word: Word, commandFollows: boolean): boolean {
	const head = headOf(word);
	if (head !== "" && !head.startsWith("-") && !splits(word)) return false;
	return commandFollows || word.pieces.some((piece) => piece.kind === "many" || (piece.kind === "place" && piece.splits));
}

/** The literal start of a word; empty where it starts with something unknown. */
function headOf(word: Word): Bytes {
	if (word.literal !== null) return word.literal;
	const first = word.pieces[0];
	return first?.kind === "literal" ? first.text : "";
}

/** Whether a word may be none or several. */
function splits(word: Word): boolean {
	if (word.literal !== null) return false;
	return word.pieces.some((piece) => piece.kind === "many" || piece.kind === "glob" || (piece.kind === "place" && piece.splits));
}

/** A word without the first bytes of its first literal piece. */
function cutWord(word: Word, from: number): Word {
	const source = word.source;
	if (word.literal !== null) {
		const text = word.literal.slice(from);
		return { pieces: [{ kind: "literal", text }], literal: text, source, span: word.span };
	}
	const first = word.pieces[0];
	const rest =
		first?.kind === "literal" ? [{ kind: "literal" as const, text: first.text.slice(from) }, ...word.pieces.slice(1)] : word.pieces;
	return { pieces: rest, literal: null, source, span: word.span };
}

function assignmentFrom(word: Word, name: Bytes, from: number): Assignment {
	return { name, append: false, value: cutWord(word, from) };
}

/** A word in which a text stands for something that is not known. */
function replaceIn(word: Word, text: Bytes, filler: "one" | "many"): Word {
	if (word.literal !== null && !word.literal.includes(text)) return word;
	const pieces = word.pieces.flatMap((piece): Piece[] =>
		piece.kind !== "literal"
			? [piece]
			: piece.text.split(text).flatMap((part, index): Piece[] => {
					const literal: Piece[] = part === "" ? [] : [{ kind: "literal", text: part }];
					return index === 0 ? literal : [{ kind: filler }, ...literal];
				}),
	);
	return { ...word, pieces, literal: null };
}
