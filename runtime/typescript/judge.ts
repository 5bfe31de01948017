/**
 * The judgement of one command: what each rule contributes, and the floors under it.
 */

import type { Bytes } from "./bytes.ts";
import { evaluateCondition, type Predicate, predicatesOf } from "./conditions.ts";
import { FIXED_FACTS } from "./effects.ts";
import type { FactSource } from "./facts.ts";
import { floorsOf, LIFTED } from "./floors.ts";
import { matchRule, Subject } from "./match-rule.ts";
import type { Prepared, PreparedRule } from "./prepare.ts";
import { RANK, type Reason, rankOf } from "./reasons.ts";
import type { OpaquePart } from "./shell-types.ts";
import { type Directory, type State, UNKNOWN_DIRECTORY } from "./state.ts";
import type { Decision, Match, Truth } from "./types.ts";
import type { RunCommand } from "./unwrap.ts";
import { globalsOf } from "./views.ts";

/** A predicate with the value it had for a rule that matched. */
export interface JudgedPredicate {
	readonly name: string;
	readonly argument: string | null;
	readonly value: Truth;
}

export interface CommandJudgement {
	readonly command: RunCommand;
	/** What the rules were asked about; only an explanation looks at it again. */
	readonly subject: Subject;
	/** False for a transparent wrapper: it has no decision of its own. */
	readonly judged: boolean;
	readonly reasons: readonly Reason[];
	readonly matches: readonly { readonly rule: string; readonly match: Match }[];
	readonly opaque: readonly OpaquePart[];
}

/** The directories of a decision; null: unknown. */
export interface Directories {
	readonly root: Bytes | null;
	readonly home: Bytes | null;
	/** Where the line starts; null: the caller does not name it. */
	readonly start: Bytes | null;
}

/** Asks each predicate at most once for each argument and directory, and keeps what is to be shown. */
export class FactBook {
	private readonly answers = new Map<string, Truth>();
	private readonly list = new Map<string, JudgedPredicate>();

	constructor(private readonly source: FactSource) {}

	/** The predicates of rules that matched, in the order of commands and rules, without duplicates. */
	get shown(): readonly JudgedPredicate[] {
		return [...this.list.values()];
	}

	ask({ name, argument }: Predicate, directory: Bytes | null): Truth {
		const key = JSON.stringify([name, argument, directory]);
		const known = this.answers.get(key);
		if (known !== undefined) return known;
		const value = this.source.ask(name, argument, directory);
		this.answers.set(key, value);
		return value;
	}

	show(judged: JudgedPredicate): void {
		this.list.set(JSON.stringify([judged.name, judged.argument, judged.value]), judged);
	}
}

/** Judges one command of a line in the state that the commands before it leave. */
export function judgeCommand(
	prepared: Prepared,
	command: RunCommand,
	state: State,
	directories: Directories,
	book: FactBook,
): CommandJudgement {
	const { known } = prepared;
	const place = command.moved ? UNKNOWN_DIRECTORY : state.directory;
	const shell = place.path;
	const directory = directoryOfCommand(command, prepared, place);
	const assigned = new Set(command.assignments.map(({ name }) => name));
	const home = state.home || assigned.has("HOME") ? null : directories.home;
	const pwd = state.pwd || assigned.has("PWD") ? null : shell;
	const path = directory.known ? directory.path : null;
	// Patterns mean the user's own home directory, whatever the line assigns.
	const bases = { root: directories.root, home: directories.home };
	const subject = new Subject(command, state, known, path, { bases, places: { home, pwd }, directory: shell });
	const ask = (predicate: Predicate): Truth =>
		mayHaveChanged(predicate, subject, directory) ? "unknown" : book.ask(predicate, directory.path);
	const floors = floorsOf(subject, prepared);
	const outcome = command.judged ? contributions(prepared, subject, ask, book) : { reasons: [], matches: [], allowed: false };
	const reasons: Reason[] = [...outcome.reasons];
	for (const part of floors) {
		if (outcome.allowed && LIFTED.has(part.code)) continue;
		reasons.push({ rank: floorRank(part, prepared), by: "opaque", rule: null, code: part.code, at: part.span[0] });
	}
	return { command, subject, judged: command.judged, reasons, matches: outcome.matches, opaque: floors };
}

/** Under `default host`, foreign code is left to the host like everything else that no rule decides. */
function floorRank(part: OpaquePart, prepared: Prepared): number {
	const { defaults } = prepared.bundle;
	return part.code === "foreign_code" && defaults.default === "host" ? RANK.host : rankOf(defaults.opaque);
}

function directoryOfCommand(command: RunCommand, prepared: Prepared, shell: Directory): Directory {
	const { directory } = globalsOf(command.words, command.program, prepared.known);
	if (!shell.known || directory === null) return { known: false, path: null };
	let path = shell.path;
	// Not normalised: after a link, `..` leads where the kernel goes, and not where the text goes.
	for (const step of directory) path = step.startsWith("/") ? step : path === null ? null : `${path}/${step}`;
	return { known: true, path };
}

