/**
 * Shell text to simple commands, in source order.
 *
 * Reads lists and pipelines of simple commands as bash, dash and zsh agree on them. Where the text holds
 * anything else, the reading stops: the rest is one opaque part with a reason, the commands before it stay,
 * and the command that was being read stays with an unknown rest, so that a deny rule still sees its start.
 */

import type { Bytes } from "./bytes.ts";
import type { OpaqueCode } from "./codes.ts";
import { mixesScripts } from "./shell-characters.ts";
import type { Assignment, Budget, ByteSpan, OpaquePart, Redirection, ShellText, SimpleCommand, Word } from "./shell-types.ts";
import { readWord, type WordReading } from "./shell-words.ts";

/** Words that are no programs where a command may start; the reading stops there. */
const RESERVED: ReadonlyMap<Bytes, OpaqueCode> = new Map<Bytes, OpaqueCode>([
	...["if", "then", "else", "elif", "fi", "for", "while", "until", "do", "done", "case", "esac", "select", "[[", "coproc"].map(
		(word): [Bytes, OpaqueCode] => [word, "control_flow"],
	),
	...["repeat", "foreach", "end", "always", "nocorrect", "noglob", "-"].map((word): [Bytes, OpaqueCode] => [word, "dialect"]),
	["function", "function_definition"],
	["{", "group"],
	["}", "syntax_error"],
	["]]", "syntax_error"],
	["in", "syntax_error"],
]);
// `in`, `end` and `always` are programs to some shells; stopping there costs a question and no mistake.

