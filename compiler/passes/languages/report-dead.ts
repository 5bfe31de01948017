/** Finds rules that match nothing, and exceptions that take nothing away. */

import {
	type Dfa,
	intersects,
	isEmpty,
	labelOfWords,
	notContained,
	type Reading,
	reduceProgram,
	shortest,
	type TooLarge,
	unreduceFirstWord,
	wordsOf,
} from "../../automata/index.ts";
import type { ArgLine, CommandLanguage } from "../../ir/types.ts";
import type { CommandContext } from "./command-context.ts";
import { compileCommands, draftLanguage, type LanguageDraft } from "./compile-command.ts";
import { describeLine } from "./describe-line.ts";

/** The readings that a rule's effect calls for: of its command, and of its exceptions. */
export interface RuleReadings {
	readonly command: Reading;
	readonly except: Reading;
}

/** Whether nothing is in a language. */
export function isDead(draft: LanguageDraft): boolean {
	return draft.kind === "heads" ? draft.heads.length === 0 : isEmpty(draft.automaton);
}

/** Reports `dead-rule` with what makes the language empty. */
export function reportDeadCommand(name: string, command: CommandLanguage, reading: Reading, context: CommandContext): void {
	const cause = deadCause(command, reading, context);
	context.problems.warn("dead-rule", command.args.length > 0 ? "args" : "command", { rule: name, cause });
}

function deadCause(command: CommandLanguage, reading: Reading, context: CommandContext): string {
	const dies = (args: readonly ArgLine[]): boolean => {
		const draft = compileCommands([{ ...command, args, except: [] }], reading, context);
		return draft !== null && isDead(draft);
	};
	const { args } = command;
	if (dies([])) return "its matchers fit no command";
	const alone = args.find((line) => dies([line]));
	if (alone) return `\`${describeLine(alone)}\` never holds here`;
	for (const [i, first] of args.entries()) {
		for (const second of args.slice(i + 1)) {
			if (dies([first, second])) return `\`${describeLine(first)}\` and \`${describeLine(second)}\` never hold together`;
		}
	}
	return "its `args` lines never hold together";
}

/**
 * Reports exceptions that meet nothing of the rule, and an allow rule that its exception takes away whole.
 *
 * Program words are compared as written, where a wide language counts as written or reduced.
 */
export function reportDeadExceptions(
	name: string,
	command: CommandLanguage,
	own: LanguageDraft,
	readings: RuleReadings,
	context: CommandContext,
): void {
	const marks = context.pathSets.length;
	const exceptions = command.except.map((except) => compileCommands([except], readings.except, context));
	exceptions.forEach((except, i) => {
		if (!except || meets(own, except, readings, marks)) return;
		context.problems.warn("dead-exception", "except", { rule: name, number: i + 1 });
	});
	const [only] = exceptions;
	if (readings.command === "narrow" && exceptions.length === 1 && only && covers(only, own, readings, marks)) {
		context.problems.warn("dead-rule", "except", { rule: name, cause: "its exception takes every command of it away" });
	}
}

/** Whether some command is in both. */
function meets(own: LanguageDraft, except: LanguageDraft, readings: RuleReadings, marks: number): boolean {
	if (members(except, marks).some((words) => isMember(own, words, readings.command))) return true;
	const [a, b] = [asWritten(own, readings.command, marks), asWritten(except, readings.except, marks)];
	return "kind" in a || "kind" in b || intersects(a, b) !== null;
}

/** Whether every command of the rule is excepted. */
function covers(except: LanguageDraft, own: LanguageDraft, readings: RuleReadings, marks: number): boolean {
	if (members(own, marks).some((words) => !isMember(except, words, readings.except))) return false;
	const [a, b] = [asWritten(own, readings.command, marks), asWritten(except, readings.except, marks)];
	return !("kind" in a || "kind" in b) && notContained(a, b) === null;
}

/** Some members of a language, of each head a short one: most questions are settled by them. None where words are marked. */
function members(draft: LanguageDraft, marks: number): string[][] {
	if (marks > 0) return [];
	const parts = draft.kind === "heads" ? draft.heads.map(({ words, tail }) => ({ head: words.map(([first = ""]) => first), tail })) : [];
	if (draft.kind === "automaton") parts.push({ head: [], tail: draft.automaton });
	return parts.flatMap(({ head, tail }) => {
		const rest = shortest(tail);
		return rest ? [[...head, ...wordsOf(rest)]] : [];
	});
}

/** Whether words are in a language; in a wide one as written or with the program word reduced. */
function isMember(draft: LanguageDraft, words: readonly string[], reading: Reading): boolean {
	if (holds(draft, words)) return true;
	const [program = "", ...rest] = words;
	return reading === "wide" && holds(draft, [reduceProgram(program), ...rest]);
}

function holds(draft: LanguageDraft, words: readonly string[]): boolean {
	if (draft.kind === "automaton") return labelOfWords(draft.automaton, words) > 0;
	return draft.heads.some(
		(head) =>
			head.words.every((texts, i) => texts.includes(words[i] ?? "\0")) && labelOfWords(head.tail, words.slice(head.words.length)) > 0,
	);
}

function asWritten(draft: LanguageDraft, reading: Reading, marks: number): Dfa | TooLarge {
	const language = draftLanguage(draft, marks);
	return "kind" in language || reading === "narrow" ? language : unreduceFirstWord(language, marks);
}