/** Whether the line may have changed the very fact that a predicate asks for. */
function mayHaveChanged({ name, argument }: Predicate, subject: Subject, directory: Directory): boolean {
	if (FIXED_FACTS.has(name)) return false;
	const { state, command } = subject;
	if (!directory.known || state.facts === "all" || state.lookup || subject.assignsLookup) return true;
	if (state.facts !== "none" && state.facts.has(name)) return true;
	if (name !== "env_is") return false;
	const variable = /^[A-Za-z0-9_]*/.exec(argument ?? "")?.[0] ?? "";
	return state.names === null || state.names.has(variable) || command.assignments.some((assignment) => assignment.name === variable);
}

interface Outcome {
	readonly reasons: readonly Reason[];
	readonly matches: CommandJudgement["matches"];
	/** A rule contributed `allow`. */
	readonly allowed: boolean;
}

/** What the rules say of a command, or the default where none says anything. */
function contributions(prepared: Prepared, subject: Subject, ask: (predicate: Predicate) => Truth, book: FactBook): Outcome {
	const { defaults } = prepared.bundle;
	const given: Reason[] = [];
	const floors: Reason[] = [];
	/** Whether the rules say so much that the default does not count. */
	let settled = false;
	const matches: { rule: string; match: Match }[] = [];
	const at = subject.command.span[0];
	const { words, program } = subject.command;
	for (const rule of prepared.candidates(words.length === 0 ? "" : program, subject.written)) {
		const { match, certain, asks } = matchRule(rule, subject);
		if (match === "no") continue;
		matches.push({ rule: rule.rule.id, match });
		if (match === "maybe") {
			if (strictestOf(rule) > RANK.allow) floors.push({ rank: rankOf(defaults.opaque), by: "rule", rule, code: null, at });
			if (!asks) continue;
		}
		const value = rule.rule.conditions === null ? "true" : conditionValue(rule.rule.conditions, ask, book);
		const reasons = contributionsOf(rule.rule, value, certain, prepared);
		for (const reason of reasons) given.push({ ...reason, rule: reason.by === "default" ? null : rule, code: null, at });
		settled ||= reasons.length > 0 && !leavesDefault(rule.rule, value);
	}
	if (!settled) given.push({ rank: rankOf(defaults.default), by: "default", rule: null, code: null, at });
	return { reasons: [...given, ...floors], matches, allowed: given.some(({ rank, by }) => rank === RANK.allow && by === "rule") };
}

/** What a deny rule says of an unknown condition does not take the place of a stricter default: a deny rule never loosens. */
function leavesDefault(rule: PreparedRule["rule"], value: Truth): boolean {
	return rule.action === "deny" && rule.on_unknown !== null && value === "unknown";
}

/** The stricter of a rule's effect and its `on_mismatch`. */
function strictestOf({ rule }: PreparedRule): number {
	return Math.max(rankOf(rule.action), rule.on_mismatch === "skip" ? RANK.allow : rankOf(rule.on_mismatch));
}

/** What a rule contributes for a value of its condition, and why; nothing where the list is empty. */
function contributionsOf(
	rule: PreparedRule["rule"],
	value: Truth,
	certain: boolean,
	prepared: Prepared,
): readonly Pick<Reason, "rank" | "by">[] {
	if (value === "unknown") return unknownReasons(rule, certain, prepared);
	const decision: Decision | "skip" = value === "true" ? rule.action : rule.on_mismatch;
	if (decision === "skip" || (decision === "allow" && !certain)) return [];
	return [{ rank: rankOf(decision), by: "rule" }];
}

function conditionValue(
	condition: NonNullable<PreparedRule["rule"]["conditions"]>,
	ask: (predicate: Predicate) => Truth,
	book: FactBook,
): Truth {
	for (const predicate of predicatesOf(condition)) book.show({ ...predicate, value: ask(predicate) });
	return evaluateCondition(condition, ask);
}

/**
 * Why an unknown condition gives what it gives: the rule's own word for it, or whichever of its effect, its
 * `on_mismatch` (the default where that leaves the command to it) and the fallback is strictest.
 */
function unknownReasons(rule: PreparedRule["rule"], certain: boolean, prepared: Prepared): readonly Pick<Reason, "rank" | "by">[] {
	if (rule.on_unknown !== null) return [{ rank: rankOf(rule.on_unknown), by: "rule" }];
	const { defaults } = prepared.bundle;

	const { on_mismatch } = rule;
	const otherwise: Pick<Reason, "rank" | "by"> =
		on_mismatch === "skip" || (on_mismatch === "allow" && !certain)
			? { rank: rankOf(defaults.default), by: "default" }
			: { rank: rankOf(on_mismatch), by: "rule" };
	const reasons: readonly Pick<Reason, "rank" | "by">[] = [
		{ rank: rankOf(rule.action), by: "rule" },
		otherwise,
		{ rank: rankOf(defaults.condition_error), by: "condition_error" },
	];
	const strictest = Math.max(...reasons.map(({ rank }) => rank));
	return reasons.filter(({ rank }) => rank === strictest);
}
