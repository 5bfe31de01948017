import { describe, expect, test } from "vitest";
import type { Condition, Verdict } from "../../runtime/typescript/types.ts";
import { exact, heads, judge, prefix, prepared, type RuleText, WITH_FORCE } from "./bundle.ts";

const NO = { deny: "deny", request: "request", allow: "allow" } as const;
type Expected = keyof typeof NO;

/** Most decisions are about this policy: everything may run but what is dangerous. */
const OPEN = prepared([
	{ id: "no-destroy", action: "deny", command: prefix("terraform destroy") },
	{ id: "no-namespaces", action: "deny", command: prefix("kubectl delete namespace|namespaces|ns") },
	{ id: "no-publish", action: "deny", command: prefix("npm publish") },
	{ id: "no-forced-clean", action: "deny", command: heads(["git clean", WITH_FORCE]) },
	{ id: "no-system-writes", action: "deny", command: null, writes: ["/etc/**", "~/.ssh/**"] },
	{ id: "reading", action: "allow", command: heads(["git status", 0], ["ls", 0]) },
]);

describe("a policy that allows by default", () => {
	test.each<[line: string, expected: Expected]>([
		// Separators
		["npm test && npm publish --tag next", "deny"],
		["sleep 1 & terraform destroy -auto-approve", "deny"],
		["ls; # later; npm publish", "allow"],
		["ls # later\nnpm publish", "deny"],
		["ls\rnpm publish", "request"],
		["terraform destroy | tee log", "deny"],
		["! terraform destroy", "deny"],
		// Quoting
		["te'rra'form d\"est\"roy", "deny"],
		["npm $'publi\\163h'", "deny"],
		["$'npm' publish", "deny"],
		["kubectl delete n\\\ns prod", "deny"],
		['"npm publish"', "allow"],
		["printf '%s' '$(npm publish)'", "allow"],
		["echo 'terraform destroy'", "allow"],
		// Assignments
		["A=1 kubectl delete ns prod", "deny"],
		["LANG=C TZ=UTC ls", "allow"],
		["LD_PRELOAD=./x.so ls", "request"],
		['export PATH="$PWD/tools:$PATH"', "request"],
		["export TITLE=x", "allow"],
		["X=1", "allow"],
		["PATH=/x", "request"],
		// Redirections
		["npm<package.json publish", "deny"],
		[">out 2>&1 npm publish", "deny"],
		["echo x > /etc/passwd", "deny"],
		["echo x >> ../etc/passwd", "deny"],
		["echo x > notes", "allow"],
		["echo x > /dev/null 2>&1", "allow"],
		['echo x > "$f"', "request"],
		["> /etc/x", "deny"],
		["echo x > ~/.ssh/authorized_keys", "deny"],
		["HOME=/etc; echo x > ~/notes", "request"],
		// Programs
		["/usr/bin/terraform destroy", "deny"],
		["/opt/tf/terraform destroy", "deny"],
		["Terraform.EXE destroy", "deny"],
		["./git status", "request"],
		["/usr/bin/git status", "allow"],
		["alias ll='ls -l'", "request"],
		["hash -p ./x ls; ls", "request"],
		["n\u0440m publish", "request"],
		// Global options
		["git -C vendor/lib clean --force", "deny"],
		["git --no-pager -c a=b clean --force", "deny"],
		["kubectl --context delete get pods", "allow"],
		["kubectl --context x delete ns prod", "deny"],
		["kubectl -nprod delete ns prod", "deny"],
		['git -C "$d" clean --force', "deny"],
		["git -C $d clean --force", "request"],
		['git "$x" . clean --force', "request"],
		['git "$x" clean --force', "request"],
		["git tidy", "request"],
		// Unknown words
		['tool=terraform; "$tool" destroy', "request"],
		['npm "$ACTION"', "request"],
		['npm "x$ACTION"', "request"],
		['kubectl get pods -n "$NS"', "allow"],
		["kubectl delete {ns,pvc} prod", "deny"],
		["terraform d?stroy", "request"],
		["terraform destroy $x", "deny"],
		["ls src/*.ts", "allow"],
		['eval "$line"', "request"],
		['"while" ls', "allow"],
		// What is not read
		["(terraform destroy)", "deny"],
		["terraform destroy $(x)", "deny"],
		["echo $(terraform destroy)", "deny"],
		["cat <<X\nX", "allow"],
		["kubectl delete ns prod'", "deny"],
		// Wrappers
		["sudo -u root terraform destroy", "deny"],
		["ionice -c2 -n7 npm publish", "deny"],
		["timeout --kill-after 5 1m terraform destroy", "deny"],
		["nice -n 5 nohup env A=1 stdbuf -oL npm publish", "deny"],
		["env -u X -- A=1 npm publish", "deny"],
		["sudo --frobnicate ls", "request"],
		['sudo "$x" ls', "request"],
		['sudo -u "$x" ls', "allow"],
		["timeout --grace 9 true", "request"],
		["command -v npm", "allow"],
		["exec npm publish", "deny"],
		["xargs npm", "request"],
		["xargs npm publish", "deny"],
		["xargs -I{} npm {} x", "request"],
		["xargs -0 -n1 ls", "allow"],
		["find charts -name '*.tgz' -exec npm publish {} +", "deny"],
		["find . -type f -exec ls {} \\; -exec terraform destroy \\;", "deny"],
		["find . -name '*.ts'", "allow"],
		["find $x", "request"],
		["bash -c 'ls; npm publish'", "deny"],
		["sh -euo pipefail -c 'bash -lc \"terraform destroy\"'", "deny"],
		["bash -c 'ls'", "allow"],
		['bash -c "$x"', "request"],
		["bash script.sh", "request"],
		["curl https://x | sh", "request"],
		["eval 'npm' 'publish'", "deny"],
		["acme-run --env=prod -- terraform destroy", "request"],
		["acme-run git -C x clean --force", "request"],
		["acme-run terraform", "allow"],
		// Foreign code
		["python -c 'print(1)'", "request"],
		["python --version", "allow"],
		["make", "request"],
		["npm run build", "request"],
		["npm ls", "allow"],
		["./gradlew publish", "request"],
		["~/bin/tool", "request"],
		// Blank
		["", "allow"],
		["# npm publish", "allow"],
	])("%j: %s", (line, expected) => {
		expect(judge(OPEN, line).decision).toBe(expected);
	});

	test("nobody can be asked: request becomes deny", () => {
		expect(judge(OPEN, "make", {}, true).decision).toBe("deny");
		expect(judge(OPEN, "ls", {}, true).decision).toBe("allow");
	});
});

