/** The decision: the tables and laws of the normative text, with answers worked out by hand. */

import { describe, expect, it } from "vitest";
import { judgeLine, type Line, type LineCommand, type Surroundings } from "../../compiler/ir/oracle/index.ts";
import type { Condition, IrPolicy } from "../../compiler/ir/types.ts";
import { REGISTRY } from "../arbitraries/registry.ts";
import { command, exact, line, policy, prefix, rule, SURROUNDINGS, word } from "../support/line.ts";

/** The decision, what decided, and the matches of every command, in one text. */
function judged(given: IrPolicy, about: Line | LineCommand | string, around: Partial<Surroundings> = {}): string {
	const whole = typeof about === "string" ? line(about) : "commands" in about ? about : line(about);
	const { decision, leave_to_host, by, rule: name, commands } = judgeLine(given, REGISTRY, whole, { ...SURROUNDINGS, ...around });
	const matches = commands.flatMap((one) => one.matches.map((match) => `${match.rule}:${match.match}`));
	return [leave_to_host ? "host" : decision, by, name ?? "-", ...matches].join(" ");
}

const when = (...conditions: Condition[]): Condition => ({ mode: "all", conditions, required: true });
const fact = (name: string, value: string | null = null): Condition => ({ name, value, required: true });
const CLEAN = when(fact("git_clean_worktree"));

describe("views", () => {
	const deny = policy([rule("deny", "no-push", exact("git push"))], { default: "allow" });
	const allow = policy([rule("allow", "push", exact("git push"))]);
	it.each([
		["git push", "deny rule no-push no-push:yes", "allow rule push push:yes"],
		["/usr/bin/GIT.exe push", "deny rule no-push no-push:yes", "request default -"],
		["git --no-pager push", "deny rule no-push no-push:yes", "allow rule push push:yes"],
		["git -C sub push", "deny rule no-push no-push:yes", "allow rule push push:yes"],
		["git -C ¹ push", "deny rule no-push no-push:yes", "allow rule push push:yes"],
		["git -C ⁿ push", "request rule no-push no-push:maybe", "request default -"],
		["git -c a.b=c push", "deny rule no-push no-push:yes", "request default -"],
		["git --git-dir=¹ push", "deny rule no-push no-push:yes", "request default -"],
		["git ¹ push", "request rule no-push no-push:maybe", "request default -"],
		["git ¹", "request rule no-push no-push:maybe", "request default -"],
		["git p¹", "request rule no-push no-push:maybe", "request default -"],
		["git x¹", "allow default -", "request default -"],
		["git push ⁿ", "request rule no-push no-push:maybe", "request default -"],
		["git push ¹", "allow default -", "request default -"],
		["git pus*", "request rule no-push no-push:maybe", "request default -"],
		["¹ push", "request rule no-push no-push:maybe", "request default -"],
		["¹/git push", "deny rule no-push no-push:yes", "request default -"],
	])("%s", (text, denied, allowed) => {
		expect(judged(deny, text)).toBe(denied);
		expect(judged(allow, text)).toBe(allowed);
	});

	it("has no strict view where lookup may have changed", () => {
		expect(judged(allow, command("git push", { lookup_changed: true }))).toBe("request default -");
		expect(judged(deny, command("git push", { lookup_changed: true }))).toBe("deny rule no-push no-push:yes");
	});

	const prod = prefix("kubectl get", { args: [{ kind: "option", name: "--context", values: ["prod*"] }] });
	it.each([
		["kubectl --context prod1 get pods", "deny rule r r:yes", "allow rule r r:yes"],
		["kubectl --context=prod1 get pods -- x", "deny rule r r:yes", "allow rule r r:yes"],
		["kubectl get pods --context prod1", "deny rule r r:yes", "allow rule r r:yes"],
		["kubectl --context dev get pods", "allow default -", "request default -"],
		["kubectl --context ¹ get pods", "request rule r r:maybe", "request default -"],
		["kubectl -n a --context prod get", "deny rule r r:yes", "request default -"],
	])("keeps global options that the rule names: %s", (text, denied, allowed) => {
		expect(judged(policy([rule("deny", "r", prod)], { default: "allow" }), text)).toBe(denied);
		expect(judged(policy([rule("allow", "r", prod)]), text)).toBe(allowed);
	});

	it("takes program items into account", () => {
		const item = { name: "mine", subcommands: ["go"], value_options: ["--to"], inert_options: ["--quiet"], read_only: [] };
		const extended = policy([rule("allow", "r", exact("mine go"))], { registry: { programs: [item], wrappers: [] } });
		expect(judged(extended, "mine --quiet go")).toBe("allow rule r r:yes");
		expect(judged(extended, "mine --to x go")).toBe("request default -");
		expect(judged(policy([rule("allow", "r", exact("mine go"))]), "mine --quiet go")).toBe("request default -");
	});
});

