/**
 * The state in which each command of a line runs: what others may have changed since the line began, and
 * where its shell then stands.
 */

import type { Bytes } from "./bytes.ts";
import {
	type ChangedFacts,
	type Effects,
	effectsOf,
	type Move,
	mergeChanges,
	mergeFacts,
	NOTHING_CHANGED,
	type ShellChanges,
} from "./effects.ts";
import { pathOfWord } from "./paths.ts";
import type { KnownCommands } from "./registry.ts";
import type { LineCommands, RunCommand } from "./unwrap.ts";

/** A directory: its path (null: where the line starts, which the caller does not name), or not known at all. */
export interface Directory {
	readonly known: boolean;
	readonly path: Bytes | null;
}

/** What is known before a command. */
export interface State extends ShellChanges {
	/** Predicates whose answers may be others than before the line. */
	readonly facts: ChangedFacts;
	/** Where the shell stands. */
	readonly directory: Directory;
}

/** The directories that a line starts from; null: unknown. */
export interface Start {
	readonly start: Bytes | null;
	readonly home: Bytes | null;
}

export const UNKNOWN_DIRECTORY: Directory = { known: false, path: null };

/**
 * The state before each command of a line.
 *
 * Facts: what commands before it, in its pipeline and in its loop changed; with those after it, where it
 * runs beside them. The shell: what commands before it in its own subshell and in those around it changed;
 * in a loop also those after it there. For what runs when it is called, everything in the line.
 */
export function statesOf(line: LineCommands, known: KnownCommands, from: Start): readonly State[] {
	const { commands } = line;
	const effects = commands.map((command) => effectsOf(command, known));
	const initial = variableChanges(line, known);
	const [only] = commands;
	if (commands.length === 1 && only && !only.repeated && !only.redefined && initial === NOTHING_CHANGED) {
		return [{ ...NOTHING_CHANGED, facts: "none", directory: { known: true, path: from.start } }];
	}
	return new StateReader(commands, effects, initial, from).read();
}

/** What loops and `${name=…}` assign, wherever in the line. */
function variableChanges({ variables }: LineCommands, known: KnownCommands): ShellChanges {
	if (variables.length === 0) return NOTHING_CHANGED;
	const names = new Set(variables.map(({ name }) => name));
	return { lookup: [...names].some(known.changesLookup), home: names.has("HOME"), pwd: names.has("PWD"), names };
}

/** A shell or subshell while the commands of the line are gone through. */
interface Shell {
	changes: ShellChanges;
	directory: Directory;
	/** The branch of the last move: outside of it, the move may not have happened. */
	branch: readonly number[];
}

/** Everything that the commands of some part of the line change. */
interface Total {
	facts: ChangedFacts;
	changes: ShellChanges;
	moves: boolean;
}

/** The outermost shell; subshells have numbers. */
const OUTERMOST = -1;

class StateReader {
	private readonly shells = new Map<number, Shell>();
	/** The facts that commands after each one change in the part of the line that runs together with it. */
	private readonly beside: ChangedFacts[];
	/** The facts that the commands of a loop change. */
	private readonly loopFacts = new Map<number, ChangedFacts>();
	/** What they change in one shell, by loop and shell. */
	private readonly loops = new Map<string, Total>();
	private readonly whole: Total = { facts: "none", changes: NOTHING_CHANGED, moves: false };
	/** The facts that a command or one after it changes. */
	private readonly after: ChangedFacts[];
	private before: ChangedFacts = "none";

	constructor(
		private readonly commands: readonly RunCommand[],
		private readonly effects: readonly Effects[],
		initial: ShellChanges,
		private readonly from: Start,
	) {
		this.shells.set(OUTERMOST, { changes: initial, directory: { known: true, path: from.start }, branch: [] });
		this.after = new Array<ChangedFacts>(commands.length + 1).fill("none");
		this.beside = new Array<ChangedFacts>(commands.length).fill("none");
		const parts = new Map<number, ChangedFacts>();
		for (let index = commands.length - 1; index >= 0; index--) {
			const facts = effects[index]?.facts ?? "none";
			this.after[index] = mergeFacts(this.after[index + 1] ?? "none", facts);
			const part = commands[index]?.together ?? null;
			if (part === null) continue;
			this.beside[index] = parts.get(part) ?? "none";
			parts.set(part, mergeFacts(this.beside[index] ?? "none", facts));
		}
		for (const [index, command] of commands.entries()) this.addTotals(command, effects[index]);
	}

