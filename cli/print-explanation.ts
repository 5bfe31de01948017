/** An explanation for people: what was decided, then command by command why. */

import { visible } from "../compiler/diagnostics/render.ts";
import type { Condition, IrRule } from "../compiler/ir/types.ts";
import { type CommandJudgement, type CommandVerdict, OPAQUE_REASONS, RANK, toText } from "../runtime/typescript/index.ts";
import type { Decided } from "./decide-line.ts";
import { byText, renderVerdict } from "./eval.ts";
import type { NearMiss } from "./find-near-misses.ts";
import { type Io, mayColour, painter } from "./io.ts";
import { quoteWord } from "./print-build.ts";

/** Of many near misses, the first are shown. */
const MOST_NEAR = 5;
/** Of a long part that cannot be known, the beginning is shown. */
const MOST_EXCERPT = 60;
/** Where the second column begins, and where the third does. */
const FIRST = 10;
const SECOND = 8;

/**
 * The text of an explanation, one line each, not folded.
 *
 * @param near the near misses of each judged command
 */
export function printExplanation(decided: Decided, near: readonly (readonly NearMiss[])[], io: Io): string {
	const paint = painter(mayColour(io, io.outIsTerminal));
	const { verdict, judgements } = decided;
	const lines = [renderVerdict(decided, io).trimEnd()];
	const commands = verdict.commands.values();
	for (const [at, judgement] of judgements.entries()) {
		const command = judgement.judged ? (commands.next().value ?? null) : null;
		lines.push("", ...printCommand(judgement, command, near[at] ?? [], decided, paint));
	}
	// What belongs to no command is the line's own.
	const shown = new Set(judgements.flatMap(({ opaque }) => opaque.map(keyOf)));
	const own = verdict.opaque.filter((part) => !shown.has(keyOf(part)));
	if (own.length > 0) lines.push("", paint("title", "the line itself"));
	for (const part of own) lines.push(printFloor(part, decided.resolved.policy.fallbacks.opaque, decided, paint));
	return `${lines.join("\n")}\n`;
}

type Painter = ReturnType<typeof painter>;

interface Part {
	readonly code: string;
	readonly span: readonly [number, number];
}

function keyOf({ code, span }: Part): string {
	return `${span[0]} ${span[1]} ${code}`;
}

function printCommand(
	judgement: CommandJudgement,
	verdict: CommandVerdict | null,
	near: readonly NearMiss[],
	decided: Decided,
	paint: Painter,
): string[] {
	const words = showWords(judgement, paint);
	const outcome = verdict ? `${paint(verdict.decision, verdict.decision)} by ${byText(verdict)}` : paint("dim", "judged by what it runs");
	const lines = [`${words}  ${outcome}`];
	for (const match of verdict?.matches ?? []) {
		const rule = decided.resolved.policy.rules.find(({ name }) => name === match.rule);
		if (!rule) continue;
		lines.push(printRule(match.match === "yes" ? "matches" : "may match", rule, decided, paint));
		if (rule.when) lines.push(printConditions(rule, rule.when, judgement, decided, paint));
	}
	for (const { rule, failures } of near.slice(0, MOST_NEAR)) {
		lines.push(printRule("nearly", rule, decided, paint));
		for (const { clause, text } of failures) lines.push(detail(`fails ${clause}: ${visible(text)}`, paint));
	}
	if (near.length > MOST_NEAR) lines.push(`  ${paint("dim", `and ${near.length - MOST_NEAR} more that nearly match`)}`);
	if (verdict?.matches.length === 0 && near.length === 0) lines.push(`  ${paint("dim", "no rule matches")}`);
	for (const part of judgement.opaque) lines.push(printFloor(part, floorOf(part, judgement), decided, paint));
	return lines;
}

/** The words of a command; those that are not known as they will be stand in angle quotes. */
function showWords({ command }: CommandJudgement, paint: Painter): string {
	const shown = command.words.map((word) =>
		word.literal === null
			? paint("request", `‹${visible(toText(word.source))}›`)
			: paint("title", visible(quoteWord(toText(word.literal)))),
	);
	return shown.length === 0 ? paint("title", "(no command)") : shown.join(" ");
}

function printRule(how: string, { name, effect }: IrRule, { resolved }: Decided, paint: Painter): string {
	const origin = resolved.origins.get(name);
	const place = origin ? paint("dim", `  ${origin.file}:${origin.line}:${origin.column}`) : "";
	return `  ${how.padEnd(FIRST)}${paint(effect, effect.padEnd(SECOND))}${name}${place}`;
}

/** The predicates of a rule with their values, and what the rule says then. */
function printConditions(rule: IrRule, when: Condition, judgement: CommandJudgement, { verdict }: Decided, paint: Painter): string {
	const shown = predicatesOf(when).map(({ name, value }) => {
		// A predicate may have several values in one line: commands run in different directories and states.
		const values = verdict.conditions.filter((known) => known.name === name && known.argument === value).map((known) => known.value);
		return `${name}${value === null ? "" : ` "${visible(value)}"`} is ${values.join(" or ") || "not asked"}`;
	});
	const given = judgement.reasons.find((reason) => reason.rule?.rule.id === rule.name);
	return detail(`when ${shown.join(", ")}: ${given ? decisionOf(given.rank) : "says nothing"}`, paint);
}

function predicatesOf(condition: Condition): readonly { readonly name: string; readonly value: string | null }[] {
	return "name" in condition ? [condition] : condition.conditions.flatMap(predicatesOf);
}

/** The decision under which a part does not let its command fall; null where a rule lifted it. */
function floorOf(part: Part, { reasons }: CommandJudgement): string | null {
	const reason = reasons.find(({ by, code, at }) => by === "opaque" && code === part.code && at === part.span[0]);
	return reason ? decisionOf(reason.rank) : null;
}

function printFloor(part: Part, floor: string | null, { line }: Decided, paint: Painter): string {
	const bytes = Buffer.from(line, "utf8").subarray(part.span[0], part.span[1]);
	const text = visible(bytes.subarray(0, MOST_EXCERPT).toString("utf8"));
	const shown = paint("dim", `  ${text}${bytes.length > MOST_EXCERPT ? "…" : ""}`);
	const reason = Object.entries(OPAQUE_REASONS).find(([code]) => code === part.code)?.[1] ?? "";
	const strength = floor === null ? paint("dim", "lifted".padEnd(SECOND)) : paint("request", floor.padEnd(SECOND));
	return `  ${"floor".padEnd(FIRST)}${strength}${part.code}: ${reason}${shown}`;
}

function detail(text: string, paint: Painter): string {
	return `${" ".repeat(2 + FIRST)}${paint("dim", text)}`;
}

function decisionOf(rank: number): string {
	return Object.entries(RANK).find(([, value]) => value === rank)?.[0] ?? "";
}
