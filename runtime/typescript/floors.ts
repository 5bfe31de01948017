/**
 * What is not known of one command, whatever the rules say: the opaque parts that are floors under it.
 */

import type { Bytes } from "./bytes.ts";
import type { OpaqueCode } from "./codes.ts";
import { concerns, type Subject } from "./match-rule.ts";
import type { Prepared } from "./prepare.ts";
import type { KnownCommands, KnownProgram } from "./registry.ts";
import type { OpaquePart } from "./shell-types.ts";
import { changesLookup } from "./state.ts";
import { prepareSuffix, suffixMayMatch } from "./suffix.ts";
import { isKnownText, knownText, type RunCommand } from "./unwrap.ts";
import { globalsOf } from "./views.ts";

/** The floors that a rule lifts by contributing `allow` for this very command. */
export const LIFTED: ReadonlySet<OpaqueCode> = new Set<OpaqueCode>(["foreign_code", "lookup_change"]);

/** All opaque parts of a command, those that were found while it was read included. */
export function floorsOf(subject: Subject, prepared: Prepared): readonly OpaquePart[] {
	const { command, known } = subject;
	const parts: OpaquePart[] = [...command.opaque];
	if (changesLookup(command, known)) parts.push({ code: "lookup_change", span: command.span });
	if (isForeign(command, known)) parts.push({ code: "foreign_code", span: command.span });
	if (prepared.denies && runsDenied(subject, prepared)) parts.push({ code: "suffix_match", span: command.span });
	return parts;
}

/** Whether a command runs code that the line does not show. */
function isForeign(command: RunCommand, known: KnownCommands): boolean {
	const first = command.words[0];
	if (!first || command.program === null) return false;
	const written = knownText(first);
	if (written !== null && known.isScript(written)) return true;
	const program = known.programs.get(command.program);
	if (!program) return false;
	const { end, unclear } = globalsOf(command.words, command.program, known);
	const word = command.words[end];
	const text = word && !unclear ? knownText(word) : null;
	if (program.foreign) return text === null || !program.query.has(text);
	if (program.subcommands.size === 0 || !word) return false;
	return runsForeign(program, text);
}

/** A subcommand that is not listed may be an alias or a plug-in; one that is not known may be any. */
function runsForeign(program: KnownProgram, subcommand: Bytes | null): boolean {
	if (subcommand === null) return program.plugins || [...program.subcommands.values()].some(({ foreign }) => foreign);
	const known = program.subcommands.get(subcommand);
	if (known) return known.foreign;
	return program.plugins && !subcommand.startsWith("-") && !program.query.has(subcommand);
}

/** Whether an unknown program's later words may be a command that a deny rule matches. */
function runsDenied(subject: Subject, prepared: Prepared): boolean {
	const { command, known } = subject;
	const { program, words } = command;
	const first = words[0];
	if (program === null || !first || words.length < 2 || !isKnownText(first)) return false;
	if (known.programs.has(program) || known.wrappers.has(program)) return false;
	const suffix = prepareSuffix(words, known, subject.where.places);
	const names = new Set(suffix.names.slice(1));
	const rules = new Set([...names].flatMap((name) => prepared.candidates(name)));
	for (const rule of rules) {
		if (rule.rule.action !== "deny" || !rule.loose || concerns(rule, subject) === "no") continue;
		if (suffixMayMatch(rule.loose, suffix, subject.marksOf(rule))) return true;
	}
	return false;
}