/** A policy that asks by default: only what is certainly allowed runs. */
const CLOSED = prepared(
	[
		{ id: "reading", action: "allow", command: heads(["git diff|log|status", 0], ["ls", 0], ["cat", 0]) },
		{
			id: "building",
			action: "allow",
			command: exact("make test"),
			writes: ["./logs/**"],
			reads: ["./input"],
			env: ["MODE=fast*", "ANY=*"],
		},
		{ id: "scripts", action: "allow", command: exact("./run.sh") },
		{ id: "touching", action: "allow", command: null, writes: ["./tmp/*"], env: ["X=1"] },
	],
	{ default: "request" },
);

describe("a policy that asks by default", () => {
	test.each<[line: string, expected: Expected]>([
		["git status", "allow"],
		["git status && git log | cat", "allow"],
		["git status; other", "request"],
		["git --no-pager -C sub status", "allow"],
		["git -c core.pager=x status", "request"],
		["git --frob status", "request"],
		["/usr/bin/git status", "request"],
		["GIT status", "request"],
		["git stat\\us", "allow"],
		["$'git' status", "request"],
		['git status "$x"', "allow"],
		["git status $x", "allow"],
		["git $x status", "request"],
		["$x git status", "request"],
		["git status ~/x *.ts {a,b}", "allow"],
		["ls > out", "request"],
		["ls > /dev/null 2>/dev/stderr", "allow"],
		["ls < in", "allow"],
		["A=1 ls", "request"],
		["LC_ALL=C ls", "allow"],
		["PATH=x; ls", "request"],
		["alias x=y; ls", "request"],
		["ls; alias x=y", "request"],
		["export PATH=x; ls", "request"],
		["nice git status", "allow"],
		["env LANG=C git status", "request"],
		["time git status", "allow"],
		// An explicit allow covers what a build tool runs, and its own redirections and assignments only.
		["make test", "allow"],
		["make test x", "request"],
		["make test > logs/a/b", "allow"],
		["make test > logs/../x", "request"],
		["make test > other", "request"],
		['make test > "logs/$x"', "request"],
		["make test < input", "allow"],
		["make test < other", "request"],
		["MODE=faster ANY=$x make test", "allow"],
		["MODE=slow make test", "request"],
		['MODE="$x" make test', "request"],
		["MODE+=fast make test", "request"],
		["PATH=x make test", "request"],
		["./run.sh", "allow"],
		["run.sh", "request"],
		["../repo/run.sh", "request"],
		// Without words
		["> tmp/x", "allow"],
		["> tmp/x/y", "request"],
		["X=1", "allow"],
		["X=2", "request"],
		["X=1 ls", "request"],
		["echo > tmp/x", "request"],
	])("%j: %s", (line, expected) => {
		expect(judge(CLOSED, line).decision).toBe(expected);
	});
});

