import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { foldLines } from "../../cli/fold-lines.ts";
import { main } from "../../cli/main.ts";
import { answerHook, protocolOf } from "../../runtime/typescript/hooks.ts";
import { prepare, readBundle } from "../../runtime/typescript/index.ts";
import { surroundingsOf } from "../../runtime/typescript/surroundings.ts";
import { EVENTS } from "../runtime/events.ts";
import { runCli } from "../support/run-cli.ts";
import { parseAs } from "../support/schemas.ts";
import { scratch, smallRoot } from "../support/scratch.ts";

const POLICY = `policy 1
scope repo

deny force-push {
  command prefix \`git push\`
  args {
    flag \`-f\` \`--force\`
    not flag \`--dry-run\`
  }
}

request no-main {
  command prefix \`git push\`
  args { operand \`main\` }
  except exact \`git push origin main\`
}

allow reading {
  command prefix \`git {status,log}\`
  args { not flag \`--output\` }
}

allow building {
  command prefix \`make\`
  writes "./logs/**"
}

deny secrets {
  command prefix \`cat\`
  reads "./secret/**"
}
`;
const root = () => scratch({ "policy-config/repo.policy": POLICY });

/** What is printed about the command that starts so, up to the next blank line. */
async function about(line: string, start: string, at = root()): Promise<string[]> {
	const { out } = await runCli(["explain", line], at);
	return (
		out
			.split("\n\n")
			.map((part) => part.trimEnd().split("\n"))
			.find(([first = ""]) => first.startsWith(start)) ?? []
	);
}