describe("exceptions", () => {
	const deny = policy([rule("deny", "r", prefix("git push", { except: [exact("git push origin")] }))], { default: "allow" });
	it.each([
		["git push", "deny rule r r:yes"],
		["git push origin", "allow default -"],
		["/bin/git push origin", "deny rule r r:yes"],
		["git -c a=b push origin", "deny rule r r:yes"],
		["git push ¹", "deny rule r r:yes"],
	])("of a deny rule need a strict yes: %s", (text, expected) => expect(judged(deny, text)).toBe(expected));

	const allow = policy([rule("allow", "r", prefix("git push", { except: [exact("git push main")] }))]);
	it.each([
		["git push x", "allow rule r r:yes"],
		["git push main", "request default -"],
		["git push ¹", "request default -"],
		["git push ma¹", "request default -"],
		["git push mai", "allow rule r r:yes"],
	])("of an allow rule must be no: %s", (text, expected) => expect(judged(allow, text)).toBe(expected));

	it("keep an allow rule's stricter on_mismatch away where they certainly hold", () => {
		const strict = policy([rule("allow", "r", prefix("git push", { except: [exact("git push main")] }), { on_mismatch: "deny" })], {
			default: "allow",
		});
		expect(judged(strict, "git push main")).toBe("allow default -");
		expect(judged(strict, "git push ¹")).toBe("request rule r r:maybe");
		expect(judged(strict, "/bin/git push x")).toBe("request rule r r:maybe");
	});
});