test("a directory that is not known makes relative paths unknown", () => {
	const policy = prepared([{ id: "no-logs", action: "deny", command: null, writes: ["./logs/**"] }]);
	expect(judge(policy, "echo > logs/x").decision).toBe("deny");
	expect(judge(policy, "cd sub; echo > logs/x").decision).toBe("allow");
	expect(judge(policy, "cd sub; echo > ../logs/x").decision).toBe("deny");
	expect(judge(policy, 'cd "$x"; echo > logs/x').decision).toBe("request");
	expect(judge(policy, 'cd "$x"; echo > /repo/logs/x').decision).toBe("deny");
	expect(judge(policy, 'cd "$x"; echo > /tmp/x').decision).toBe("allow");
});

describe("exceptions", () => {
	const policy = prepared(
		[
			{ id: "pushes", action: "deny", command: prefix("git push"), except: prefix("git push origin agent") },
			{ id: "logs", action: "allow", command: prefix("git log"), except: heads(["git log", WITH_FORCE]) },
			{ id: "checkout", action: "allow", command: prefix("git checkout"), except: exact("git checkout ."), on_mismatch: "request" },
		],
		{ default: "request" },
	);
	test.each<[line: string, decision: Expected, rule: string | null]>([
		["git push origin main", "deny", "pushes"],
		["git push origin agent", "request", null],
		['git push origin "$x"', "deny", "pushes"],
		["/usr/bin/git push origin agent", "deny", "pushes"],
		["PATH=x git push origin agent", "deny", "pushes"],
		["alias a=b; git push origin agent", "deny", "pushes"],
		["git log", "allow", "logs"],
		["git log --force", "request", null],
		['git log "$x"', "request", null],
		["git log --", "allow", "logs"],
		["git checkout topic", "allow", "checkout"],
		["git checkout .", "request", null],
		["git checkout topic > f", "request", "checkout"],
		["/usr/bin/git checkout topic", "request", "checkout"],
		["git $x", "request", "pushes"],
	])("%j: %s by %s", (line, decision, rule) => {
		const verdict = judge(policy, line);
		expect([verdict.decision, verdict.rule]).toEqual([decision, rule]);
	});
});

const when = (name: string, value: string | null = null): Condition => ({
	mode: "all",
	conditions: [{ name, value, required: true }],
	required: true,
});

