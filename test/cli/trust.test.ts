import { appendFileSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCli } from "../support/run-cli.ts";
import { parseAs } from "../support/schemas.ts";
import { readTree, scratch, smallRoot } from "../support/scratch.ts";

const OWN = "policy 1\nscope user\n\ndeny status {\n  command prefix `git status`\n}\n";
const LOOSER = "policy 1\nscope repo\n\nallow status override {\n  command prefix `git status`\n}\n";

test("a root's files loosen the person's own only where they are trusted, as they are now", async () => {
	const home = scratch({ "own.policy": OWN });
	const root = scratch({ "policy-config/repo.policy": LOOSER });
	const check = (...more: string[]) => runCli(["check", "--user", join(home, "own.policy"), ...more], root, { HOME: home });
	const refused = await check();
	expect(refused.status).toBe(6);
	expect(refused.err).toMatch(/git status/);
	expect((await check("--trust")).status).toBe(0);
	expect((await check()).status).toBe(6);

	const trusted = await runCli(["trust", "--json"], root, { HOME: home });
	expect(trusted).toMatchObject({ status: 0, err: "" });
	expect(parseAs("output-trust", trusted.out)).toMatchObject({ trusted: true });
	expect((await check()).status).toBe(0);
	expect(Object.keys(readTree(root))).toEqual(["policy-config/repo.policy"]);

	appendFileSync(join(root, "policy-config/repo.policy"), "# changed\n");
	expect((await check()).status).toBe(6);
	expect((await runCli(["trust"], root, { HOME: home })).status).toBe(0);
	expect((await check()).status).toBe(0);
	expect((await runCli(["trust", "--revoke"], root, { HOME: home })).out).toBe("no longer trusted\n");
	expect((await check()).status).toBe(6);
	expect(JSON.parse(readFileSync(join(home, ".config/policyc/trust.json"), "utf8"))).toEqual({ version: 1, roots: {} });
});

test("the file stands where XDG_CONFIG_HOME says; a relative one is ignored", async () => {
	const home = scratch();
	const root = smallRoot();
	await runCli(["trust"], root, { HOME: home, XDG_CONFIG_HOME: join(home, "cfg") });
	await runCli(["trust"], root, { HOME: home, XDG_CONFIG_HOME: "cfg" });
	expect(Object.keys(readTree(home))).toEqual([".config/policyc/trust.json", "cfg/policyc/trust.json"]);
	expect(Object.keys(readTree(root))).toEqual(["policy-config/repo.policy"]);
});

test("without a place to record it, trust is an error and writes nothing", async () => {
	const root = smallRoot();
	const result = await runCli(["trust"], root, { HOME: undefined });
	expect(result).toMatchObject({ status: 6, out: "" });
	expect(result.err).toMatch(/neither XDG_CONFIG_HOME nor HOME/);
	expect(Object.keys(readTree(root))).toEqual(["policy-config/repo.policy"]);
});

test("a damaged trust file trusts nothing, links in policy-config/ are followed once", async () => {
	const home = scratch({ "own.policy": OWN, ".config/policyc/trust.json": "{" });
	const root = scratch({ "policy-config/repo.policy": LOOSER });
	symlinkSync(".", join(root, "policy-config/loop"));
	symlinkSync("nowhere", join(root, "policy-config/dangling"));
	expect((await runCli(["check", "--user", join(home, "own.policy")], root, { HOME: home })).status).toBe(6);
	expect((await runCli(["trust"], root, { HOME: home })).status).toBe(0);
	expect((await runCli(["check", "--user", join(home, "own.policy")], root, { HOME: home })).status).toBe(0);
});