describe("contributions", () => {
	const clean = { facts: { git_clean_worktree: true } };
	const dirty = { facts: { git_clean_worktree: false } };
	const rows: readonly (readonly [
		IrPolicy["rules"][number]["effect"],
		IrPolicy["rules"][number]["on_mismatch"],
		string,
		string,
		string,
	])[] = [
		["allow", "skip", "allow rule r r:yes", "request default - r:yes", "request condition_error r r:yes"],
		["allow", "request", "allow rule r r:yes", "request rule r r:yes", "request rule r r:yes"],
		["allow", "deny", "allow rule r r:yes", "deny rule r r:yes", "deny rule r r:yes"],
		["allow", "allow", "allow rule r r:yes", "allow rule r r:yes", "request condition_error r r:yes"],
		["deny", "allow", "deny rule r r:yes", "allow rule r r:yes", "deny rule r r:yes"],
		["deny", "skip", "deny rule r r:yes", "request default - r:yes", "deny rule r r:yes"],
		["request", "deny", "request rule r r:yes", "deny rule r r:yes", "deny rule r r:yes"],
	];
	it.each(rows)("%s with on_mismatch %s", (effect, on_mismatch, whenTrue, whenFalse, whenUnknown) => {
		const one = policy([rule(effect, "r", exact("git push"), { when: CLEAN, on_mismatch })]);
		expect(judged(one, "git push", clean)).toBe(whenTrue);
		expect(judged(one, "git push", dirty)).toBe(whenFalse);
		expect(judged(one, "git push")).toBe(whenUnknown);
	});

	it("let on_unknown say what an unknown condition gives", () => {
		const one = policy([rule("deny", "r", exact("git push"), { when: CLEAN, on_unknown: "request" })]);
		expect(judged(one, "git push")).toBe("request rule r r:yes");
	});

	it("give allow from a deny rule's on_mismatch only where the match is certain", () => {
		const one = policy([rule("deny", "r", prefix("git push"), { when: CLEAN, on_mismatch: "allow" })]);
		expect(judged(one, "/bin/git push", dirty)).toBe("request default - r:yes");
		expect(judged(one, command("git push", { redirections: [{ direction: "out", target: word("x") }] }), dirty)).toBe(
			"request default - r:yes",
		);
		expect(judged(one, command("git push", { redirections: [{ direction: "in", target: word("x") }] }), dirty)).toBe("allow rule r r:yes");
		expect(judged(one, command("git push", { assignments: [{ name: "CI", value: word("1") }] }), dirty)).toBe("request default - r:yes");
		expect(judged(one, command("git push", { assignments: [{ name: "LC_ALL", value: word("¹") }] }), dirty)).toBe("allow rule r r:yes");
	});

	it("name the first rule in IR order of those that gave the decision", () => {
		const two = policy([
			rule("deny", "a", prefix("git")),
			rule("request", "b", prefix("git push")),
			rule("allow", "c", prefix("ls")),
			rule("allow", "d", prefix("ls")),
		]);
		expect(judged(two, line("ls", "git push"))).toBe("deny rule a c:yes d:yes a:yes b:yes");
		expect(judged(two, "ls -l")).toBe("allow rule c c:yes d:yes");
	});
});

describe("floors", () => {
	const strict = {
		opaque: "deny",
		condition_error: "request",
		malformed_bundle: "deny",
		missing_policy: "deny",
		unattended: "deny",
	} as const;
	it("of a maybe are the stricter of request and fallback opaque", () => {
		const rules = [rule("request", "r", prefix("git push"))];
		expect(judged(policy(rules, { default: "allow" }), "git ¹")).toBe("request rule r r:maybe");
		expect(judged(policy(rules, { default: "allow", fallbacks: strict }), "git ¹")).toBe("deny rule r r:maybe");
	});

	it("of opaque parts stand under allow rules too, that of foreign code does not", () => {
		const one = policy([rule("allow", "r", prefix("tool"))], { default: "allow" });
		expect(judged(one, command("tool x", { opaque: ["suffix_match"] }))).toBe("request opaque - r:yes");
		expect(judged(one, command("tool x", { opaque: ["foreign_code"] }))).toBe("allow rule r r:yes");
		expect(judged(one, command("other", { opaque: ["foreign_code"] }))).toBe("request opaque -");
		expect(judged({ ...one, default: "host" }, command("other", { opaque: ["foreign_code"] }))).toBe("host opaque -");
		expect(judged(one, { ...line("tool"), opaque: ["syntax_error"] })).toBe("request opaque - r:yes");
	});
});

describe("defaults", () => {
	it("decide what no rule does, lines without commands and commands without words too", () => {
		const one = policy([rule("deny", "r", { matchers: [{ kind: "glob", pattern: "*" }], args: [], except: [] })], { default: "allow" });
		expect(judged(one, line())).toBe("allow default -");
		expect(judged(one, command("", { redirections: [{ direction: "out", target: word("x") }] }))).toBe("allow default -");
		expect(judged(one, "x")).toBe("deny rule r r:yes");
	});

	it("of host stand between allow and request", () => {
		const one = policy([rule("allow", "r", prefix("ls")), rule("request", "q", prefix("rm"))], { default: "host" });
		expect(judged(one, line("ls", "x"))).toBe("host default - r:yes");
		expect(judged(one, line("rm", "x"))).toBe("request rule q q:yes");
	});

	it("are left to the host even where nobody can be asked; request is not", () => {
		const unattended = { unattended: true };
		expect(judged(policy([], { default: "host" }), "x", unattended)).toBe("host default -");
		expect(judged(policy([]), "x", unattended)).toBe("deny default -");
	});
});

