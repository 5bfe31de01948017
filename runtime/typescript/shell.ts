/**
 * Shell text to simple commands, in source order.
 *
 * Reads lists and pipelines of simple commands as bash, dash and zsh agree on them. Where the text holds
 * anything else, the reading stops: the rest is one opaque part with a reason, the commands before it stay,
 * and the command that was being read stays with an unknown rest, so that a deny rule still sees its start.
 */

import type { Bytes } from "./bytes.ts";
import { type Draft, readCommand } from "./shell-commands.ts";
import { Cursor } from "./shell-cursor.ts";
import type { Budget, ByteSpan, ShellText, SimpleCommand } from "./shell-types.ts";

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
	return new ShellReader(new Cursor(text, budget, fixed)).read();
}

type Separator = "end" | "newline" | ";" | "&" | "&&" | "||" | "|";

class ShellReader {
	private readonly commands: { command: Omit<SimpleCommand, "background">; list: number }[] = [];
	private readonly backgroundLists = new Set<number>();
	private list = 0;

	constructor(private readonly cursor: Cursor) {}

	read(): ShellText {
		while (!this.cursor.stopped && !this.cursor.exhausted()) {
			this.cursor.skipBlank(true);
			if (this.cursor.at >= this.cursor.text.length) break;
			this.readList();
		}
		if (this.cursor.budget.commands < 0) return refused("too_many_commands");
		if (this.cursor.budget.nodes < 0) return refused("too_many_nodes");
		const commands = this.commands.map(({ command, list }) => ({ ...command, background: this.backgroundLists.has(list) }));
		return { commands, opaque: this.cursor.opaque, refused: null };
	}

	/** Pipelines joined by `&&` and `||`, up to `;`, `&`, a newline or the end. */
	private readList(): void {
		const list = this.list++;
		for (;;) {
			const separator = this.readPipeline(list);
			if (separator === null || this.cursor.exhausted()) return;
			if (separator === "&") this.backgroundLists.add(list);
			if (separator !== "&&" && separator !== "||") return;
			this.cursor.skipBlank(true);
		}
	}

	/** Commands joined by `|`; null where the reading stopped. */
	private readPipeline(list: number): Separator | null {
		const pipeline = this.cursor.budget.pipeline++;
		const prefixed = this.skipPipelinePrefix();
		if (this.cursor.stopped) return null;
		for (let first = true; ; first = false) {
			const from = this.cursor.at;
			const draft = readCommand(this.cursor);
			if (draft) this.finish(draft, pipeline, list);
			if (this.cursor.stopped || this.cursor.exhausted()) return null;
			const separator = this.readSeparator();
			const alone = first && prefixed && separator !== "|" && separator !== "&&" && separator !== "||";
			// A command is missing: most shells refuse the line, zsh runs the rest of some.
			if (!draft && !alone) this.cursor.note("syntax_error", this.cursor.span(from, this.cursor.at));
			if (separator !== "|") return separator;
			this.cursor.skipBlank(true);
		}
	}

	/** `!` and `time` before a pipeline; true if there was one. `time` with options of its own is the program of that name. */
	private skipPipelinePrefix(): boolean {
		for (let any = false; ; any = true) {
			const from = this.cursor.at;
			if (!this.cursor.skipPlain("!") && !this.cursor.skipPlain("time")) return any;
			if (this.cursor.text.charAt(from) === "!") continue;
			this.cursor.skipPlain("-p");
			this.cursor.skipPlain("--");
			if (this.cursor.here === "-") {
				// bash takes the option for the program, other shells run the program `time`.
				this.cursor.note("dialect", this.cursor.span(from, this.cursor.at));
				this.cursor.at = from;
				return any;
			}
		}
	}

	/** The separator that ends a command. Newlines after it are skipped by who reads on. */
	private readSeparator(): Separator {
		const character = this.cursor.here;
		if (character === "") return "end";
		this.cursor.at += 1;
		if (character === "\n") return "newline";
		if (character === ";") {
			// `;;`, `;&` and `;|` belong to `case` only.
			if (/^[;&|]$/.test(this.cursor.peek(0))) this.cursor.stop("syntax_error", this.cursor.at - 1);
			return ";";
		}
		const next = this.cursor.peek(0);
		if (character === "&") {
			if (next === "&") this.cursor.at = this.cursor.continued(this.cursor.at) + 1;
			else if (next === "|" || next === "!" || next === ";")
				this.cursor.stop(next === ";" ? "syntax_error" : "dialect", this.cursor.at - 1);
			return next === "&" ? "&&" : "&";
		}
		if (next === "|") {
			this.cursor.at = this.cursor.continued(this.cursor.at) + 1;
			return "||";
		}
		if (next === "&") this.cursor.at = this.cursor.continued(this.cursor.at) + 1;
		return "|";
	}

	private finish(draft: Draft, pipeline: number, list: number): void {
		this.cursor.budget.commands -= 1;
		const { assignments, words, redirections } = draft;
		const span = this.cursor.span(draft.start, draft.end);
		this.commands.push({ command: { assignments, words, redirections, span, pipeline }, list });
	}
}

function refused(error: "too_many_commands" | "too_many_nodes"): ShellText {
	return { commands: [], opaque: [], refused: error };
}