describe("explain", () => {
	test("shows each command, what every rule says about it, and where it stands", async () => {
		const { status, out } = await runCli(["explain", "git status && git push -f && git switch $(x)"], smallRoot());
		expect(status).toBe(3);
		expect(out).toMatch(
			/^deny {2}git status && git push -f && git switch \$\(x\)\n {2}by rule force-push {2}policy-config\/repo.policy:4:6\n/,
		);
		expect(out).toContain("git status  allow by rule reading\n  matches   allow   reading  policy-config/repo.policy:15:7\n");
		expect(out).toContain("git push -f  deny by rule force-push\n  matches   deny    force-push");
		expect(out).toContain("  matches   request publishing");
		expect(out).toContain("git switch ‹$(x)›  ");
	});

	test.each<[line: string, start: string, lines: string[]]>([
		[
			"git push",
			"git push",
			["nearly    deny    force-push", "fails args: flag --force -f", "nearly    request no-main", "fails args: operand main"],
		],
		[
			"git push -f --dry-run",
			"git push",
			["nearly    deny    force-push", "fails args: not flag --dry-run", "nearly    request no-main", "fails args: operand main"],
		],
		[
			"git push origin main",
			"git push",
			[
				"nearly    deny    force-push",
				"fails args: flag --force -f",
				"nearly    request no-main",
				"fails except: an exception is about this command",
			],
		],
		["git log --output=x", "git log", ["nearly    allow   reading", "fails args: not flag --output"]],
		["git log > x", "git log", ["nearly    allow   reading", "fails writes: an output redirection; the rule lists none"]],
		[
			"/usr/bin/git log",
			"/usr/bin/git",
			["nearly    allow   reading", "fails command: the words as written are not certainly this command"],
		],
		[
			"git -c a=b log",
			"git -c",
			["nearly    allow   reading", "fails command: the program, or an option before its subcommand, may make it another command"],
		],
		["X=1 git log", "git log", ["nearly    allow   reading", "fails env: an assignment before the command; the rule lists none"]],
		["make > out", "make", ["nearly    allow   building", "fails writes: an output redirection that it does not list"]],
		["cat < x", "cat", ["nearly    deny    secrets", "fails reads: no input redirection that it lists"]],
		["ls", "ls", ["no rule matches"]],
	])("what nearly matches %s", async (line, start, lines) => {
		const [, ...said] = await about(line, start);
		const place = / {2}policy-config.*$/;
		expect(said.filter((text) => !text.startsWith("  floor")).map((text) => text.trim().replace(place, ""))).toEqual(lines);
	});

	test("parts that cannot be known stand with their reason under their command, or under the line", async () => {
		expect(await about("make x", "make")).toContain(
			"  floor     lifted  foreign_code: a program that runs code which the line does not show  make x",
		);
		expect(await about("make > y", "make")).toContainEqual(expect.stringMatching(/^ {2}floor {5}request foreign_code: .* {2}make > y$/));
		expect(await about("ls; 'a", "the line itself")).toEqual([
			"the line itself",
			expect.stringMatching(/^ {2}floor {5}request unterminated_quote: a quote without its end {2}'a$/),
		]);
	});

	test("a condition is shown with its values and with what the rule says then", async () => {
		const ask = async (value: string) =>
			(await runCli(["explain", "git switch x", "--facts", `{"git_clean_worktree": ${value}}`], smallRoot())).out
				.split("\n")
				.find((line) => line.includes("when"))
				?.trim();
		expect(await ask("true")).toBe("when git_clean_worktree is true: allow");
		expect(await ask("false")).toBe("when git_clean_worktree is false: request");
		expect(await ask('"unknown"')).toBe("when git_clean_worktree is unknown: request");
	});

	test("a transparent wrapper is shown and not judged", async () => {
		expect(await about("nohup git status", "nohup")).toEqual(["nohup git status  judged by what it runs"]);
	});

	test("--json holds the verdict, what nearly matched each command, and the origins of the rules that it names", async () => {
		const { out } = await runCli(["explain", "--json", "nohup git push -f; git log > x"], smallRoot());
		expect(parseAs("output-explain", out)).toMatchObject({
			line: "nohup git push -f; git log > x",
			verdict: { decision: "deny", commands: [{ argv: ["git", "push", "-f"] }, { argv: ["git", "log"] }] },
			near_misses: [[], [{ rule: "reading", failures: [{ clause: "writes" }] }]],
			origins: {
				"force-push": { scope: "repo", file: "policy-config/repo.policy", line: 4, column: 6 },
				publishing: { scope: "repo", file: "policy-config/repo.policy", line: 11, column: 9 },
				reading: { scope: "repo", file: "policy-config/repo.policy", line: 15, column: 7 },
			},
		});
	});

	test("explain, eval and the hook give one answer", async () => {
		const at = smallRoot();
		await runCli(["build", "--harness", "claude", "--out-dir", "out"], at);
		const bundle = readBundle(readFileSync(join(at, "out/claude/policy-wrapper-rules.json")));
		const protocol = protocolOf("claude");
		if (!bundle || !protocol) throw new Error("the build cannot be read");
		const policy = { prepared: prepare(bundle), facts: null, fallback: "deny", unattended: false, surroundings: surroundingsOf } as const;
		const words = { 0: "allow", 3: "deny", 4: "ask" } as const;
		for (const line of [
			"git status",
			"git push",
			"git push -f",
			"git switch x",
			"ls",
			"git status; git $x",
			"'",
			"git status > /dev/null",
		]) {
			const { status } = await runCli(["explain", line], at);
			expect((await runCli(["eval", line], at)).status, line).toBe(status);
			const event = { ...EVENTS.claude?.(line), cwd: at };
			const { stdout } = answerHook(protocol, Buffer.from(JSON.stringify(event)), policy);
			expect(JSON.parse(stdout).hookSpecificOutput.permissionDecision, line).toBe(words[status as 0 | 3 | 4]);
		}
	});
});

describe("a terminal", () => {
	async function shown(columns: number, env: Record<string, string> = {}): Promise<string> {
		let out = "";
		const io = { cwd: smallRoot(), env, outIsTerminal: true, errIsTerminal: true, columns, err: () => {} };
		const keep = (text: string): void => {
			out += text;
		};
		await main(["explain", "git push; git log > somewhere; make all"], { ...io, out: keep });
		return out;
	}
	test("is coloured unless it asks not to be, and folded to its width", async () => {
		expect(await shown(60)).toContain("\u001b[31m");
		const plain = await shown(60, { NO_COLOR: "1" });
		expect(plain).not.toContain("\u001b");
		for (const line of plain.split("\n")) expect(line.length).toBeLessThanOrEqual(60);
		expect((await shown(300, { NO_COLOR: "1" })).replace(/\s+/g, " ")).toBe(plain.replace(/\s+/g, " "));
	});
	test("lines are folded at blanks, and words are never cut", () => {
		expect(foldLines("  reads one two three", 24)).toBe("  reads one two three");
		expect(foldLines("  reads one two three four five", 26)).toBe("  reads one two three four\n    five");
		expect(foldLines(`a ${"x".repeat(90)} b`, 40)).toBe(`a\n  ${"x".repeat(90)}\n  b`);
		expect(foldLines("\u001b[31mone two three four five six\u001b[0m", 27)).toBe("\u001b[31mone two three four five six\u001b[0m");
		expect(foldLines("one two", 5)).toBe("one two");
	});
});

test("control characters of a line do not reach the terminal", async () => {
	const at = root();
	writeFileSync(join(at, "x"), "");
	const { out } = await runCli(["explain", "echo \u001b[31m\u202e '\u0007'"], at);
	expect(out).not.toMatch(/[\u0007\u001b\u202e]/);
});
