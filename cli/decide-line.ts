/** What `eval` and `explain` share: the policy, the line, the facts, the verdict. */

import { resolve as resolvePath } from "node:path";
import type { Session } from "../compiler/diagnostics/session.ts";
import { suggest } from "../compiler/diagnostics/suggest.ts";
import type { Resolved } from "../compiler/index.ts";
import { PREDICATES } from "../compiler/ir/predicates.ts";
import {
	type CommandJudgement,
	decide,
	type Facts,
	type Prepared,
	parseFacts,
	prepare,
	type Verdict,
} from "../runtime/typescript/index.ts";
import { surroundingsOf } from "../runtime/typescript/surroundings.ts";
import { bundleOf } from "../targets/index.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import { loadSelected } from "./load-policy.ts";
import { REGISTRY } from "./registry.ts";
import { type Call, type OptionTable, POLICY_OPTIONS, SHARED } from "./verb.ts";

/** The predicates, and the places that a caller may name. */
const FACT_NAMES: readonly string[] = [...Object.keys(PREDICATES), "root", "home"];

export const DECIDE_OPTIONS = {
	...POLICY_OPTIONS,
	command: { value: "TEXT", help: "the command line to decide (or give it as the argument)" },
	cwd: { value: "DIR", help: "the directory in which it would run (default: this one)" },
	facts: { value: "JSON", help: "given facts instead of real ones, such as '{\"git_clean_worktree\": true}'" },
	unattended: { help: "nobody can be asked: `fallback unattended` replaces request" },
	json: SHARED.json,
} as const satisfies OptionTable;

export interface Decided {
	readonly line: string;
	readonly resolved: Resolved;
	readonly prepared: Prepared;
	readonly verdict: Verdict;
	/** Every command of the line as it was judged on the way to the verdict. */
	readonly judgements: readonly CommandJudgement[];
}

/** Decides the line of a call as a hook would, or null with the reasons in the session. */
export function decideLine(call: Call, verb: string, session: Session): Decided | null {
	const [argument] = call.positionals;
	const line = call.text("command") ?? argument;
	if (argument !== undefined && call.text("command") !== undefined) session.report("unexpected-argument", null, { argument, verb });
	if (line === undefined)
		session.report("missing-option", null, { option: "--command", usage: `policyc ${verb} --command 'git push --force'` });
	const facts = readFacts(call, session);
	const loaded = session.failed ? null : loadSelected(call, session);
	if (!loaded || line === undefined) return null;
	const prepared = prepare(bundleOf(loaded.resolved.compiled, REGISTRY));
	const cwd = resolvePath(call.io.cwd, call.text("cwd") ?? ".");
	const judgements: CommandJudgement[] = [];
	const request = { command: line, cwd, facts, unattended: call.on("unattended") };
	const verdict = decide(prepared, request, surroundingsOf(cwd, call.io.env.HOME ?? null), (judgement) => judgements.push(judgement));
	return { line, resolved: loaded.resolved, prepared, verdict, judgements };
}

/** The given facts; null where there are none, and the machine is asked. */
function readFacts(call: Call, session: Session): Facts | null {
	const text = call.text("facts");
	if (text === undefined) return null;
	const facts = parseFacts(text);
	if ("problem" in facts) {
		session.report("bad-facts", null, { problem: facts.problem });
		return null;
	}
	for (const key of Object.keys(facts.facts)) {
		const name = key.split(" ", 1)[0] ?? "";
		if (FACT_NAMES.includes(name)) continue;
		session.report("bad-facts", null, { problem: `\`${name}\` is no fact` }, { suggestion: suggest(name, FACT_NAMES) });
	}
	return facts.facts;
}

/** The exit status that says a decision. */
export function decisionExit(verdict: Verdict): ExitCode {
	return { allow: EXIT.ok, request: EXIT.request, deny: EXIT.deny }[verdict.decision];
}