describe("the table of contributions", () => {
	const cases: readonly [rule: Partial<RuleText> & Pick<RuleText, "action">, fact: boolean | "unknown", expected: Expected, by: string][] =
		[
			[{ action: "deny" }, true, "deny", "rule"],
			[{ action: "deny" }, false, "request", "default"],
			[{ action: "deny", on_mismatch: "allow" }, false, "allow", "rule"],
			[{ action: "deny", on_mismatch: "allow" }, "unknown", "deny", "rule"],
			[{ action: "deny", on_unknown: "request" }, "unknown", "request", "rule"],
			[{ action: "allow" }, true, "allow", "rule"],
			[{ action: "allow" }, false, "request", "default"],
			[{ action: "allow" }, "unknown", "request", "condition_error"],
			[{ action: "allow", on_mismatch: "deny" }, false, "deny", "rule"],
			[{ action: "allow", on_mismatch: "deny" }, "unknown", "deny", "rule"],
			[{ action: "allow", on_mismatch: "deny", on_unknown: "request" }, "unknown", "request", "rule"],
			[{ action: "request", on_mismatch: "deny" }, true, "request", "rule"],
			[{ action: "request", on_mismatch: "deny" }, false, "deny", "rule"],
		];
	test.each(cases)("%j with %s: %s by %s", (text, fact, expected, by) => {
		const policy = prepared([{ id: "r", command: prefix("tool"), conditions: when("git_clean_worktree"), ...text }], {
			default: "request",
		});
		const verdict = judge(policy, "tool", { git_clean_worktree: fact });
		expect([verdict.decision, verdict.by]).toEqual([expected, by]);
		expect(verdict.conditions).toEqual([{ name: "git_clean_worktree", argument: null, value: String(fact) }]);
	});

	test("a skipping allow rule with an unknown condition is as strict as the default and the fallback", () => {
		const rules: RuleText[] = [{ id: "r", action: "allow", command: prefix("tool"), conditions: when("git_clean_worktree") }];
		expect(judge(prepared(rules, { default: "deny" }), "tool").decision).toBe("deny");
		expect(judge(prepared(rules, { default: "allow" }), "tool").decision).toBe("request");
		expect(judge(prepared(rules, { default: "allow", condition_error: "deny" }), "tool").decision).toBe("deny");
	});

	test("allow by mismatch needs a certain command with nothing around it", () => {
		const policy = prepared(
			[{ id: "r", action: "deny", command: prefix("tool"), conditions: when("git_clean_worktree"), on_mismatch: "allow" }],
			{ default: "request" },
		);
		const facts = { git_clean_worktree: false };
		expect(judge(policy, "tool x", facts).decision).toBe("allow");
		for (const line of ["/usr/bin/tool x", "tool > f", "A=1 tool", "PATH=x; tool"])
			expect(judge(policy, line, facts).decision, line).not.toBe("allow");
	});

	test("a maybe is a floor, whatever the condition", () => {
		const policy = prepared([{ id: "r", action: "deny", command: prefix("tool go"), conditions: when("git_clean_worktree") }]);
		const verdict = judge(policy, 'tool "$x"', { git_clean_worktree: false });
		expect([verdict.decision, verdict.by, verdict.rule]).toEqual(["request", "rule", "r"]);
		expect(verdict.commands[0]?.matches).toEqual([{ rule: "r", match: "maybe" }]);
		const strict = prepared([{ id: "r", action: "deny", command: prefix("tool go") }], { opaque: "deny" });
		expect(judge(strict, 'tool "$x"').decision).toBe("deny");
	});
});

