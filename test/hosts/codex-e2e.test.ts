/**
 * Codex with what `policyc apply` installs, and a model of ours. A hook of Codex cannot ask: where the policy asks, it refuses
 * and says so. Codex asks by its own rules, through its app server, and the hook may answer in the person's place.
 */

import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { SessionPlace } from "./claude-session.ts";
import { listCodexHooks, runCodex } from "./codex-session.ts";
import { findHost, titleFor } from "./find-hosts.ts";
import { BROKEN, BROKEN_NATIVE, CONDITIONAL, installLive } from "./install-live.ts";

const runs = test.skipIf(findHost("codex") === null);
const title = (text: string) => titleFor("codex", text);
const LINES = ["git checkout topic", "git reset --hard", "git clean", "git tag x", "git log", "(git log)"] as const;

/** What becomes of lines where the person has trusted the hooks. */
async function answersIn(place: SessionPlace, lines: readonly string[]) {
	return (await runCodex(place, lines, await listCodexHooks(place))).map(({ answer }) => answer);
}

describe("Codex, installed for the person", () => {
	runs(
		title("a rule with a condition allows and refuses through the hook"),
		async () => {
			const place = await installLive("codex", CONDITIONAL);
			expect(await answersIn(place, LINES)).toEqual(["ran", "ran", "refused", "refused", "ran", "ran"]);
			place.dirty(true);
			expect(await answersIn(place, LINES)).toEqual(["refused", "refused", "refused", "refused", "ran", "ran"]);
			place.dirty(false);
			expect(await answersIn(place, LINES)).toEqual(["ran", "ran", "refused", "refused", "ran", "ran"]);
		},
		120_000,
	);

	runs(
		title("hooks that nobody has trusted are not asked: the rules stand alone, and ask the person"),
		async () => {
			const place = await installLive("codex", CONDITIONAL);
			const hooks = await listCodexHooks(place);
			expect(hooks.map(({ eventName, trustStatus }) => [eventName, trustStatus])).toEqual([
				["preToolUse", "untrusted"],
				["permissionRequest", "untrusted"],
			]);
			const outcomes = await runCodex(place, ["git clean", "git tag x", "git log", "(git log)"], []);
			expect(outcomes.map(({ answer }) => answer)).toEqual(["refused", "asked", "ran", "asked"]);
		},
		120_000,
	);

	runs(
		title("what the policy leaves to the host is asked by Codex's own rules"),
		async () => {
			const place = await installLive("codex", CONDITIONAL.replace("scope repo\n", "scope repo\n\ndefault host\n"));
			expect(await answersIn(place, ["git status", "sudo git status", "(git clean)"])).toEqual(["ran", "asked", "refused"]);
		},
		120_000,
	);

	runs.each(Object.entries(BROKEN))(
		title("an evaluator %s never allows"),
		async (_, breakIt) => {
			const place = await installLive("codex", CONDITIONAL);
			breakIt(place.evaluator);
			expect(await answersIn(place, ["git checkout topic", "git log"])).toEqual(["refused", "refused"]);
		},
		120_000,
	);

	runs.each(Object.entries(BROKEN_NATIVE))(
		title("a native evaluator %s is passed over"),
		async (_, script) => {
			const place = await installLive("codex", CONDITIONAL);
			writeFileSync(place.native, script);
			chmodSync(place.native, 0o755);
			place.dirty(true);
			expect(await answersIn(place, ["git checkout topic", "git reset --hard", "git log"])).toEqual(["refused", "refused", "ran"]);
		},
		120_000,
	);

	runs(
		title("without the dispatch script Codex has its rules alone"),
		async () => {
			const place = await installLive("codex", CONDITIONAL);
			rmSync(place.dispatch);
			expect(await answersIn(place, ["git clean", "git tag x", "(git log)"])).toEqual(["refused", "asked", "asked"]);
		},
		120_000,
	);
});
