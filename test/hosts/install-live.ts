/** A repository with a policy, applied to a host of a home folder of its own: what end-to-end tests start from. */

import { execFileSync } from "node:child_process";
import { mkdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { Harness } from "../../targets/index.ts";
import { FILES } from "../../targets/target.ts";
import { runCli } from "../support/run-cli.ts";
import type { SessionPlace } from "./claude-session.ts";
import { isolatedEnvironment } from "./find-hosts.ts";

/**
 * Where the work tree is clean, `checkout` is allowed and `reset` too; else the one asks and the other is refused.
 * Whatever the tree, `git clean` is refused and `git tag` asks.
 */
export const CONDITIONAL = `policy 1
scope repo

allow switching {
  command prefix \`git checkout\`
  when git_clean_worktree
  on_mismatch request
}

allow resetting {
  command prefix \`git reset\`
  when git_clean_worktree
  on_mismatch deny
}

allow reading {
  command prefix \`git log\`
}

request tagging {
  command prefix \`git tag\`
}

deny cleaning {
  command prefix \`git clean\`
  reason "It removes what is not committed."
}
`;

/** A host of which the hook is installed at the level of the person. */
export interface Installed extends SessionPlace {
	/** Files of the build. */
	readonly dispatch: string;
	readonly evaluator: string;
	readonly native: string;
	/** Makes the work tree dirty, or clean again. */
	dirty(isDirty: boolean): void;
}

/** Applies a policy for one host; everything is removed when the test ends. */
export async function installLive(host: Harness, policy: string): Promise<Installed> {
	const isolated = isolatedEnvironment();
	const home = realpathSync(isolated.home);
	onTestFinished(() => rmSync(home, { recursive: true, force: true }));
	const cwd = join(home, "work");
	mkdirSync(join(cwd, "policy-config"), { recursive: true });
	writeFileSync(join(cwd, "policy-config/repo.policy"), policy);
	const author = ["-c", "user.name=Test", "-c", "user.email=test@localhost", "-c", "init.defaultBranch=main"];
	for (const args of [
		["init", "-q"],
		["add", "."],
		["commit", "-qm", "policy"],
	])
		execFileSync("git", [...author, ...args], { cwd, env: { ...isolated.env, HOME: home } });
	const out = join(home, "policy");
	const applied = await runCli(["apply", "--harness", host, "--level", "user", "--out-dir", out], cwd, { HOME: home });
	if (applied.status !== 0) throw new Error(applied.err);
	const file = (name: string) => join(out, host, name);
	const change = join(cwd, "change");
	return {
		home,
		cwd,
		path: `${dirname(process.execPath)}:/usr/bin:/bin`,
		dispatch: file(FILES.dispatch),
		evaluator: file(FILES.evaluator),
		native: file(FILES.native),
		dirty: (isDirty) => (isDirty ? writeFileSync(change, "not committed\n") : rmSync(change, { force: true })),
	};
}

/** What may become of an evaluator. */
export const BROKEN = {
	deleted: (path: string) => rmSync(path),
	hanging: (path: string) => writeFileSync(path, "setInterval(() => {}, 1000);\n"),
	"printing garbage": (path: string) => writeFileSync(path, 'process.stdout.write("{garbage\\n");\n'),
	"printing an allow of its own making": (path: string) => writeFileSync(path, 'process.stdout.write(\'{"decision":"allow"}\\n\');\n'),
	silent: (path: string) => writeFileSync(path, ""),
} as const satisfies Record<string, (path: string) => void>;

/** Native evaluators that do not work: the dispatch script goes on to the one in JavaScript. */
export const BROKEN_NATIVE = {
	hanging: "#!/bin/sh\nexec sleep 60\n",
	"printing garbage": "#!/bin/sh\necho garbage\n",
	crashing: "#!/bin/sh\nkill -SEGV $$\n",
} as const;
