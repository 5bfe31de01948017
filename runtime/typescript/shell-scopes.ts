/**
 * What surrounds the commands of a text: subshells, branches, regions that run together, redirections and
 * input of groups.
 *
 * A scope is opened before it is known what it is (a list turns out to run in the background at its end), so
 * scopes are marked while the text is read and evaluated once it has been read.
 */

import type { ByteSpan, Input, Redirection, SimpleCommand, Within, Word } from "./shell-types.ts";

/** What a redirection makes of standard input: the text of a here-document (null until its body is read), or something else. */
export interface InputSource {
	readonly known: boolean;
	word: Word | null;
}

/** Standard input that is not shown by the line. */
export const OTHER_INPUT: InputSource = { known: false, word: null };

export class Scope {
	environment = false;
	branch = false;
	together = false;
	loop = false;
	background = false;
	deferred = false;
	readonly redirections: Redirection[] = [];
	input: InputSource | null = null;
	/** The pipeline member before this one, whose output it reads. */
	from: Scope | null = null;
	/** The commands in it, once they are made; kept for scopes that others ask. */
	readonly commands: SimpleCommand[] = [];
	/** How many commands are in it. */
	count = 0;
	private evaluated: Circumstances | null = null;

	constructor(
		readonly parent: Scope | null,
		private readonly id: number,
	) {}

	/** The circumstances of a command in this scope. Those of the outermost scope are given. */
	evaluate(outermost: Circumstances): Circumstances {
		this.evaluated ??= this.within(this.parent ? this.parent.evaluate(outermost) : outermost);
		return this.evaluated;
	}

	private within(outer: Circumstances): Circumstances {
		const input = this.ownInput();
		return {
			environment: this.environment ? [...outer.environment, this.id] : outer.environment,
			branch: this.branch ? [...outer.branch, this.id] : outer.branch,
			together: outer.together ?? (this.together || this.loop ? this.id : null),
			loop: outer.loop ?? (this.loop ? this.id : null),
			background: outer.background || this.background,
			deferred: outer.deferred || this.deferred,
			redirections: this.redirections.length === 0 ? outer.redirections : [...outer.redirections, ...this.redirections],
			// Whoever calls a function gives it its input.
			input: input === undefined ? (this.deferred ? null : outer.input) : input,
		};
	}

	/** What everything in the scope reads; undefined where it reads what is read outside. */
	private ownInput(): Input | null | undefined {
		const shared = this.count > 1;
		if (this.input) return this.input.word ? { text: this.input.word, from: [], shared } : null;
		return this.from ? { text: null, from: this.from.commands, shared } : undefined;
	}
}

/** What a command inherits from what surrounds it. */
export type Circumstances = Pick<
	SimpleCommand,
	"environment" | "branch" | "together" | "loop" | "background" | "deferred" | "redirections" | "input"
>;

const OUTERMOST: Circumstances = {
	environment: [],
	branch: [],
	together: null,
	loop: null,
	background: false,
	deferred: false,
	redirections: [],
	input: null,
};

/** The circumstances of the outermost scope of a text. */
export function circumstancesWithin(within: Within | null, id: number): Circumstances {
	if (!within) return OUTERMOST;
	const { outer, shell } = within;
	const { environment, branch, together, loop, background, redirections } = outer;
	return {
		environment: shell === "child" ? [...environment, id] : environment,
		branch: shell === "later" ? [...branch, id] : branch,
		together,
		loop,
		background,
		deferred: outer.deferred || shell === "later",
		redirections,
		input: outer.input && shell !== "later" ? { ...outer.input, shared: true } : null,
	};
}

/** A command as it was read, before what surrounds it is known. */
export interface Draft {
	readonly assignments: SimpleCommand["assignments"];
	readonly words: readonly Word[];
	readonly redirections: readonly Redirection[];
	readonly span: ByteSpan;
	readonly scope: Scope;
	readonly input: InputSource | null;
	/** The redirections of `exec`s before it, and the input that one of them gives. */
	readonly execRedirections: readonly Redirection[];
	readonly execInput: InputSource | null;
}

/**
 * The commands of a text, each with its circumstances.
 *
 * @param inherited told how many redirections each command inherits: they count as nodes
 */
export function placeCommands(drafts: readonly Draft[], outermost: Circumstances, inherited: (count: number) => void): SimpleCommand[] {
	for (const { scope } of drafts) for (let at: Scope | null = scope; at; at = at.parent) at.count += 1;
	return drafts.map((draft) => {
		const { assignments, words, span, scope } = draft;
		const around = scope.evaluate(outermost);
		const outer = draft.execRedirections.length === 0 ? around.redirections : [...around.redirections, ...draft.execRedirections];
		inherited(outer.length);
		const redirections = outer.length === 0 ? draft.redirections : [...outer, ...draft.redirections];
		const command: SimpleCommand = { ...around, assignments, words, span, redirections, input: inputOf(draft, around) };
		for (let at: Scope | null = scope; at; at = at.parent) at.commands.push(command);
		return command;
	});
}

function inputOf(draft: Draft, around: Circumstances): Input | null {
	if (draft.input) return draft.input.word ? { text: draft.input.word, from: [], shared: false } : null;
	if (!draft.execInput) return around.input;
	// Which of a group and an `exec` in or before it comes last is not followed.
	return around.input || !draft.execInput.word ? null : { text: draft.execInput.word, from: [], shared: true };
}
