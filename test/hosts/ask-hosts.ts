/** Asks the hosts' own evaluators what they do with a command by an artifact alone. */

import { execFile } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Decision } from "../../compiler/ir/types.ts";
import { writeCommandLine } from "../../targets/writer/shell.ts";
import { type AskableHost, findHost, isolatedEnvironment } from "./find-hosts.ts";

/** What a host does; null: none of its entries holds the command. */
export type Answer = Decision | null;

/** What a host is asked about: shell text, and for a host that reads words alone the word lists that it would make of it. */
export interface AskedLine {
	readonly text: string;
	readonly parts: readonly (readonly string[])[];
}

/** A host that has read an artifact. */
export interface AskedHost {
	ask(line: AskedLine): Promise<Answer>;
	/** The reason that the host gives for refusing a line, as it has read it. */
	reasonFor(line: AskedLine): Promise<string | null>;
	close(): void;
}

type Opener = (artifact: string, program: string) => Promise<AskedHost>;

const WORDS: Readonly<Record<string, Answer>> = {
	allow: "allow",
	prompt: "request",
	ask: "request",
	ask_user: "request",
	forbidden: "deny",
	block: "deny",
	deny: "deny",
	"no-match": null,
};

function answerOf(word: string | undefined): Answer {
	if (word === undefined) return null;
	const answer = WORDS[word];
	if (answer === undefined) throw new Error(`a decision of a name that is not known: ${word}`);
	return answer;
}

/** `codex execpolicy check` takes words, and none that it would have to split; a program by its path is its name too, as at run time. */
async function openCodex(artifact: string, program: string): Promise<AskedHost> {
	const { home, env } = isolatedEnvironment();
	const rules = join(home, "policyc.rules");
	writeFileSync(rules, artifact);
	const check = async (words: readonly string[]) => {
		const out = await run(program, ["execpolicy", "check", "--rules", rules, "--resolve-host-executables", "--", ...words], env);
		return JSON.parse(out) as CodexReport;
	};
	return {
		async ask({ parts }) {
			const answers: Answer[] = [];
			for (const words of parts) answers.push(answerOf((await check(words)).decision));
			return strictestOf(answers);
		},
		async reasonFor({ parts }) {
			const reports = await Promise.all(parts.map(check));
			return reports.flatMap(({ matchedRules }) => matchedRules.flatMap((rule) => rule.prefixRuleMatch?.justification ?? []))[0] ?? null;
		},
		close: () => rmSync(home, { recursive: true }),
	};
}

interface CodexReport {
	readonly decision?: string;
	readonly matchedRules: readonly { readonly prefixRuleMatch?: { readonly justification?: string } }[];
}

const STRICTNESS: readonly Answer[] = [null, "allow", "request", "deny"];

/** The answer for a line of several commands: the strictest one; it is allowed where all of them are. */
function strictestOf(answers: readonly Answer[]): Answer {
	const strictest = STRICTNESS.findLast((answer) => answers.includes(answer)) ?? null;
	return strictest === "allow" && answers.includes(null) ? null : strictest;
}

interface DroidReport {
	readonly invalid: readonly unknown[];
	readonly failedTests: readonly unknown[];
	readonly preview: {
		readonly decision: { readonly decision: string; readonly source?: string; readonly ruleId?: string; readonly reason?: string };
	};
}

/**
 * `droid rules check`, twice: with the file's `permissionRules`, and with its older lists as the settings. A rule of the
 * file is asked first, as in Droid itself; what Droid allows by entries of its own counts as no answer.
 */
async function openDroid(artifact: string, program: string): Promise<AskedHost> {
	const { home, env } = isolatedEnvironment();
	const settings = JSON.parse(artifact) as { readonly permissionRules: object };
	const rules = join(home, "rules.json");
	writeFileSync(rules, JSON.stringify(settings.permissionRules));
	const { permissionRules: _, ...lists } = settings;
	const folder = join(home, ".factory");
	mkdirSync(folder);
	writeFileSync(join(folder, "settings.json"), JSON.stringify(lists));
	const check = async (args: readonly string[], text: string) => {
		const out = await run(program, ["rules", "check", ...args, "--command", text, "--json"], env);
		const report = JSON.parse(out) as DroidReport;
		if (report.invalid.length + report.failedTests.length > 0) throw new Error(`Droid refuses a rule: ${out}`);
		return report.preview.decision;
	};
	return {
		async ask({ text }) {
			const ruled = await check(["--file", rules], text);
			if (ruled.ruleId?.startsWith("policyc/")) return answerOf(ruled.decision);
			const listed = await check([], text);
			return listed.source === "legacy-blocklist" || listed.source === "legacy-denylist" ? answerOf(listed.decision) : null;
		},
		reasonFor: async ({ text }) => (await check(["--file", rules], text)).reason ?? null,
		close: () => rmSync(home, { recursive: true }),
	};
}

/** The policy engine of the package, in this process: it reads no file but the policy and asks nobody. */
async function openGemini(artifact: string, engine: string): Promise<AskedHost> {
	const { home } = isolatedEnvironment();
	writeFileSync(join(home, "policyc.toml"), artifact);
	const load = (path: string) => import(pathToFileURL(join(dirname(engine), path)).href);
	const [{ PolicyEngine }, { loadPoliciesFromToml }, { initializeShellParsers }] = await Promise.all([
		load("policy-engine.js"),
		load("toml-loader.js"),
		load("../utils/shell-utils.js"),
	]);
	await initializeShellParsers();
	const { rules, errors } = await loadPoliciesFromToml([home], () => 4);
	if (errors.length > 0) throw new Error(`Gemini CLI refuses the policy: ${JSON.stringify(errors)}`);
	const asked = new PolicyEngine({ rules, checkers: [], nonInteractive: false, approvalMode: "default" });
	return {
		async ask({ text }) {
			const { decision, rule } = await asked.check({ name: "run_shell_command", args: { command: text } });
			return rule === undefined && decision !== "deny" ? null : answerOf(decision);
		},
		async reasonFor({ text }) {
			const { rule } = await asked.check({ name: "run_shell_command", args: { command: text } });
			return rule?.denyMessage ?? null;
		},
		close: () => rmSync(home, { recursive: true }),
	};
}

const OPENERS = { codex: openCodex, "factory-droid": openDroid, gemini: openGemini } as const satisfies Partial<
	Record<AskableHost, Opener>
>;

export type OracleHost = keyof typeof OPENERS;
export const ORACLE_HOSTS: readonly OracleHost[] = ["codex", "factory-droid", "gemini"];

/** Opens a host with an artifact; throws where its package is missing or it refuses the artifact. */
export async function openHost(host: OracleHost, artifact: string): Promise<AskedHost> {
	const program = findHost(host);
	if (!program) throw new Error(`the package of ${host} is not installed`);
	return OPENERS[host](artifact, program);
}

/** A plainly written command as it is asked about. */
export function asCommand(words: readonly string[]): AskedLine & { readonly words: readonly string[] } {
	return { text: writeCommandLine(words), words, parts: [words] };
}

function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
	return new Promise((settle, fail) => {
		execFile(program, args, { env, encoding: "utf8", maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) => {
			if (error) fail(new Error(`${error.message}\n${stderr}`));
			else settle(stdout);
		});
	});
}
