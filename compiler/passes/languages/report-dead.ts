/** Finds rules that match nothing, and exceptions that take nothing away. */

import { type Dfa, intersects, isEmpty, notContained, type Reading, type TooLarge, unreduceFirstWord } from "../../automata/index.ts";
import type { ArgLine, CommandLanguage } from "../../ir/types.ts";
import { type CommandContext, compileCommands, draftLanguage, type LanguageDraft } from "./compile-command.ts";
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
 * Reports exceptions that meet nothing of the rule, and an allow rule that its exceptions take away whole.
 *
 * Program words are compared as written, where a wide language counts as written or reduced.
 */
export function reportDeadExceptions(
	name: string,
	command: CommandLanguage,
	draft: LanguageDraft,
	readings: RuleReadings,
	context: CommandContext,
): void {
	const marks = context.pathSets.length;
	const own = asWritten(draft, readings.command, marks);
	if ("kind" in own) return;
	const drafts = command.except.map((except) => compileCommands([except], readings.except, context));
	const languages = drafts.map((found) => (found ? asWritten(found, readings.except, marks) : null));
	languages.forEach((language, i) => {
		if (!language || "kind" in language || intersects(own, language) !== null) return;
		context.problems.warn("dead-exception", "except", { rule: name, number: i + 1 });
	});
	const [only] = languages;
	if (readings.command === "narrow" && only && languages.length === 1 && !("kind" in only) && notContained(own, only) === null) {
		context.problems.warn("dead-rule", "except", { rule: name, cause: "its exception takes every command of it away" });
	}
}

function asWritten(draft: LanguageDraft, reading: Reading, marks: number): Dfa | TooLarge {
	const language = draftLanguage(draft, marks);
	return "kind" in language || reading === "narrow" ? language : unreduceFirstWord(language, marks);
}
