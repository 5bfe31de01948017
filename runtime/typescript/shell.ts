/**
 * Shell text to simple commands, in source order.
 *
 * Reads programs as bash does, where dash and zsh run the same commands for them. Where they do not, or where
 * something evaluates text again, a part is noted as opaque and the reading goes on. Where the text is no
 * valid shell, the reading stops: the rest is one opaque part, the commands before it stay, and those that
 * were being read stay with an unknown rest, so that a deny rule still sees their start.
 */

import type { Bytes } from "./bytes.ts";
import type { InputError } from "./codes.ts";
import { readSimpleCommand } from "./shell-commands.ts";
import { CONTINUATIONS, programEnds, readCompound } from "./shell-compounds.ts";
import { Cursor, Reading } from "./shell-cursor.ts";
import { readFunctionBody } from "./shell-functions.ts";
import type { Ends, ListReader } from "./shell-lists.ts";
import { circumstancesWithin, type Draft, placeCommands, type Scope } from "./shell-scopes.ts";
import type { Budget, ShellText, Within } from "./shell-types.ts";

/**
 * Reads a whole shell text.
 *
 * @param text well-formed UTF-8 bytes without NUL
 * @param budget counted down by what is read
 * @param within where the text stands, if it is not the outer line itself
 * @returns the commands and opaque parts, or `refused` over a budget
 * @example readShell("a b; (c)", newBudget(), null).commands.length // 2
 */
export function readShell(text: Bytes, budget: Budget, within: Within | null): ShellText {
	const id = budget.scopes++;
	const reading = new Reading(budget, within?.span ?? null, text.length, readProgram);
	readProgram(new Cursor(text, reading, within?.span ?? 0), "");
	const drafts = reading.places.flatMap(({ draft }): Draft[] => (draft ? [draft] : []));
	const commands = reading.refused
		? []
		: placeCommands(drafts, circumstancesWithin(within, id), (count) => {
				budget.nodes -= count;
			});
	if (reading.refused) return refused(reading.refused);
	const { opaque, functions, variables } = reading;
	return { commands, opaque, functions, variables, refused: null };
}

function refused(error: InputError): ShellText {
	return { commands: [], opaque: [], functions: [], variables: [], refused: error };
}

/** Reads the commands up to the closing parenthesis, before which the cursor then is, or to the end of the text. */
function readProgram(cursor: Cursor, closing: ")" | ""): void {
	new ProgramReader(cursor).readAll(closing);
}

type Separator = "end" | ";" | "&" | "&&" | "||" | "|";

class ProgramReader implements ListReader {
	/** What ends the lists that are being read. */
	private ends: Ends = programEnds("");

	constructor(readonly cursor: Cursor) {}

	readAll(closing: ")" | ""): void {
		const { cursor } = this;
		this.readListsUpTo(programEnds(closing));
		if (!cursor.halted && cursor.pending.length > 0) cursor.stop("here_document", cursor.at);
	}

	readLists(ends: Ends, start: number): string | null {
		if (this.cursor.halted) return null;
		const outer = this.ends;
		const found = this.readListsUpTo(ends);
		this.ends = outer;
		if (found.end === "" && !this.cursor.halted) this.cursor.stop("syntax_error", start);
		if (this.cursor.halted) return null;
		// Only an arm of `case` may be empty; some shells take empty lists elsewhere.
		if (found.empty && ends.sign !== ";;") this.cursor.note("syntax_error", this.cursor.span(this.cursor.at, this.cursor.at));
		return found.end;
	}

	private readListsUpTo(ends: Ends): { readonly end: string; readonly empty: boolean } {
		const { cursor } = this;
		this.ends = ends;
		for (let empty = true; ; empty = false) {
			cursor.skipBlank(true);
			if (cursor.halted || cursor.at >= cursor.text.length) return { end: "", empty };
			const word = cursor.plainWord();
			if (word && ends.words.has(word.text)) {
				cursor.at = word.end;
				return { end: word.text, empty };
			}
			if (this.atSign()) return { end: ends.sign ?? "", empty };
			this.readList();
		}
	}

	/** Whether the sign that ends the lists stands here. */
	private atSign(): boolean {
		const { cursor } = this;
		if (this.ends.sign === ")") return cursor.here === ")";
		return this.ends.sign === ";;" && cursor.here === ";" && (cursor.peek(1) === ";" || cursor.peek(1) === "&");
	}

