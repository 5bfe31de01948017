/**
 * What is not known of one command, whatever the rules say: the opaque parts that are floors under it.
 */

import type { OpaqueCode } from "./codes.ts";
import { changesLookup } from "./effects.ts";
import { isForeign, readsForeignCode } from "./foreign-code.ts";
import { concerns, type Subject } from "./match-rule.ts";
import type { Prepared } from "./prepare.ts";
import { settingFloors } from "./settings.ts";
import type { OpaquePart } from "./shell-types.ts";
import { prepareSuffix, suffixMatch } from "./suffix.ts";
import { isKnownText } from "./unwrap.ts";

/** The floors that a rule lifts by contributing `allow` for this very command. */
export const LIFTED: ReadonlySet<OpaqueCode> = new Set<OpaqueCode>(["foreign_code", "lookup_change", "suffix_unknown"]);

/** All opaque parts of a command, those that were found while it was read included. */
export function floorsOf(subject: Subject, prepared: Prepared): readonly OpaquePart[] {
	const { command, known } = subject;
	const { span } = command;
	const parts: OpaquePart[] = [...command.opaque, ...settingFloors(command.words, command.program, known)];
	if (changesLookup(command, known) || (command.redefined && isAllowed(subject, prepared))) parts.push({ code: "lookup_change", span });
	if (isForeign(command, known)) parts.push({ code: "foreign_code", span });
	else if (readsForeignCode(command, known)) parts.push({ code: "stdin_code", span });
	const denied = prepared.denies ? deniedBehind(subject, prepared) : "no";
	if (denied !== "no") parts.push({ code: denied === "yes" ? "suffix_match" : "suffix_unknown", span });
	return parts;
}

/** Whether an allow rule is about the name of the program. */
function isAllowed({ command }: Subject, prepared: Prepared): boolean {
	return prepared.candidates(command.program).some(({ rule }) => rule.action === "allow" && rule.programs !== null);
}

/** Whether the later words of a program that the registry does not know are, or may be, a command that a deny rule matches. */
function deniedBehind(subject: Subject, prepared: Prepared): "yes" | "maybe" | "no" {
	const { command, known } = subject;
	const { program, words } = command;
	const first = words[0];
	if (program === null || !first || words.length < 2 || !isKnownText(first)) return "no";
	if (known.programs.has(program) || known.wrappers.has(program)) return "no";
	const suffix = prepareSuffix(words, known, subject.where.places);
	const names = new Set(suffix.names.slice(1));
	const rules = new Set([...names].flatMap((name) => prepared.candidates(name, name)));
	let found: "maybe" | "no" = "no";
	for (const rule of rules) {
		if (rule.rule.action !== "deny" || !rule.loose || concerns(rule, subject) === "no") continue;
		const match = suffixMatch(rule.loose, suffix, subject.marksOf(rule));
		if (match === "yes") return "yes";
		if (match === "maybe") found = "maybe";
	}
	return found;
}
