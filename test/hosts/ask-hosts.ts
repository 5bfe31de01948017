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

/** A host that has read an artifact. `text` is shell text where the host reads that; `words` are its words where it is one plain command. */
export interface AskedHost {
	ask(command: { readonly text: string; readonly words: readonly string[] }): Promise<Answer>;
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

/** `codex execpolicy check` takes words, and none that it would have to split. */
async function openCodex(artifact: string, program: string): Promise<AskedHost> {
	const { home, env } = isolatedEnvironment();
	const rules = join(home, "policyc.rules");
	writeFileSync(rules, artifact);
	return {
		async ask({ words }) {
			const out = await run(program, ["execpolicy", "check", "--rules", rules, "--", ...words], env);
			const { decision } = JSON.parse(out) as { readonly decision?: string };
			return answerOf(decision);
		},
		close: () => rmSync(home, { recursive: true }),
	};
}

interface DroidReport {
	readonly invalid: readonly unknown[];
	readonly failedTests: readonly unknown[];
	readonly preview: { readonly decision: { readonly decision: string; readonly source?: string; readonly ruleId?: string } };
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

/** A command as it is asked about. */
export function asCommand(words: readonly string[]): { readonly text: string; readonly words: readonly string[] } {
	return { text: writeCommandLine(words), words };
}

function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
	return new Promise((settle, fail) => {
		execFile(program, args, { env, encoding: "utf8", maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) => {
			if (error) fail(new Error(`${error.message}\n${stderr}`));
			else settle(stdout);
		});
	});
}