	private addTotals(command: RunCommand, effects: Effects | undefined): void {
		if (!effects) return;
		addTo(this.whole, effects);
		if (command.loop === null) return;
		this.loopFacts.set(command.loop, mergeFacts(this.loopFacts.get(command.loop) ?? "none", effects.facts));
		const key = loopKey(command.loop, command.environment.at(-1) ?? OUTERMOST);
		const total = this.loops.get(key) ?? { facts: "none", changes: NOTHING_CHANGED, moves: false };
		addTo(total, effects);
		this.loops.set(key, total);
	}

	read(): readonly State[] {
		return this.commands.map((command, index) => {
			const effects = this.effects[index];
			const shell = this.shellOf(command.environment);
			const state = this.stateOf(command, index, shell);
			if (effects) this.apply(command, effects, shell, state);
			return state;
		});
	}

	/** The innermost shell of a path; a subshell starts as a copy of the one around it. */
	private shellOf(path: readonly number[]): Shell {
		let shell = this.shells.get(OUTERMOST) ?? { changes: NOTHING_CHANGED, directory: UNKNOWN_DIRECTORY, branch: [] };
		for (const id of path) {
			const known = this.shells.get(id) ?? { ...shell };
			this.shells.set(id, known);
			shell = known;
		}
		return shell;
	}

	private stateOf(command: RunCommand, index: number, shell: Shell): State {
		const stays = startsWith(command.branch, shell.branch);
		const repeats = command.repeated ? (this.effects[index]?.facts ?? "none") : "none";
		let facts = mergeFacts(mergeFacts(this.before, repeats), this.beside[index] ?? "none");
		if (command.background) facts = mergeFacts(facts, this.after[index + 1] ?? "none");
		let { changes } = shell;
		let directory = stays ? shell.directory : UNKNOWN_DIRECTORY;
		const add = (total: Total): void => {
			changes = mergeChanges(changes, total.changes);
			if (total.moves) directory = UNKNOWN_DIRECTORY;
		};
		if (command.deferred) {
			facts = mergeFacts(facts, this.whole.facts);
			add(this.whole);
		}
		if (command.loop !== null) {
			facts = mergeFacts(facts, this.loopFacts.get(command.loop) ?? "none");
			for (const id of [OUTERMOST, ...command.environment]) {
				const total = this.loops.get(loopKey(command.loop, id));
				if (total) add(total);
			}
		}
		return { ...changes, lookup: changes.lookup || command.redefined, facts, directory };
	}

	private apply(command: RunCommand, effects: Effects, shell: Shell, state: State): void {
		this.before = mergeFacts(this.before, effects.facts);
		shell.changes = mergeChanges(shell.changes, effects.shell);
		if (!effects.move) return;
		shell.directory = state.lookup ? UNKNOWN_DIRECTORY : this.moved(effects.move, state);
		shell.branch = command.branch;
	}

	/** Where a move leads from the directory of a state. */
	private moved(move: NonNullable<Move>, { directory, home, names }: State): Directory {
		if (move.to === "unknown") return UNKNOWN_DIRECTORY;
		const places = { home: home ? null : this.from.home, pwd: directory.path };
		if (move.to === "home") return places.home === null ? UNKNOWN_DIRECTORY : { known: true, path: places.home };
		const { literal } = move.to;
		// CDPATH says where a name without dots is looked for.
		const isLookedFor = literal !== null && !/^\/|^\.\.?(?:\/|$)/.test(literal) && (names === null || names.has("CDPATH"));
		const segments = isLookedFor ? null : pathOfWord(move.to, places, directory.path);
		return segments === null ? UNKNOWN_DIRECTORY : { known: true, path: `/${segments.join("/")}` };
	}
}

function addTo(total: Total, effects: Effects): void {
	total.facts = mergeFacts(total.facts, effects.facts);
	total.changes = mergeChanges(total.changes, effects.shell);
	total.moves ||= effects.move !== null;
}

function loopKey(loop: number, shell: number): string {
	return `${loop} ${shell}`;
}

function startsWith(path: readonly number[], start: readonly number[]): boolean {
	return start.every((id, index) => path[index] === id);
}
