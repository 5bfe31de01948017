import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCli } from "../support/run-cli.ts";
import { parseAs } from "../support/schemas.ts";
import { readTree, scratch, smallRoot } from "../support/scratch.ts";

describe("init", () => {
	test("in an empty folder: init, build, eval", async () => {
		const root = scratch();
		const written = await runCli(["init"], root);
		expect(written).toMatchObject({ status: 0, err: "" });
		expect(written.out).toMatch(/^wrote policy-config\/repo\.policy\n/);
		expect(await runCli(["check"], root)).toMatchObject({ status: 0, err: "" });
		expect(await runCli(["build"], root)).toMatchObject({ status: 0, err: "" });
		const decided = await runCli(["eval", "--command", "git push --force"], root);
		expect(decided).toMatchObject({ status: 3, err: "" });
		expect(decided.out).toMatch(/^deny {2}git push --force\n {2}by rule force-push/);
	});

	test("every surface is the same policy, to the byte of the build", async () => {
		const trees = [];
		for (const surface of ["policy", "yaml", "json"]) {
			const root = scratch();
			const { out } = await runCli(["init", "--surface", surface, "--json"], root);
			expect(parseAs("output-init", out)).toEqual({ written: [`policy-config/repo.${surface}`] });
			expect(await runCli(["check"], root)).toMatchObject({ status: 0, err: "" });
			expect((await runCli(["build"], root)).status).toBe(0);
			trees.push(readTree(join(root, ".policyc")));
		}
		expect(trees[1]).toEqual(trees[0]);
		expect(trees[2]).toEqual(trees[0]);
	});

	test("never overwrites a policy, on whatever surface it stands", async () => {
		const root = smallRoot();
		for (const surface of ["policy", "yaml", "json"]) {
			const before = readTree(root);
			const result = await runCli(["init", "--surface", surface], root);
			expect(result).toMatchObject({ status: 6, out: "" });
			expect(result.err).toMatch(/`policy-config\/repo\.policy` exists already/);
			expect(readTree(root)).toEqual(before);
		}
	});

	test("--root names the folder; what cannot be written is said", async () => {
		const root = scratch({ "there/policy-config": "a file" });
		expect((await runCli(["init", "--root", "here"], root)).status).toBe(0);
		expect(readFileSync(join(root, "here/policy-config/repo.policy"), "utf8")).toMatch(/^policy 1$/m);
		const result = await runCli(["init", "--root", "there"], root);
		expect(result).toMatchObject({ status: 6, out: "" });
		expect(result.err).toMatch(/`there\/policy-config\/repo\.policy` cannot be written/);
	});
});