describe("redirections and assignments", () => {
	const to = (target: string | null, direction: "in" | "out" | "both" = "out") =>
		command("ls", { redirections: [{ direction, target: target === null ? null : word(target) }] });
	const allow = (more: object) => policy([rule("allow", "r", prefix("ls"), more)]);

	it.each([
		[{}, "x", "request default -"],
		[{}, "/dev/null", "allow rule r r:yes"],
		[{}, "/dev/fd/12", "allow rule r r:yes"],
		[{}, null, "allow rule r r:yes"],
		[{ writes: ["./logs/**"] }, "logs/a/b", "allow rule r r:yes"],
		[{ writes: ["./logs/**"] }, "logs", "request default -"],
		[{ writes: ["./logs/**"] }, "logs/../x", "request default -"],
		[{ writes: ["./logs/**"] }, "logs/¹", "request default -"],
		[{ writes: ["any"] }, "logs/¹", "allow rule r r:yes"],
		[{ writes: ["~/*"] }, "/home/me/x", "allow rule r r:yes"],
		[{ writes: ["/tmp/?/x"] }, "/tmp/a/x", "allow rule r r:yes"],
	])("of an allow rule with %j: %s", (more, target, expected) => expect(judged(allow(more), to(target))).toBe(expected));

	it("read what reads covers, anything without it", () => {
		expect(judged(allow({}), to("x", "in"))).toBe("allow rule r r:yes");
		expect(judged(allow({ reads: ["/etc/*"] }), to("x", "in"))).toBe("request default -");
		expect(judged(allow({ reads: ["./*"] }), to("x", "in"))).toBe("allow rule r r:yes");
		expect(judged(allow({ reads: ["./*"] }), to("x", "both"))).toBe("request default -");
	});

	it("cannot be told in an unknown directory", () => {
		const unknown = { ...to("x"), directory: null };
		expect(judged(allow({ writes: ["./**"] }), unknown)).toBe("request default -");
		expect(judged(policy([rule("deny", "r", null, { writes: ["/etc/**"] })], { default: "allow" }), unknown)).toBe(
			"request rule r r:maybe",
		);
	});

	it("are what a deny rule with writes is about", () => {
		const deny = policy([rule("deny", "r", null, { writes: ["/etc/**"] })], { default: "allow" });
		expect(judged(deny, to("/etc/x"))).toBe("deny rule r r:yes");
		expect(judged(deny, to("/tmp/x"))).toBe("allow default -");
		expect(judged(deny, to("¹"))).toBe("request rule r r:maybe");
		expect(judged(deny, { ...to("/etc/x"), words: [] })).toBe("deny rule r r:yes");
		const both = policy([rule("deny", "r", prefix("cp"), { writes: ["any"] })], { default: "allow" });
		expect(judged(both, to("/etc/x"))).toBe("allow default -");
		expect(judged(policy([rule("deny", "r", prefix("ls"), { writes: ["any"] })], { default: "allow" }), to("/dev/null"))).toBe(
			"allow default -",
		);
	});

	it("match assignments by name and value", () => {
		const set = (value: string) => command("ls", { assignments: [{ name: "CI", value: word(value) }] });
		expect(judged(allow({ env: ["CI=t*"] }), set("true"))).toBe("allow rule r r:yes");
		expect(judged(allow({ env: ["CI=t*"] }), set("t¹"))).toBe("allow rule r r:yes");
		expect(judged(allow({ env: ["CI=t*"] }), set("¹"))).toBe("request default -");
		const deny = policy([rule("deny", "r", prefix("ls"), { env: ["CI=f*"] })], { default: "allow" });
		expect(judged(deny, set("false"))).toBe("deny rule r r:yes");
		expect(judged(deny, set("¹"))).toBe("request rule r r:maybe");
		expect(judged(deny, set("true"))).toBe("allow default -");
	});
});

