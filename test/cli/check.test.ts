import { expect, test } from "vitest";
import { runCli } from "../support/run-cli.ts";
import { parseAs, schemaOf } from "../support/schemas.ts";
import { readTree, SMALL, scratch, smallRoot } from "../support/scratch.ts";

const root = (text: string) => scratch({ "policy-config/repo.policy": text });

test("a good policy is ok, and nothing is written", async () => {
	const place = smallRoot();
	const before = readTree(place);
	expect(await runCli(["check"], place)).toMatchObject({
		status: 0,
		err: "",
		out: expect.stringMatching(/^ok: 4 rules, 2 examples kept, policy [0-9a-f]{12}\n$/),
	});
	expect(parseAs("output-check", (await runCli(["check", "--json"], place)).out)).toMatchObject({
		ok: true,
		rules: 4,
		examples: 2,
		diagnostics: [],
	});
	expect(readTree(place)).toEqual(before);
});

test("every broken item is reported in one run, with its place", async () => {
	const text = SMALL.replaceAll("command prefix", "comand prefix");
	const { status, out, err } = await runCli(["check"], root(text));
	expect({ status, out }).toEqual({ status: 6, out: "" });
	expect(err.match(/error\[PC\d{4}\]: `comand` is no clause of a rule/g)).toHaveLength(4);
	expect(err).toContain("policy-config/repo.policy:5:3");
	expect(err).toMatch(/\d errors\n$/);
	const json = parseAs("output-check", (await runCli(["check", "--json"], root(text))).out);
	expect(json).toMatchObject({ ok: false, policy_hash: null, rules: null, examples: 0 });
	expect((json.diagnostics as unknown[]).length).toBeGreaterThanOrEqual(4);
});

test("an example that is not kept is a regression, not an invalid policy", async () => {
	const text = SMALL.replace("match { `git push --force` }", "match { `git pull` }");
	const { status, err } = await runCli(["check"], root(text));
	expect(status).toBe(5);
	expect(err).toMatch(/PC4301[\s\S]*`force-push` does not match its example `git pull`/);
	expect((await runCli(["check", "--json"], root(text))).status).toBe(5);
});

test("diagnostics come as JSON or as annotations where that is asked for", async () => {
	const place = root(SMALL.replace("command prefix `git {status,log}`", "comand prefix `x`"));
	const { err } = await runCli(["check", "--format", "json"], place);
	const validate = schemaOf("diagnostics");
	expect(validate(JSON.parse(err)), JSON.stringify(validate.errors)).toBe(true);
	expect((await runCli(["check", "--format", "github"], place)).err).toMatch(
		/^::error file=policy-config\/repo\.policy,line=16,col=3,endLine=16,title=PC\d{4}::/,
	);
});

test("a warning does not fail the check", async () => {
	const place = scratch({ "policy-config/repo.policy": SMALL, "policy-config/repo.yaml": "version: v1\nscope: repo\n" });
	const result = await runCli(["check"], place);
	expect(result.status).toBe(0);
	expect(result.err).toMatch(/^warning\[PC3002\]: `policy-config\/repo\.yaml` is ignored[\s\S]*\n1 warning\n$/);
});
