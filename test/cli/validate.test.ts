import { describe, expect, test } from "vitest";
import { runCli } from "../support/run-cli.ts";
import { parseAs } from "../support/schemas.ts";
import { smallRoot } from "../support/scratch.ts";

const settings = (value: unknown) => ({ "policy-config/policyc.json": JSON.stringify(value) });
const codex = { "policy-config/harness/codex.yaml": "version: v1\nscope: harness\n" };

describe("validate", () => {
	test("checks every slot's file by itself", async () => {
		const root = smallRoot(codex);
		const result = await runCli(["validate", "--json"], root);
		expect(result).toMatchObject({ status: 0, err: "" });
		const checked = ["policy-config/harness/codex.yaml", "policy-config/repo.policy"];
		expect(parseAs("output-validate", result.out)).toEqual({ ok: true, checked, missing: [], invalid: [] });
		expect((await runCli(["validate"], root)).out).toBe("2 scope files checked, 0 invalid, 0 missing\n");
	});

	test("names each failing file with its violations and where they stand", async () => {
		const bad = {
			"policy-config/harness/codex.yaml": "version: v1\nscope: harness\ndefault: maybe\n",
			"policy-config/user.policy": "policy 1\nscope repo\n",
		};
		const { status, out } = await runCli(["validate", "--json"], smallRoot(bad));
		expect(status).toBe(6);
		expect(parseAs("output-validate", out)).toMatchObject({
			ok: false,
			invalid: [
				{ file: "policy-config/harness/codex.yaml", violations: [{ line: 3, pointer: "/default" }] },
				{ file: "policy-config/user.policy", violations: [{ name: "wrong-scope", line: 2 }] },
			],
		});
		const text = await runCli(["validate"], smallRoot(bad));
		expect(text.err).toMatch(/policy-config\/harness\/codex\.yaml:3:/);
		expect(text.out).toBe("3 scope files checked, 2 invalid, 0 missing\n");
	});

	test("lists slots that the settings require and that have no file", async () => {
		const root = smallRoot(settings({ required: ["repo", "system", "harness/claude"] }));
		const { status, out } = await runCli(["validate", "--json"], root);
		expect(status).toBe(6);
		expect(parseAs("output-validate", out)).toMatchObject({ ok: false, missing: ["system", "harness/claude"], invalid: [] });
	});
});

describe("versions", () => {
	test("lists what the files say, and what is allowed", async () => {
		const { status, out } = await runCli(["versions", "--json"], smallRoot(codex));
		expect(status).toBe(0);
		expect(parseAs("output-versions", out)).toEqual({
			ok: true,
			allowed_versions: ["v1"],
			observed_versions: ["v1"],
			missing_required: [],
			files: [
				{ file: "policy-config/harness/codex.yaml", version: "v1" },
				{ file: "policy-config/repo.policy", version: "v1" },
			],
		});
		expect((await runCli(["versions"], smallRoot())).out).toBe("allowed: v1\nv1     policy-config/repo.policy\n");
	});

	test("a version that the settings do not allow, none, and a missing file are a mismatch", async () => {
		for (const more of [
			settings({ allowed_versions: ["v2"] }),
			settings({ required: ["system"] }),
			{ "policy-config/user.policy": "scope user\n" },
			{ "policy-config/user.policy": "policy 7\nscope user\n" },
		]) {
			const { status, out } = await runCli(["versions", "--json"], smallRoot(more));
			expect(status, JSON.stringify(more)).toBe(2);
			expect(parseAs("output-versions", out)).toMatchObject({ ok: false });
		}
		const { out } = await runCli(
			["versions"],
			smallRoot({ ...settings({ required: ["system"] }), "policy-config/user.policy": "policy 7\nscope user\n" }),
		);
		expect(out).toMatch(/^v7 +policy-config\/user\.policy {2}not allowed$/m);
		expect(out).toMatch(/^missing policy-config\/system$/m);
	});
});
