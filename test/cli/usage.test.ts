import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { VERBS } from "../../cli/verbs.ts";
import { HARNESSES } from "../../targets/index.ts";
import { runCli } from "../support/run-cli.ts";
import { scratch, smallRoot } from "../support/scratch.ts";

const names = VERBS.map((verb) => verb.name);

describe("help", () => {
	test("the overview names every verb, on standard output where it was asked for", async () => {
		const asked = await runCli(["--help"], scratch());
		expect(asked).toMatchObject({ status: 0, err: "" });
		for (const { name, summary } of VERBS)
			expect(asked.out).toContain(`  ${name.padEnd(Math.max(...names.map(({ length }) => length)))}  ${summary}\n`);
		expect(await runCli(["help"], scratch())).toEqual(asked);
		expect(await runCli([], scratch())).toEqual({ status: 6, out: "", err: asked.out });
	});

	test.each(VERBS)("$name explains itself, with examples", async ({ name, summary, load }) => {
		const help = await runCli([name, "--help"], scratch());
		expect(help).toMatchObject({ status: 0, err: "" });
		const verb = await load();
		expect(verb.summary).toBe(summary);
		expect(help.out).toContain(`policyc ${name}: ${summary}\n`);
		expect(verb.examples.length).toBeGreaterThan(0);
		for (const option of Object.keys(verb.options)) expect(help.out).toContain(`--${option}`);
		for (const [, example] of help.out.matchAll(/policyc ([a-z]+ [^\n]*)/g)) {
			for (const [, option] of (example ?? "").matchAll(/ --([a-z-]+)/g)) {
				const said = (example ?? "").split(" ")[0] === name ? Object.keys(verb.options) : null;
				if (said) expect([...said, "force"]).toContain(option);
			}
		}
		expect(await runCli(["help", name], scratch())).toEqual(help);
	});

	test.each(VERBS)("$name takes --json, and its output has a schema", async ({ name, load }) => {
		expect(Object.keys((await load()).options)).toContain("json");
		const schema = name === "resolve" ? "resolve" : `output-${name}`;
		expect(existsSync(join(import.meta.dirname, `../../schemas/${schema}.schema.json`))).toBe(true);
	});
});

describe("faults of usage", () => {
	const refused: readonly (readonly [args: readonly string[], message: RegExp])[] = [
		[["biuld"], /there is no verb `biuld`[\s\S]*did you mean `build`\?/],
		[["help", "biuld"], /there is no verb `biuld`/],
		[["build", "--chekc"], /unknown option `--chekc`[\s\S]*did you mean `--check`\?/],
		[["eval", "--constructor", "ls"], /unknown option `--constructor`/],
		[["build", "-q"], /unknown option `-q`/],
		[["eval", "--command"], /`--command` needs a value/],
		[["eval", "--command", "--json"], /`--command` needs a value/],
		[["eval", "--command="], /`--command` needs a value/],
		[["build", "--check=yes"], /`--check` takes no value/],
		[["check", "--format", "txt"], /`txt` is no value for `--format`[\s\S]*did you mean `text`\?/],
		[["init", "--surface", "ymal"], /`ymal` is no value for `--surface`[\s\S]*did you mean `yaml`\?/],
		[["build", "--harness", "codx"], /`codx` is no value for `--harness`[\s\S]*did you mean `codex`\?/],
		[["resolve", "--harness", "codx"], /there is no harness `codx`[\s\S]*did you mean `codex`\?/],
		[["eval", "git", "push"], /`push` is one argument too many/],
		[["eval", "--command", "git push", "git status"], /`git status` is one argument too many/],
		[["build", "extra"], /`extra` is one argument too many/],
		[["eval"], /`--command` is missing/],
		[["eval", "ls", "--facts", "{"], /the given facts are not usable/],
		[["completion", "bsh"], /`bsh` is no value[\s\S]*did you mean `bash`\?/],
		[["completion"], /`bash\|zsh\|fish` is missing/],
		[["resolve", "--task-domain", "../x"], /`..\/x` is no name for a task-domain/],
		[["resolve", "--task-instance", "none.policy"], /there is no such file/],
	];

	test.each(refused)("policyc %j", async (args, message) => {
		const root = smallRoot();
		const result = await runCli(args, root);
		expect(result).toMatchObject({ status: 6, out: "" });
		expect(result.err).toMatch(message);
		expect(result.err).toMatch(/= help: /);
	});

	test.each(names.filter((name) => !["init", "completion", "sync", "unapply", "conformance"].includes(name)))(
		"%s outside a root says what to do",
		async (name) => {
			const more = name === "snapshot" ? ["--check-existing"] : name === "eval" || name === "explain" ? ["ls"] : [];
			for (const args of [
				[name, ...more],
				[name, "--root", ".", ...more],
			]) {
				const result = await runCli(args, scratch());
				expect(result).toMatchObject({ status: 6, out: "" });
				expect(result.err).toMatch(/has no `policy-config\/` with a scope file[\s\S]*policyc init/);
			}
			expect((await runCli([name, "--root", "nowhere", ...more], scratch())).err).toMatch(/`nowhere` cannot be read/);
		},
	);
});

test("the root is the nearest folder upwards that holds policy-config/", async () => {
	const root = smallRoot({ "a/b/c.txt": "" });
	expect(await runCli(["resolve"], join(root, "a/b"))).toEqual(await runCli(["resolve", "--root", root], scratch()));
});

test("the hosts that help names are those of the table", async () => {
	expect((await runCli(["build", "--help"], scratch())).out).toContain(HARNESSES.join(", "));
});
