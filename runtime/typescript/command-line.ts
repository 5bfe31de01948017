/**
 * The command line that all evaluators share.
 */

import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { resolve } from "node:path";
import { readBundle } from "./bundle.ts";
import { decide, type Facts, NOTHING_KNOWN, type Prepared, parseFacts, prepare } from "./index.ts";
import { serve, writeAll } from "./serve.ts";
import type { Decision, Verdict } from "./types.ts";
import { canonicalJson, refuse } from "./verdict.ts";

/** Exit statuses; `usage` is a mistake in the call. Nothing but an allow ends with 0, `--help` and `--version` apart. */
export const EXIT = { allow: 0, deny: 3, request: 4, usage: 6 } as const satisfies Record<Decision | "usage", number>;

const HELP = `Decides whether a shell command may run, by a compiled policy.

usage: policy-evaluator --bundle FILE --command TEXT [--cwd DIR] [--json] [--facts JSON] [--unattended]
       policy-evaluator --bundle FILE --serve
       policy-evaluator --bundle FILE --version

  --bundle FILE    the policy: a policy-wrapper-rules.json
  --command TEXT   the command line to decide
  --cwd DIR        where it would run (default: the current directory)
  --json           print the whole verdict as one line of JSON
  --facts JSON     given facts instead of real ones, such as '{"git_is_worktree": true}'
  --unattended     nobody can be asked
  --serve          answer one JSON request per line of standard input
  --version        print the hash of the policy
  --help           print this

exit status: 0 allow, 3 deny, 4 request, 6 a mistake in the call
example: policy-evaluator --bundle policy-wrapper-rules.json --command 'git push --force'
`;

/** The options, and whether each takes a value. */
const OPTIONS = {
	"--bundle": true,
	"--command": true,
	"--cwd": true,
	"--facts": true,
	"--hook": true,
	"--json": false,
	"--serve": false,
	"--unattended": false,
	"--version": false,
	"--help": false,
} as const satisfies Readonly<Record<string, boolean>>;

type Options = ReadonlyMap<keyof typeof OPTIONS, string>;

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
	if (options.has("--hook")) {
		writeAll(2, "error: this evaluator does not speak to hosts yet; the command is denied\n");
		return EXIT.deny;
	}
	const file = options.get("--bundle");
	if (file === undefined) return misuse("--bundle FILE is needed");
	const prepared = load(file);
	if (options.has("--version")) return printVersion(prepared);
	if (options.has("--serve")) {
		serve(prepared);
		return 0;
	}
	return decideOne(options, prepared);
}

function decideOne(options: Options, prepared: Prepared | null): number {
	const command = options.get("--command");
	if (command === undefined) return misuse("--command TEXT is needed");
	const given = options.get("--facts");
	const facts = given === undefined ? null : parseFacts(given);
	if (facts && "problem" in facts) return misuse(`--facts is not understood: ${facts.problem}`);
	const verdict = prepared ? decideHere(prepared, command, options, facts?.facts ?? null) : refuse("malformed_bundle", null);
	writeAll(1, options.has("--json") ? `${canonicalJson(verdict)}\n` : describe(verdict));
	return EXIT[verdict.decision];
}

function decideHere(prepared: Prepared, command: string, options: Options, facts: Facts | null): Verdict {
	// Node replaces bytes that are not UTF-8 in arguments by this character: what was meant is lost.
	if (command.includes("\ufffd")) return refuse("not_utf8", prepared.bundle.policy_hash);
	const cwd = resolve(options.get("--cwd") ?? ".");
	const surroundings = { ...NOTHING_KNOWN, home: homedir() };
	return decide(prepared, { command, cwd, facts, unattended: options.has("--unattended") }, surroundings);
}

function load(file: string): Prepared | null {
	try {
		const bundle = readBundle(readFileSync(file));
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

/** The options of a call, or what is wrong with it. */
function readOptions(args: readonly string[]): Options | string {
	const options = new Map<keyof typeof OPTIONS, string>();
	for (let index = 0; index < args.length; index++) {
		const name = args[index] ?? "";
		if (!isOption(name)) return `\`${name}\` is no option`;
		if (options.has(name)) return `${name} is given twice`;
		if (OPTIONS[name]) {
			index += 1;
			const value = args[index];
			if (value === undefined) return `${name} needs a value`;
			options.set(name, value);
		} else options.set(name, "");
	}
	return options;
}

function isOption(name: string): name is keyof typeof OPTIONS {
	return Object.hasOwn(OPTIONS, name);
}

function misuse(problem: string): number {
	writeAll(2, `error: ${problem}; \`--help\` shows the options\n`);
	return EXIT.usage;
}
