/**
 * The command line that all evaluators share.
 */

import { resolve } from "node:path";
import { MOST_BUNDLE_BYTES, readBundle, readWrittenBundle } from "./bundle.ts";
import { toBytes } from "./bytes.ts";
import { HOOK_HOSTS, type HookPolicy } from "./hooks.ts";
import { decide, type Facts, type Prepared, parseFacts, prepare } from "./index.ts";
import { type Options, readOptions } from "./options.ts";
import { readRegular } from "./read-files.ts";
import { serve, writeAll } from "./serve.ts";
import { surroundingsOf } from "./surroundings.ts";
import type { Decision, Verdict } from "./types.ts";
import { canonicalJson, refuse } from "./verdict.ts";

/** Exit statuses; `usage` is a mistake in the call. Nothing but an allow ends with 0, `--help` and `--version` apart. */
export const EXIT = { allow: 0, deny: 3, request: 4, usage: 6 } as const satisfies Record<Decision | "usage", number>;

const HELP = `Decides whether a shell command may run, by a compiled policy.

usage: policy-evaluator --bundle FILE --command TEXT [--cwd DIR] [--json] [--facts JSON] [--unattended]
       policy-evaluator --bundle FILE --hook HOST [--unattended]
       policy-evaluator --bundle FILE --serve
       policy-evaluator --bundle FILE --version

  --bundle FILE    the policy: a policy-wrapper-rules.json
  --command TEXT   the command line to decide
  --cwd DIR        where it would run (default: the current directory)
  --json           print the whole verdict as one line of JSON
  --facts JSON     given facts instead of real ones, such as '{"git_is_worktree": true}'
  --fallback D     deny (the default) or request, where the bundle cannot be read
  --hook HOST      answer the event on standard input as this host wants it: ${HOOK_HOSTS.join(", ")}
  --sha256 HASH    of the bundle file as it was written: any other cannot be read, and this one need not be checked again
  --unattended     nobody can be asked
  --serve          answer one JSON request per line of standard input
  --version        print the hash of the policy
  --help           print this

exit status: 0 allow, 3 deny, 4 request, 6 a mistake in the call; as a hook, what the host wants
example: policy-evaluator --bundle policy-wrapper-rules.json --command 'git push --force'
`;

/**
 * Runs a call and gives its exit status; whatever fails on the way is a deny.
 *
 * @param args the arguments after the program's name
 */
export function runEvaluator(args: readonly string[]): number {
	try {
		return run(args);
	} catch {
		// Standard output may be what failed: the status alone has to say it.
		return EXIT.deny;
	}
}

function run(args: readonly string[]): number {
	const options = readOptions(args);
	if (typeof options === "string") return misuse(options);
	if (options.has("--help")) {
		writeAll(1, HELP);
		return 0;
	}
	const call = readCall(options);
	if (typeof call === "string") return misuse(call);
	const prepared = load(call);
	if (options.has("--version")) return printVersion(prepared);
	if (options.has("--serve")) {
		serve(prepared);
		return 0;
	}
	const command = options.get("--command");
	if (command === undefined) return misuse("--command TEXT is needed");
	const verdict = decideCommand(command, resolve(options.get("--cwd") ?? "."), call, prepared);
	writeAll(1, options.has("--json") ? `${canonicalJson(verdict)}\n` : describe(verdict));
	return EXIT[verdict.decision];
}

/** What a hook decides by, or what is wrong with its call. */
export function loadHookPolicy(args: readonly string[]): HookPolicy | string {
	const options = readOptions(args);
	if (typeof options === "string") return options;
	for (const name of ["--command", "--cwd", "--json", "--serve", "--version", "--help"] as const) {
		if (options.has(name)) return `${name} does not go with --hook`;
	}
	const call = readCall(options);
	return typeof call === "string" ? call : { ...call, prepared: load(call), surroundings: surroundingsOf };
}

/** What all ways to decide have in common. */
interface Call {
	readonly bundle: string;
	/** SHA-256 of the bundle as it was written; null: not known. */
	readonly sha256: string | null;
	readonly facts: Facts | null;
	readonly fallback: "request" | "deny";
	readonly unattended: boolean;
}

function readCall(options: Options): Call | string {
	const bundle = options.get("--bundle");
	if (bundle === undefined) return "--bundle FILE is needed";
	const given = options.get("--facts");
	const facts = given === undefined ? null : parseFacts(given);
	if (facts && "problem" in facts) return `--facts is not understood: ${facts.problem}`;
	const fallback = options.get("--fallback") ?? "deny";
	if (fallback !== "deny" && fallback !== "request") return "--fallback is deny or request";
	const unattended = options.has("--unattended");
	// Which decision stands for a request with nobody to ask stands in the bundle that could not be read.
	return {
		bundle,
		sha256: options.get("--sha256") ?? null,
		facts: facts?.facts ?? null,
		fallback: unattended ? "deny" : fallback,
		unattended,
	};
}

function decideCommand(command: string, cwd: string, call: Call, prepared: Prepared | null): Verdict {
	if (!prepared) return { ...refuse("malformed_bundle", null), decision: call.fallback };
	// Node replaces bytes that are not UTF-8 in arguments by this character: what was meant is lost.
	if (command.includes("\ufffd")) return refuse("not_utf8", prepared.bundle.policy_hash);
	return decide(prepared, { command, cwd, facts: call.facts, unattended: call.unattended }, surroundingsOf(cwd));
}

function load({ bundle: file, sha256 }: Call): Prepared | null {
	try {
		const reading = readRegular(toBytes(file) ?? "", MOST_BUNDLE_BYTES, "followed");
		if (reading.state !== "read") return null;
		const bundle = sha256 === null ? readBundle(reading.bytes) : readWrittenBundle(reading.bytes, sha256);
		return bundle && prepare(bundle);
	} catch {
		return null;
	}
}

function printVersion(prepared: Prepared | null): number {
	if (!prepared) {
		writeAll(2, "error: the policy bundle cannot be read\n");
		return EXIT.deny;
	}
	writeAll(1, `${prepared.bundle.policy_hash}\n`);
	return 0;
}

function describe(verdict: Verdict): string {
	const by = verdict.rule === null ? verdict.by : `${verdict.by} ${verdict.rule}`;
	return `${verdict.decision} by ${by}${verdict.reason === null ? "" : `: ${verdict.reason}`}\n`;
}

function misuse(problem: string): number {
	writeAll(2, `error: ${problem}; \`--help\` shows the options\n`);
	return EXIT.usage;
}