	/** Pipelines joined by `&&` and `||`, up to `;`, `&`, a newline or the end. */
	private readList(): void {
		const { cursor } = this;
		const { reading } = cursor;
		const outer = reading.scope;
		const list = reading.enter();
		for (let joint: Separator = ";"; ; ) {
			// What follows `&&` has run if what follows the next `&&` runs; what follows `||` says nothing of the rest.
			if (joint !== ";") reading.enter().branch = true;
			let separator = this.readPipeline();
			while (separator === "&&" && joint === "&&") {
				cursor.skipBlank(true);
				separator = this.readPipeline();
			}
			reading.scope = list;
			if (separator === "&") list.environment = list.background = true;
			if (separator !== "&&" && separator !== "||") break;
			cursor.skipBlank(true);
			joint = separator;
		}
		reading.scope = outer;
	}

	/** Commands joined by `|`; null where the reading stopped. */
	private readPipeline(): Separator | null {
		const { cursor } = this;
		const { reading } = cursor;
		const outer = reading.scope;
		const pipeline = reading.enter();
		const prefixed = this.skipPipelinePrefix();
		let separator: Separator | null = null;
		for (let before: Scope | null = null; !cursor.halted; ) {
			const from = cursor.at;
			const member = reading.enter();
			member.from = before;
			const found = this.readCommand();
			reading.scope = pipeline;
			if (cursor.halted) break;
			separator = this.readSeparator();
			const alone = before === null && prefixed && separator !== "|" && separator !== "&&" && separator !== "||";
			// A command is missing: most shells refuse the line, zsh runs the rest of some.
			if (!found && !alone) cursor.note("syntax_error", cursor.span(from, cursor.at));
			if (separator !== "|") {
				// zsh runs the last member in the shell itself, the others do not.
				if (before) member.branch = true;
				break;
			}
			member.environment = true;
			pipeline.together = true;
			before = member;
			cursor.skipBlank(true);
		}
		reading.scope = outer;
		return cursor.halted ? null : separator;
	}

	readCommand(): boolean {
		const { cursor } = this;
		cursor.skipBlank(false);
		const word = cursor.plainWord();
		if (word && (CONTINUATIONS.has(word.text) || word.text === "!")) {
			cursor.stop("syntax_error", cursor.at);
			return false;
		}
		if (readCompound(this)) return true;
		const found = readSimpleCommand(cursor);
		if (typeof found === "object") readFunctionBody(this, found.defines);
		return found !== "nothing";
	}

	/** `!` and `time` before a pipeline; true if there was one. `time` with options of its own is the program of that name. */
	private skipPipelinePrefix(): boolean {
		const { cursor } = this;
		for (let any = false; ; any = true) {
			const from = cursor.at;
			if (cursor.skipPlain("!")) continue;
			if (!cursor.skipPlain("time")) return any;
			cursor.skipPlain("-p");
			cursor.skipPlain("--");
			if (cursor.here === "-") {
				// bash takes the option for the program, other shells run the program `time`.
				cursor.note("dialect", cursor.span(from, cursor.at));
				cursor.at = from;
				return any;
			}
		}
	}

	/** The separator that ends a command. Newlines after it are skipped by who reads on. */
	private readSeparator(): Separator {
		const { cursor } = this;
		cursor.skipBlank(false);
		const character = cursor.here;
		const next = cursor.peek(1);
		if (character === "" || this.atSign() || this.atEndWord()) return "end";
		if (character === "#") {
			cursor.skipComment();
			return "end";
		}
		if (character === "\n") {
			cursor.endLine();
			return ";";
		}
		// Some shells have an operator of their own here, to the others it is a mistake.
		const odd = character === ";" ? ";&|".includes(next) && next !== "" : character === "&" && (next === ";" || next === "|");
		if (odd || !";&|".includes(character)) {
			cursor.stop("syntax_error", cursor.at);
			return "end";
		}
		const twice = next === character && character !== ";";
		if (character === "&" && next === "!") cursor.note("dialect", cursor.span(cursor.at, cursor.continued(cursor.at + 1) + 1));
		cursor.at += 1;
		if (twice || (character === "|" && next === "&")) cursor.at = cursor.continued(cursor.at) + 1;
		if (character === ";") return ";";
		if (character === "&") return twice ? "&&" : "&";
		return twice ? "||" : "|";
	}

	/** After a compound command, a reserved word may follow without a separator. */
	private atEndWord(): boolean {
		const word = this.cursor.plainWord();
		return word !== null && this.ends.words.has(word.text);
	}
}
