/** Claude Code with what `policyc apply` installs, and a model of ours: the hook decides by the state of the repository. */

import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { runClaude, type SessionPlace } from "./claude-session.ts";
import { findHost, titleFor } from "./find-hosts.ts";
import { BROKEN, BROKEN_NATIVE, CONDITIONAL, installLive } from "./install-live.ts";

const runs = test.skipIf(findHost("claude") === null);
const title = (text: string) => titleFor("claude", text);
const LINES = ["git checkout topic", "git reset --hard", "git clean", "bash -c 'git clean'", "git tag x", "git log"] as const;

const answersIn = async (place: SessionPlace, lines: readonly string[]) => (await runClaude(place, lines)).map(({ answer }) => answer);

describe("Claude Code, installed for the person", () => {
	runs(
		title("a rule with a condition allows, asks and refuses through the hook"),
		async () => {
			const place = await installLive("claude", CONDITIONAL);
			expect(await answersIn(place, LINES)).toEqual(["ran", "ran", "refused", "refused", "asked", "ran"]);
			place.dirty(true);
			expect(await answersIn(place, LINES)).toEqual(["asked", "refused", "refused", "refused", "asked", "ran"]);
			place.dirty(false);
			expect(await answersIn(place, LINES)).toEqual(["ran", "ran", "refused", "refused", "asked", "ran"]);
		},
		120_000,
	);

	runs.each(Object.entries(BROKEN))(
		title("an evaluator %s never allows"),
		async (_, breakIt) => {
			const place = await installLive("claude", CONDITIONAL);
			breakIt(place.evaluator);
			expect(await answersIn(place, ["git checkout topic", "git log"])).toEqual(["refused", "refused"]);
		},
		120_000,
	);

	runs.each(Object.entries(BROKEN_NATIVE))(
		title("a native evaluator %s is passed over"),
		async (_, script) => {
			const place = await installLive("claude", CONDITIONAL);
			writeFileSync(place.native, script);
			chmodSync(place.native, 0o755);
			place.dirty(true);
			expect(await answersIn(place, ["git checkout topic", "git reset --hard", "git log"])).toEqual(["asked", "refused", "ran"]);
		},
		120_000,
	);

	runs(
		title("without the dispatch script nothing is allowed"),
		async () => {
			const place = await installLive("claude", CONDITIONAL);
			rmSync(place.dispatch);
			expect(await answersIn(place, ["git checkout topic", "git log"])).toEqual(["refused", "refused"]);
		},
		120_000,
	);
});