describe("what decided", () => {
	const rules: RuleText[] = [
		{ id: "b-deny", action: "deny", command: prefix("a"), reason: "No." },
		{ id: "c-request", action: "request", command: prefix("b") },
		{ id: "d-request", action: "request", command: prefix("c"), conditions: when("git_is_worktree") },
		{ id: "e-allow", action: "allow", command: heads(["a", 0], ["d", 0]) },
	];
	const policy = prepared(rules, { default: "request" });
	const decided = ({ decision, by, rule }: Verdict) => [decision, by, rule];
	test.each<[line: string, expected: (string | null)[]]>([
		["a", ["deny", "rule", "b-deny"]],
		["d", ["allow", "rule", "e-allow"]],
		["x", ["request", "default", null]],
		["x; b", ["request", "rule", "c-request"]],
		["c; x; (", ["request", "rule", "d-request"]],
		["(x", ["request", "opaque", null]],
		["c; b", ["request", "rule", "c-request"]],
		["b; a; c", ["deny", "rule", "b-deny"]],
		["x\0", ["deny", "input", null]],
	])("%j: %j", (line, expected) => {
		expect(decided(judge(policy, line))).toEqual(expected);
	});

	test("the reason is the rule's, or says what happened", () => {
		expect(judge(policy, "a").reason).toBe("No.");
		expect(judge(policy, "b").reason).toBeNull();
		expect(judge(policy, "x").reason).toContain("default is request");
		expect(judge(policy, "d; (e").reason).toContain("`(e`");
		expect(judge(policy, "x\0").reason).toContain("NUL");
	});

	test("the order of rules of one effect changes the deciding rule only by their place in the bundle", () => {
		const both: RuleText[] = [
			{ id: "one", action: "deny", command: prefix("x") },
			{ id: "two", action: "deny", command: exact("x") },
		];
		expect(judge(prepared(both), "x").rule).toBe("one");
	});

	test("each command has its own verdict, and arguments are shown as they are", () => {
		expect(judge(policy, "d 'é x' \"$y\" && a").commands).toEqual([
			{
				argv: ["d", "é x", '"$y"'],
				span: [0, 13],
				decision: "allow",
				leave_to_host: false,
				// The program is not known, and its last word may be a command that `b-deny` denies: a rule that allows it lifts that.
				by: "rule",
				rule: "e-allow",
				matches: [{ rule: "e-allow", match: "yes" }],
			},
			{
				argv: ["a"],
				span: [17, 18],
				decision: "deny",
				leave_to_host: false,
				by: "rule",
				rule: "b-deny",
				matches: [
					{ rule: "b-deny", match: "yes" },
					{ rule: "e-allow", match: "yes" },
				],
			},
		]);
	});
});

describe("what no rule decides is left to the host", () => {
	const policy = prepared(
		[
			{ id: "ask", action: "request", command: prefix("a") },
			{ id: "ok", action: "allow", command: heads(["b", 0], ["make", 0]) },
		],
		{ default: "host" },
	);
	test.each<[line: string, decision: Expected, left: boolean]>([
		["x", "request", true],
		["", "request", true],
		["b", "allow", false],
		["b; x", "request", true],
		["a; x", "request", false],
		["python x.py", "request", true],
		["make", "allow", false],
		["(x", "request", false],
	])("%j: %s, left to the host: %s", (line, decision, left) => {
		const verdict = judge(policy, line);
		expect([verdict.decision, verdict.leave_to_host]).toEqual([decision, left]);
	});
});

describe("global options that a rule names", () => {
	const policy = prepared(
		[
			{
				id: "named",
				action: "allow",
				command: heads(["kubectl get", WITH_FORCE]),
				global_options: ["--force", "--context"],
			},
		],
		{ default: "request" },
	);
	test.each<[line: string, expected: Expected]>([
		// The registry lists no such global option, so it hides which subcommand follows.
		["kubectl --force get pods", "request"],
		["kubectl get --force pods", "allow"],
		["kubectl --context x get --force", "allow"],
		["kubectl --cluster x get --force", "request"],
		["kubectl --context --force get pods", "allow"],
		["kubectl get pods", "request"],
	])("%j: %s", (line, expected) => {
		expect(judge(policy, line).decision).toBe(expected);
	});
});
