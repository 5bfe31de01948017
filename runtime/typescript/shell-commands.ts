/**
 * Reads one simple command: assignments, words and redirections in any order.
 */

import type { Bytes } from "./bytes.ts";
import { mixesScripts } from "./shell-characters.ts";
import type { Cursor, Place, Reading } from "./shell-cursor.ts";
import { readRedirection, startsRedirection } from "./shell-redirections.ts";
import type { InputSource, Scope } from "./shell-scopes.ts";
import type { Assignment, NamedPart, Redirection, Word } from "./shell-types.ts";
import { readWord, type WordPlace, type WordReading } from "./shell-words.ts";

/** Words with a meaning of their own to zsh (zshmisc(1), Precommand Modifiers and Complex Commands). */
const ZSH_WORDS: ReadonlySet<Bytes> = new Set(["repeat", "foreach", "end", "always", "nocorrect", "noglob", "-"]);
/** Built-ins whose operands may be assignments of arrays. */
const DECLARES: ReadonlySet<Bytes> = new Set(["declare", "export", "integer", "local", "readonly", "typeset"]);

const NAMED_DESCRIPTOR = /^\{[A-Za-z_][A-Za-z0-9_]*\}$/;

/** What was found: a command, the name of a function whose definition goes on, or nothing. */
export type Found = "command" | "nothing" | { readonly defines: NamedPart };

/**
 * Reads the command that starts at the cursor and puts it among the others. A command that could not be read to
 * its end is kept with an unknown rest.
 */
export function readSimpleCommand(cursor: Cursor): Found {
	const { reading } = cursor;
	const { scope, owner } = reading;
	const reader = new CommandReader(cursor);
	const found = reader.read();
	reading.scope = scope;
	reading.owner = owner;
	return found;
}

class CommandReader {
	private readonly assignments: Assignment[] = [];
	private readonly words: Word[] = [];
	/** An option of `declare` and its like makes the variables arrays that are subscripted by texts. */
	private keyed = false;
	private readonly redirections: Redirection[] = [];
	private input: InputSource | null = null;
	private readonly start: number;
	private end: number;
	private readonly scope: Scope;
	private readonly reading: Reading;
	private readonly place: Place = { draft: null };

	constructor(private readonly cursor: Cursor) {
		this.start = cursor.at;
		this.end = cursor.at;
		this.reading = cursor.reading;
		this.scope = this.reading.enter();
		// The substitutions in its words run with it.
		this.reading.owner = this.scope;
		this.reading.places.push(this.place);
	}

	read(): Found {
		const { cursor } = this;
		while (!cursor.halted) {
			cursor.skipBlank(false);
			const character = cursor.here;
			if (character === "#") {
				cursor.skipComment();
				break;
			}
			if (startsRedirection(cursor)) this.readRedirection(cursor.at);
			else if (character === "(" && !cursor.halted) {
				const defined = this.functionName();
				if (defined) return { defines: defined };
				cursor.stop("extended_glob", cursor.at);
			} else if ("\n;|&)".includes(character)) break;
			else this.readElement();
		}
		return this.finish();
	}

	/** The name before a parenthesis, if that starts a function definition. */
	private functionName(): NamedPart | null {
		const [word, second] = this.words;
		const { cursor } = this;
		if (!word || word.literal === null || second || this.assignments.length + this.redirections.length > 0) return null;
		let at = cursor.continued(cursor.at + 1);
		while (cursor.text.charAt(at) === " " || cursor.text.charAt(at) === "\t") at = cursor.continued(at + 1);
		if (cursor.text.charAt(at) !== ")") return null;
		cursor.at = at + 1;
		// A literal word holds no programs: the place is the last one.
		this.reading.places.pop();
		return { name: word.literal, span: word.span };
	}

	/** A word, an assignment, or a descriptor with its redirection. */
	private readElement(): void {
		const { cursor } = this;
		const from = cursor.at;
		const reading = readWord(cursor, this.wordPlace());
		this.end = reading.end;
		if (startsRedirection(cursor) && cursor.here !== "&" && this.isDescriptor(reading)) {
			this.readRedirection(from);
			return;
		}
		if (reading.assignment) this.assignments.push(reading.assignment);
		else {
			if (this.words.length === 0) this.noteProgram(reading);
			this.words.push(...reading.words);
			this.keyed ||= reading.words.some(({ literal }) => literal !== null && /^-[a-z]*A/.test(literal));
			// The words of a brace list count as well.
			this.reading.budget.nodes -= Math.max(0, reading.words.length - 1);
		}
		// A parenthesis or a bracket that no word starts with would be read again and again.
		if (!cursor.halted && cursor.at === from) cursor.stop("syntax_error", from);
	}

	private wordPlace(): WordPlace {
		const [program] = this.words;
		if (!program) return { assigns: true, declares: "no" };
		if (program.literal === null || !DECLARES.has(program.literal)) return { assigns: false, declares: "no" };
		return { assigns: false, declares: this.keyed ? "keyed" : "indexed" };
	}

	private isDescriptor({ words, plain, source }: WordReading): boolean {
		const literal = plain ? words[0]?.literal : null;
		if (!literal || !/^[0-9]+$/.test(literal)) return NAMED_DESCRIPTOR.test(source);
		// dash takes more than one digit for a word.
		if (literal.length > 1) this.cursor.note("dialect", this.cursor.span(this.end - source.length, this.end));
		return true;
	}

	/** What is odd about the word of a program. */
	private noteProgram({ words, unquoted }: WordReading): void {
		const [word] = words;
		const [first] = word?.pieces ?? [];
		if (!word || (first?.kind !== "literal" && first?.kind !== "ansi")) return;
		if (mixesScripts(first.text)) this.cursor.note("confusable_text", word.span);
		const isZsh = word.source === word.literal && ZSH_WORDS.has(word.source);
		if (isZsh || (unquoted > 0 && first.text.startsWith("="))) this.cursor.note("dialect", word.span);
	}

	private readRedirection(start: number): void {
		this.reading.budget.nodes -= 1;
		const { redirection, input } = readRedirection(this.cursor, start);
		if (redirection) this.redirections.push(redirection);
		this.input = input ?? this.input;
		this.end = this.cursor.at;
	}

	private finish(): Found {
		const { cursor, reading, words, assignments, redirections } = this;
		const isEmpty = words.length + assignments.length + redirections.length === 0 && this.input === null && this.end === this.start;
		if (isEmpty) {
			reading.places.pop();
			return "nothing";
		}
		if (cursor.halted && words.length > 0) {
			words.push({ pieces: [{ kind: "many" }], literal: null, source: "", span: cursor.span(this.end, cursor.text.length) });
		}
		reading.budget.commands -= 1;
		const { execRedirections, execInput } = reading;
		const span = cursor.span(this.start, Math.min(this.end, cursor.text.length));
		this.place.draft = { assignments, words, redirections, span, scope: this.scope, input: this.input, execRedirections, execInput };
		if (words.slice(0, MOST_BEFORE_EXEC).some(({ literal }) => literal === "exec")) this.keepRedirections();
		return "command";
	}

	/** What `exec` redirects without a program stays so for the commands after it; with one, none come after. */
	private keepRedirections(): void {
		const { reading, redirections } = this;
		if (redirections.length > 0) reading.execRedirections = [...reading.execRedirections, ...redirections];
		reading.execInput = this.input ?? reading.execInput;
	}
}

/** `exec` may stand behind modifiers such as `command`. */
const MOST_BEFORE_EXEC = 3;