describe("facts", () => {
	const given = { facts: { git_clean_worktree: true, "git_branch_is main": true, "os_is linux": true } };
	const needs = (condition: Condition) =>
		policy([rule("allow", "r", prefix("git push"), { when: when(condition) }), rule("allow", "s", prefix("x"))], { default: "allow" });
	const clean = needs(fact("git_clean_worktree"));
	const branch = needs(fact("git_branch_is", "main"));
	it.each([
		["git status", "allow", "allow"],
		["git commit", "request", "allow"],
		["git --no-pager commit", "request", "allow"],
		["git -c a=b status", "request", "request"],
		["/usr/bin/git status", "allow", "allow"],
		["./git status", "request", "request"],
		["ls", "allow", "allow"],
		["make", "request", "request"],
		["ls -la", "allow", "allow"],
		["ls -lo", "request", "request"],
		["git status ¹", "request", "request"],
		["git status x¹", "allow", "allow"],
		["git ¹", "request", "request"],
	])("may be changed by %s before", (earlier, forClean, forBranch) => {
		expect(judged(clean, line(earlier, "git push"), given).split(" ")[0]).toBe(forClean);
		expect(judged(branch, line(earlier, "git push"), given).split(" ")[0]).toBe(forBranch);
	});

	it("about the operating system are changed by nothing", () => {
		expect(judged(needs(fact("os_is", "linux")), line("make", "git push"), given)).toMatch(/^allow/);
	});

	it("are unknown in an unknown directory", () => {
		expect(judged(clean, command("git push", { directory: null }), given)).toMatch(/^request condition_error/);
		expect(judged(clean, "git -C ¹ push", given)).toMatch(/^request condition_error/);
		expect(judged(clean, "git -C sub push", given)).toMatch(/^allow rule/);
		expect(judged(needs(fact("os_is", "linux")), command("git push", { directory: null }), given)).toMatch(/^allow/);
	});

	it("are shown with the values they had", () => {
		const shown = judgeLine(clean, REGISTRY, line("git push", "make", "git push"), { ...SURROUNDINGS, ...given }).conditions;
		expect(shown).toEqual([
			{ name: "git_clean_worktree", argument: null, value: "true" },
			{ name: "git_clean_worktree", argument: null, value: "unknown" },
		]);
	});
});

describe("operands as paths", () => {
	const under = (every: boolean) => prefix("rm", { args: [{ kind: "operand_under", every, paths: ["./src", "/etc"] }] });
	const deny = policy([rule("deny", "r", under(false))], { default: "allow" });
	const allow = policy([rule("allow", "r", under(true))]);
	it.each([
		["rm src/a", "deny", "allow"],
		["rm src", "deny", "allow"],
		["rm x/../src/./a", "deny", "allow"],
		["rm srcs", "allow", "request"],
		["rm /etc/x b", "deny", "request"],
		["rm ¹", "request", "request"],
		["rm src/¹", "request", "request"],
		["rm -f -- -x", "allow", "request"],
	])("%s", (text, denied, allowed) => {
		expect(judged(deny, text).split(" ")[0]).toBe(denied);
		expect(judged(allow, text).split(" ")[0]).toBe(allowed);
	});

	it("are unknown where the directory or the root is", () => {
		expect(judged(deny, command("rm src/a", { directory: null }))).toMatch(/^request rule/);
		expect(judged(deny, command("rm /etc/a", { directory: null }))).toMatch(/^deny rule/);
		expect(judged(deny, "rm src/a", { root: null })).toMatch(/^request rule/);
	});
});