const OPERATOR = /<<<|<<-|<<|<&|<>|<\(|>>|>&|>\||>\(|&>>|&>|<|>/y;
const NAMED_DESCRIPTOR = /^\{[A-Za-z_][A-Za-z0-9_]*\}$/;
const DESCRIPTOR = /^(?:[0-9]+-?|-)$/;
const ASSIGNED_NAME = /^([A-Za-z_][A-Za-z0-9_]*)(\+?)=/;

/** What the file after a redirection operator is opened for; the operators that are absent name no file. */
const DIRECTION: ReadonlyMap<string, Redirection["direction"]> = new Map<string, Redirection["direction"]>([
	["<", "read"],
	["<&", "read"],
	["<>", "both"],
	[">", "write"],
	[">>", "write"],
	[">|", "write"],
	[">&", "write"],
	["&>", "write"],
	["&>>", "write"],
]);

/**
 * Reads a whole shell text.
 *
 * @param text well-formed UTF-8 bytes without NUL
 * @param budget counted down by what is read
 * @param fixed the span that everything gets where the text is not the outer line itself
 * @returns the commands and opaque parts, or `refused` over a budget
 * @example readShell("a b; c", newBudget(), null).commands.length // 2
 */
export function readShell(text: Bytes, budget: Budget, fixed: ByteSpan | null): ShellText {
	return new ShellReader(text, budget, fixed).read();
}

type Separator = "end" | "newline" | ";" | "&" | "&&" | "||" | "|";

/** A command under construction. */
interface Draft {
	readonly assignments: Assignment[];
	readonly words: Word[];
	readonly redirections: Redirection[];
	readonly start: number;
	end: number;
}

class ShellReader {
	private readonly commands: { command: Omit<SimpleCommand, "background">; list: number }[] = [];
	private readonly opaque: OpaquePart[] = [];
	private readonly backgroundLists = new Set<number>();
	private at = 0;
	private stopped = false;
	private list = 0;

	constructor(
		private readonly text: Bytes,
		private readonly budget: Budget,
		private readonly fixed: ByteSpan | null,
	) {}

	read(): ShellText {
		while (!this.stopped && !this.exhausted()) {
			this.skipBlank(true);
			if (this.at >= this.text.length) break;
			this.readList();
		}
		if (this.budget.commands < 0) return refused("too_many_commands");
		if (this.budget.nodes < 0) return refused("too_many_nodes");
		const commands = this.commands.map(({ command, list }) => ({ ...command, background: this.backgroundLists.has(list) }));
		return { commands, opaque: this.opaque, refused: null };
	}

	/** Pipelines joined by `&&` and `||`, up to `;`, `&`, a newline or the end. */
	private readList(): void {
		const list = this.list++;
		for (;;) {
			const separator = this.readPipeline(list);
			if (separator === null || this.exhausted()) return;
			if (separator === "&") this.backgroundLists.add(list);
			if (separator !== "&&" && separator !== "||") return;
			this.skipBlank(true);
		}
	}

	/** Commands joined by `|`; null where the reading stopped. */
	private readPipeline(list: number): Separator | null {
		const pipeline = this.budget.pipeline++;
		const prefixed = this.skipPipelinePrefix();
		if (this.stopped) return null;
		for (let first = true; ; first = false) {
			const from = this.at;
			const draft = this.readCommand();
			if (draft) this.finish(draft, pipeline, list);
			if (this.stopped || this.exhausted()) return null;
			const separator = this.readSeparator();
			const alone = first && prefixed && separator !== "|" && separator !== "&&" && separator !== "||";
			// A command is missing: most shells refuse the line, zsh runs the rest of some.
			if (!draft && !alone) this.opaque.push({ code: "syntax_error", span: this.span(from, this.at) });
			if (separator !== "|") return separator;
			this.skipBlank(true);
		}
	}

	/** `!` and `time` before a pipeline; true if there was one. `time` with options of its own is the program of that name. */
	private skipPipelinePrefix(): boolean {
		for (let any = false; ; any = true) {
			const from = this.at;
			if (!this.skipPlain("!") && !this.skipPlain("time")) return any;
			if (this.text.charAt(from) === "!") continue;
			this.skipPlain("-p");
			this.skipPlain("--");
			if (this.text.charAt(this.at) === "-") {
				// bash takes the option for the program, other shells run the program `time`.
				this.opaque.push({ code: "dialect", span: this.span(from, this.at) });
				this.at = from;
				return any;
			}
		}
	}

	/** Skips a word and the blanks after it where exactly that word stands. */
	private skipPlain(word: string): boolean {
		const end = this.continued(this.at + word.length);
		if (!this.text.startsWith(word, this.at) || !/^[ \t\n]?$/.test(this.text.charAt(end))) return false;
		this.at = end;
		this.skipBlank(false);
		return true;
	}

	/** One simple command; null where none starts here. A command that could not be read to its end is kept with an unknown rest. */
	private readCommand(): Draft | null {
		const draft: Draft = { assignments: [], words: [], redirections: [], start: this.at, end: this.at };
		for (;;) {
			this.skipBlank(false);
			if (this.exhausted()) return draft;
			const character = this.text.charAt(this.at);
			if (character === "" || character === "\n" || character === ";" || character === "|") break;
			if (character === "&" && this.peek(1) !== ">") break;
			if (character === "#") {
				this.skipComment();
				break;
			}
			if (character === "(" || character === ")") {
				this.stop(this.parenthesis(draft, character), this.at);
				return this.unfinished(draft);
			}
			const redirects = character === "<" || character === ">" || character === "&";
			if (!(redirects ? this.readRedirection(draft, this.at) : this.readElement(draft))) return this.unfinished(draft);
		}
		return isEmpty(draft) ? null : draft;
	}

	private parenthesis(draft: Draft, character: string): OpaqueCode {
		if (character === ")") return "syntax_error";
		if (isEmpty(draft)) return this.text.charAt(this.at + 1) === "(" ? "arithmetic" : "group";
		return draft.words.length === 1 ? "function_definition" : "extended_glob";
	}

	/** A word, an assignment, or a descriptor number with its redirection. False where the reading stopped. */
	private readElement(draft: Draft): boolean {
		const from = this.at;
		const reading = readWord(this.text, from, (start, end) => this.span(start, end));
		this.at = reading.end;
		this.budget.nodes -= 1;
		for (const code of reading.floors) this.opaque.push({ code, span: reading.word.span });
		if (reading.stop) {
			this.stop(reading.stop.code, reading.stop.at);
			this.place(draft, { ...reading.word, pieces: [...reading.word.pieces, { kind: "many" }], literal: null }, reading);
			draft.end = this.at;
			return false;
		}
		const follows = this.text.charAt(this.at);
		if ((follows === "<" || follows === ">") && reading.plain && reading.word.literal !== null) {
			if (/^[0-9]+$/.test(reading.word.literal)) {
				if (reading.word.literal.length > 1) this.opaque.push({ code: "dialect", span: reading.word.span });
				return this.readRedirection(draft, from);
			}
		}
		if ((follows === "<" || follows === ">") && NAMED_DESCRIPTOR.test(reading.word.source)) return this.readRedirection(draft, from);
		if (draft.words.length === 0 && reading.word.literal !== null) {
			const reserved = reading.plain ? this.reserved(reading.word.literal, draft) : null;
			if (reserved) {
				this.stop(reserved, from);
				return false;
			}
		}
		const array = draft.words.length === 0 && /^[A-Za-z_][A-Za-z0-9_]*\[/.test(reading.word.source);
		if (array) {
			this.stop("array", from);
			return false;
		}
		this.place(draft, reading.word, reading);
		draft.end = reading.end;
		return true;
	}

	private reserved(word: Bytes, draft: Draft): OpaqueCode | null {
		if (word.startsWith("=")) return "dialect";
		if (word === "!") return "syntax_error";
		if (word === "time" && !isEmpty(draft)) return null;
		return RESERVED.get(word) ?? null;
	}

	/** Puts a word where it belongs: among the assignments or the words. */
	private place(draft: Draft, word: Word, reading: WordReading): void {
		const assignment = draft.words.length === 0 ? assignmentOf(word, reading.unquoted) : null;
		if (assignment) {
			draft.assignments.push(assignment);
			return;
		}
		const first = word.pieces[0];
		if (draft.words.length === 0) {
			const head = first?.kind === "literal" || first?.kind === "ansi" ? first.text : "";
			if (mixesScripts(head)) this.opaque.push({ code: "confusable_text", span: word.span });
			if (reading.unquoted > 0 && head.startsWith("=")) this.opaque.push({ code: "dialect", span: word.span });
		}
		draft.words.push(word);
	}

	/** An operator and its word. `start`: where the descriptor before the operator starts, or the operator. */
	private readRedirection(draft: Draft, start: number): boolean {
		if (this.text.startsWith("\\\n", this.at + 1) && /^[<>&|(]$/.test(this.peek(1))) {
			this.stop("dialect", start);
			return false;
		}
		OPERATOR.lastIndex = this.at;
		const operator = OPERATOR.exec(this.text)?.[0] ?? "";
		if (operator === "<(" || operator === ">(") {
			this.stop("process_substitution", this.at);
			return false;
		}
		if (operator === "<<" || operator === "<<-") {
			this.stop("here_document", start);
			return false;
		}
		this.at += operator.length;
		this.skipBlank(false);
		if (/^[\n;&|<>()#]?$/.test(this.text.charAt(this.at))) {
			const substitution = /^[<>]\(/.test(this.text.slice(this.at, this.at + 2));
			this.stop(substitution ? "process_substitution" : "syntax_error", start);
			return false;
		}
		const reading = readWord(this.text, this.at, (from, to) => this.span(from, to));
		this.at = reading.end;
		this.budget.nodes -= 1;
		for (const code of reading.floors) this.opaque.push({ code, span: reading.word.span });
		const word: Word = reading.stop ? { ...reading.word, pieces: [...reading.word.pieces, { kind: "many" }], literal: null } : reading.word;
		const duplicates =
			(operator === "<&" || operator === ">&") && (word.literal === null ? operator === "<&" : DESCRIPTOR.test(word.literal));
		const direction = DIRECTION.get(operator);
		if (direction && !duplicates) draft.redirections.push({ direction, target: word });
		draft.end = reading.end;
		if (!reading.stop) return true;
		this.stop(reading.stop.code, reading.stop.at);
		return false;
	}

	/** The separator that ends a command. Newlines after it are skipped by who reads on. */
	private readSeparator(): Separator {
		const character = this.text.charAt(this.at);
		if (character === "") return "end";
		this.at += 1;
		if (character === "\n") return "newline";
		if (character === ";") {
			// `;;`, `;&` and `;|` belong to `case` only.
			if (/^[;&|]$/.test(this.peek(0))) this.stop("syntax_error", this.at - 1);
			return ";";
		}
		const next = this.peek(0);
		if (character === "&") {
			if (next === "&") this.at = this.continued(this.at) + 1;
			else if (next === "|" || next === "!" || next === ";") this.stop(next === ";" ? "syntax_error" : "dialect", this.at - 1);
			return next === "&" ? "&&" : "&";
		}
		if (next === "|") {
			this.at = this.continued(this.at) + 1;
			return "||";
		}
		if (next === "&") this.at = this.continued(this.at) + 1;
		return "|";
	}

	/** The character so many bytes ahead, past line continuations. */
	private peek(ahead: number): string {
		return this.text.charAt(this.continued(this.at + ahead));
	}

	private continued(at: number): number {
		let end = at;
		while (this.text.startsWith("\\\n", end)) end += 2;
		return end;
	}

	private skipBlank(newlines: boolean): void {
		for (;;) {
			const character = this.text.charAt(this.at);
			if (character === " " || character === "\t" || (newlines && character === "\n")) this.at += 1;
			else if (character === "\\" && this.text.charAt(this.at + 1) === "\n") this.at += 2;
			else if (newlines && character === "#") this.skipComment();
			else return;
		}
	}

	private skipComment(): void {
		const newline = this.text.indexOf("\n", this.at);
		const end = newline < 0 ? this.text.length : newline;
		if (this.text.slice(this.at, end).includes("\r")) this.opaque.push({ code: "control_character", span: this.span(this.at, end) });
		this.at = end;
	}

	private finish(draft: Draft, pipeline: number, list: number): void {
		this.budget.commands -= 1;
		const { assignments, words, redirections } = draft;
		const span = this.span(draft.start, draft.end);
		this.commands.push({ command: { assignments, words, redirections, span, pipeline }, list });
	}

	/** The command in which the reading stopped, with any words after those that were read. */
	private unfinished(draft: Draft): Draft | null {
		// The name of a function is no command.
		if (this.opaque.at(-1)?.code === "function_definition") return null;
		if (draft.words.length === 0) return isEmpty(draft) ? null : draft;
		draft.words.push({ pieces: [{ kind: "many" }], literal: null, source: "", span: this.span(draft.end, this.text.length) });
		return draft;
	}

	/** Ends the reading: everything from `at` on is opaque. */
	private stop(code: OpaqueCode, at: number): null {
		if (!this.stopped) this.opaque.push({ code, span: this.span(at, this.text.length) });
		this.stopped = true;
		return null;
	}

	private exhausted(): boolean {
		return this.budget.commands < 0 || this.budget.nodes < 0;
	}

	private span(start: number, end: number): ByteSpan {
		return this.fixed ?? [start, end];
	}
}

function isEmpty(draft: Draft): boolean {
	return draft.words.length === 0 && draft.assignments.length === 0 && draft.redirections.length === 0;
}

/** The assignment that a word before the program is, or null. Values keep globs and braces as text and never split. */
function assignmentOf(word: Word, unquoted: number): Assignment | null {
	const first = word.pieces[0];
	if (first?.kind !== "literal") return null;
	const match = ASSIGNED_NAME.exec(first.text);
	if (!match || match[0].length > unquoted) return null;
	const source = word.source.slice(match[0].length);
	const text = word.literal === null ? null : word.literal.slice(match[0].length);
	const value: Word =
		text === null
			? { pieces: [{ kind: "one" }], literal: null, source, span: word.span }
			: { pieces: [{ kind: "literal", text }], literal: text, source, span: word.span };
	return { name: match[1] ?? "", append: match[2] === "+", value };
}

function refused(error: "too_many_commands" | "too_many_nodes"): ShellText {
	return { commands: [], opaque: [], refused: error };
}
