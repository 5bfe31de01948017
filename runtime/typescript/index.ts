/**
 * The face of the evaluator for programs that hold a policy in memory.
 *
 * @example decide(prepare(bundle), { command: "git push --force", cwd: "/work", facts: null, unattended: false }).decision
 */

import { decide as decideLine, NOTHING_KNOWN, type Surroundings } from "./decide.ts";
import { readJsonText } from "./json.ts";
import type { CommandJudgement } from "./judge.ts";
import type { Prepared } from "./prepare.ts";
import { FACTS } from "./requests.ts";
import type { Request, Verdict } from "./types.ts";
import { refuse } from "./verdict.ts";

export { readBundle } from "./bundle.ts";
export { toText } from "./bytes.ts";
export { OPAQUE_REASONS } from "./codes.ts";
export type { Surroundings } from "./decide.ts";
export { NOTHING_KNOWN } from "./decide.ts";
export type { FactSource } from "./facts.ts";
export type { CommandJudgement } from "./judge.ts";
export { matchRule } from "./match-rule.ts";
export { type Prepared, prepare } from "./prepare.ts";
export { RANK } from "./reasons.ts";
export { readRequest } from "./requests.ts";
export type { Bundle, CommandVerdict, Decision, Registry, Request, Truth, Verdict } from "./types.ts";
export { canonicalJson, refuse } from "./verdict.ts";

/** Given facts: by `name` or `name ARGUMENT`, with `root` and `home` as texts. */
export type Facts = NonNullable<Request["facts"]>;

/**
 * Decides on a command line; never throws. A failure of the evaluator itself is a deny by `input`.
 *
 * @param request `cwd` is an absolute path or null; with `facts` null, `surroundings.facts` is asked
 * @param watch is shown each command as it was judged: an explanation looks at what is decided, and decides nothing itself
 */
export function decide(
	prepared: Prepared,
	request: Request,
	surroundings: Surroundings = NOTHING_KNOWN,
	watch: ((judgement: CommandJudgement) => void) | null = null,
): Verdict {
	try {
		return decideLine(prepared, request, surroundings, watch);
	} catch {
		return refuse("internal_error", prepared.bundle.policy_hash);
	}
}

/**
 * Reads the text of `--facts`.
 *
 * @example parseFacts('{"git_clean_worktree": true}') // { facts: { git_clean_worktree: true } }
 */
export function parseFacts(text: string): { readonly facts: Facts } | { readonly problem: string } {
	const read = readJsonText(text);
	if (!read) return { problem: "it is not JSON, or it names a fact twice" };
	if (!FACTS(read.value)) return { problem: 'a fact is true, false or "unknown", and `root` and `home` are texts' };
	return { facts: read.value as Facts };
}
