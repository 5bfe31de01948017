/**
 * Gemini CLI's own hook runner with what `policyc apply` installs: it starts the hook, reads its answer and joins it as in a
 * session. There is no session: the package holds the engine without a program around it.
 */

import { readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { SessionPlace } from "./claude-session.ts";
import { findHost, titleFor } from "./find-hosts.ts";
import { BROKEN, CONDITIONAL, installLive } from "./install-live.ts";

const runs = test.skipIf(findHost("gemini") === null);
const title = (text: string) => titleFor("gemini", text);
const LINES = ["git checkout topic", "git reset --hard", "git clean", "git tag x", "git log"] as const;

/** What Gemini CLI makes of the hook's answer to each line: let it pass, ask, or refuse. */
async function answersIn({ home, cwd }: SessionPlace, lines: readonly string[]): Promise<readonly string[]> {
	const load = (path: string) => import(pathToFileURL(join(dirname(findHost("gemini") ?? ""), path)).href);
	const [{ HookRunner }, { HookAggregator }] = await Promise.all([load("../hooks/hookRunner.js"), load("../hooks/hookAggregator.js")]);
	const settings: { readonly hooks: { readonly BeforeTool: readonly [{ readonly matcher: string; readonly hooks: readonly object[] }] } } =
		JSON.parse(readFileSync(join(home, ".gemini/settings.json"), "utf8"));
	const [{ matcher, hooks }] = settings.hooks.BeforeTool;
	expect(matcher).toBe("run_shell_command");
	const redaction = { allowedEnvironmentVariables: [], blockedEnvironmentVariables: [], enableEnvironmentVariableRedaction: false };
	const runner = new HookRunner({ isTrustedFolder: () => true, sanitizationConfig: redaction, storage: { getPlansDir: () => home } });
	const answers: string[] = [];
	for (const command of lines) {
		const input = {
			session_id: "session",
			transcript_path: "",
			cwd,
			hook_event_name: "BeforeTool",
			timestamp: "2026-01-01T00:00:00Z",
			tool_name: "run_shell_command",
			tool_input: { command },
		};
		const isolated = hooks.map((hook) => ({ ...hook, env: { HOME: home } }));
		const results = await runner.executeHooksSequential(isolated, "BeforeTool", input);
		const { finalOutput } = new HookAggregator().aggregateResults(results, "BeforeTool");
		answers.push(finalOutput?.isBlockingDecision() ? "refused" : finalOutput?.isAskDecision() ? "asked" : "passed");
	}
	return answers;
}

// The package tells every step.
beforeAll(() => void vi.spyOn(console, "debug").mockImplementation(() => {}));
afterAll(() => void vi.restoreAllMocks());

describe("Gemini CLI, installed for the person", () => {
	runs(
		title("a rule with a condition allows, asks and refuses through the hook"),
		async () => {
			const place = await installLive("gemini", CONDITIONAL);
			expect(await answersIn(place, LINES)).toEqual(["passed", "passed", "refused", "asked", "passed"]);
			place.dirty(true);
			expect(await answersIn(place, LINES)).toEqual(["asked", "refused", "refused", "asked", "passed"]);
		},
		120_000,
	);

	runs.each(Object.entries(BROKEN))(
		title("an evaluator %s never allows"),
		async (_, breakIt) => {
			const place = await installLive("gemini", CONDITIONAL);
			breakIt(place.evaluator);
			expect(await answersIn(place, ["git checkout topic", "git log"])).toEqual(["refused", "refused"]);
		},
		120_000,
	);

	runs(
		title("without the dispatch script nothing is allowed"),
		async () => {
			const place = await installLive("gemini", CONDITIONAL);
			rmSync(place.dispatch);
			expect(await answersIn(place, ["git checkout topic", "git log"])).toEqual(["refused", "refused"]);
		},
		120_000,
	);
});
