/**
 * The decision on a line: the pure function that everything else serves.
 */

import { type Bytes, toBytes, toText } from "./bytes.ts";
import { BUDGET, INPUT_ERRORS, type InputError, OPAQUE_REASONS, type OpaqueCode } from "./codes.ts";
import { type FactSource, givenFacts, noFacts } from "./facts.ts";
import { type CommandJudgement, FactBook, type JudgedPredicate, judgeCommand } from "./judge.ts";
import { directoryOf } from "./paths.ts";
import type { Prepared } from "./prepare.ts";
import { RANK, type Reason, rankOf, selectReason } from "./reasons.ts";
import type { OpaquePart } from "./shell-types.ts";
import { statesOf } from "./state.ts";
import type { CommandVerdict, Decision, Request, Verdict } from "./types.ts";
import { readLine } from "./unwrap.ts";
import { refuse } from "./verdict.ts";

/** What surrounds the line: directories and facts that the caller knows. Facts of the request go before them. */
export interface Surroundings {
	/** The policy's root (the repository) and the home directory, as absolute paths; null: unknown. */
	readonly root: string | null;
	readonly home: string | null;
	/** Asked only where the request gives no facts. */
	readonly facts: FactSource;
}

/** Surroundings of which nothing is known. */
export const NOTHING_KNOWN: Surroundings = { root: null, home: null, facts: noFacts };

/**
 * Decides on a command line.
 *
 * @param request `command` is the line; `cwd` the absolute directory where it would run, or null
 * @param watch is shown each command as it was judged, transparent wrappers too
 * @returns a verdict for every input; over a budget or for bad bytes `deny` by `input`
 * @example decide(prepare(bundle), { command: "git push", cwd: null, facts: null, unattended: false }).decision
 */
export function decide(
	prepared: Prepared,
	request: Request,
	surroundings: Surroundings = NOTHING_KNOWN,
	watch: ((judgement: CommandJudgement) => void) | null = null,
): Verdict {
	const { policy_hash } = prepared.bundle;
	const line = toBytes(request.command);
	const error = line === null ? "not_utf8" : refusalOf(line);
	if (line === null || error) return refuse(error ?? "not_utf8", policy_hash);
	const read = readLine(line, prepared.known);
	if (read.refused) return refuse(read.refused, policy_hash);

	const root = directoryOf(stringFact(request, "root") ?? surroundings.root);
	const home = directoryOf(stringFact(request, "home") ?? surroundings.home);
	const book = new FactBook(request.facts === null ? surroundings.facts : givenFacts(request.facts));
	const start = directoryOf(request.cwd);
	const states = statesOf(read, prepared.known, { start, home });
	const judgements: CommandJudgement[] = [];
	const opaque: OpaquePart[] = [...read.opaque];
	for (const [index, command] of read.commands.entries()) {
		const state = states[index];
		if (!state) continue;
		const judgement = judgeCommand(prepared, command, state, { root, home, start }, book);
		judgements.push(judgement);
		watch?.(judgement);
		opaque.push(...judgement.opaque);
	}
	return conclude(prepared, line, request.unattended, judgements, read.opaque, opaque, book.shown);
}

function refusalOf(line: Bytes): InputError | null {
	if (line.length > BUDGET.line) return "too_long";
	return line.includes("\0") ? "nul_byte" : null;
}

function stringFact(request: Request, name: "root" | "home"): string | null {
	const value = request.facts?.[name];
	return typeof value === "string" ? value : null;
}

/** Puts the commands and the line's own floors together. */
function conclude(
	prepared: Prepared,
	line: Bytes,
	unattended: boolean,
	judgements: readonly CommandJudgement[],
	lineFloors: readonly OpaquePart[],
	opaque: readonly OpaquePart[],
	conditions: readonly JudgedPredicate[],
): Verdict {
	const { defaults, policy_hash } = prepared.bundle;
	const floor = rankOf(defaults.opaque);
	const judged = judgements.filter(({ judged }) => judged);
	const reasons: Reason[] = [
		...judgements.flatMap(({ reasons }) => reasons),
		...lineFloors.map(({ code, span }): Reason => ({ rank: floor, by: "opaque", rule: null, code, at: span[0] })),
		...(judged.length === 0 ? [{ rank: rankOf(defaults.default), by: "default", rule: null, code: null, at: 0 } as const] : []),
	];
	const deciding = selectReason(reasons);
	return {
		decision: decisionOf(deciding.rank, unattended, prepared),
		leave_to_host: deciding.rank === RANK.host,
		by: deciding.by,
		rule: deciding.rule?.rule.id ?? null,
		reason: explain(deciding, line, opaque, prepared),
		commands: judged.map((judgement) => commandVerdict(judgement, unattended, prepared)),
		opaque: inSourceOrder(opaque),
		conditions,
		errors: [],
		policy_hash,
	};
}

function commandVerdict(judgement: CommandJudgement, unattended: boolean, prepared: Prepared): CommandVerdict {
	const deciding = selectReason(judgement.reasons);
	return {
		argv: judgement.command.words.map((word) => toText(word.literal ?? word.source)),
		span: judgement.command.span,
		decision: decisionOf(deciding.rank, unattended, prepared),
		leave_to_host: deciding.rank === RANK.host,
		by: deciding.by,
		rule: deciding.rule?.rule.id ?? null,
		matches: judgement.matches,
	};
}

function decisionOf(rank: number, unattended: boolean, prepared: Prepared): Decision {
	if (rank === RANK.deny) return "deny";
	if (rank === RANK.allow) return "allow";
	return rank === RANK.request && unattended ? prepared.bundle.defaults.unattended : "request";
}

/** Why, in one sentence for people: the rule's own reason, or what decided in its place. */
function explain(reason: Reason, line: Bytes, opaque: readonly OpaquePart[], prepared: Prepared): string | null {
	switch (reason.by) {
		case "rule":
			return reason.rule?.rule.reason ?? null;
		case "condition_error":
			return `A condition of rule ${reason.rule?.rule.id ?? ""} could not be evaluated.`;
		case "default":
			return `No rule decides this; the policy's default is ${prepared.bundle.defaults.default}.`;
		case "input":
			return `${INPUT_ERRORS.internal_error}.`;
		default: {
			const part = opaque.find(({ code, span }) => code === reason.code && span[0] === reason.at);
			const shown = part ? `: ${excerpt(line, part.span)}` : "";
			return `Not everything this runs is known: ${OPAQUE_REASONS[reason.code ?? "syntax_error"]}${shown}`;
		}
	}
}

function excerpt(line: Bytes, [start, end]: readonly [number, number]): string {
	const text = toText(line.slice(start, Math.min(end, start + 60)));
	return `\`${text.replace(/[\x00-\x1f\x7f]/g, " ")}${end - start > 60 ? "…" : ""}\``;
}

function inSourceOrder(parts: readonly OpaquePart[]): readonly OpaquePart[] {
	const seen = new Map<string, OpaquePart>();
	for (const part of parts) seen.set(`${part.span[0]} ${part.span[1]} ${part.code}`, { code: part.code, span: part.span });
	return [...seen.values()].sort(comparePlaces);
}

function comparePlaces(one: OpaquePart, other: OpaquePart): number {
	return one.span[0] - other.span[0] || one.span[1] - other.span[1] || compareCodes(one.code, other.code);
}

function compareCodes(one: OpaqueCode, other: OpaqueCode): number {
	return one < other ? -1 : one > other ? 1 : 0;
}
