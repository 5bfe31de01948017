/** `policyc doctor` with the hosts' own programs on PATH: they find nothing wrong with what a build holds, and say what is wrong else. */

import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { runCli } from "../support/run-cli.ts";
import { parseAs } from "../support/schemas.ts";
import { SMALL } from "../support/scratch.ts";
import { type AskableHost, findHost, isolatedEnvironment, titleFor } from "./find-hosts.ts";

const PROGRAMS = { codex: "codex", claude: "claude", "factory-droid": "droid" } as const satisfies Partial<Record<AskableHost, string>>;

interface Found {
	readonly hosts: readonly { readonly checks: readonly { readonly name: string; readonly outcome: string; readonly detail: string }[] }[];
}

/** A root where a host's files are applied, with the host's program on PATH. */
async function place(host: keyof typeof PROGRAMS) {
	const { home, env } = isolatedEnvironment();
	onTestFinished(() => rmSync(home, { recursive: true, force: true }));
	for (const folder of ["bin", "work/policy-config"]) mkdirSync(join(home, folder), { recursive: true });
	symlinkSync(findHost(host) ?? "", join(home, "bin", PROGRAMS[host]));
	const root = join(home, "work");
	writeFileSync(join(root, "policy-config/repo.policy"), SMALL);
	const PATH = `${join(home, "bin")}:${dirname(process.execPath)}:${env.PATH}`;
	const run = (...args: readonly string[]) => runCli(args, root, { ...env, HOME: home, PATH });
	expect(await run("apply", "--harness", host)).toMatchObject({ status: 0 });
	const check = async () => {
		const { out, status } = await run("doctor", "--host", host, "--json");
		const found = parseAs("output-doctor", out) as unknown as Found;
		return { status, host: found.hosts[0]?.checks.find(({ name }) => name === "host") };
	};
	return { root, check };
}

describe.each(["codex", "claude", "factory-droid"] as const)("%s", (host) => {
	test.skipIf(findHost(host) === null)(
		titleFor(host, "finds nothing wrong, and refuses what the policy refuses"),
		async () => {
			const { check } = await place(host);
			const detail = host === "claude" ? /^`claude doctor` finds nothing wrong$/ : /finds nothing wrong and refuses `git push/;
			expect(await check()).toEqual({ status: 0, host: { name: "host", outcome: "passed", detail: expect.stringMatching(detail) } });
		},
		60_000,
	);
});

test.skipIf(findHost("claude") === null)(
	titleFor("claude", "says which entry it drops"),
	async () => {
		const { root, check } = await place("claude");
		const settings = join(root, ".claude/settings.json");
		writeFileSync(settings, readFileSync(settings, "utf8").replace('"deny": [', '"deny": [\n      "bash(x)",'));
		expect(await check()).toEqual({
			status: 2,
			host: {
				name: "host",
				outcome: "failed",
				detail: expect.stringMatching(/permissions\.deny: Invalid permission rule "bash\(x\)" was skipped/),
			},
		});
	},
	60_000,
);
