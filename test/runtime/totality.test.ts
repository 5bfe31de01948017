import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decide } from "../../runtime/typescript/index.ts";
import { heads, judge, prefix, prepared, WITH_FORCE } from "./bundle.ts";

const POLICY = prepared([
	{ id: "a", action: "deny", command: heads(["git push", WITH_FORCE], ["rm", 0]) },
	{ id: "b", action: "deny", command: null, writes: ["/etc/**"] },
	{ id: "c", action: "allow", command: heads(["git status", 0], ["ls", 0]), writes: ["./out/**"] },
	{ id: "d", action: "request", command: prefix("rm -r"), on_mismatch: "deny" },
]);

const DOUBLING = 'sh -c "$0" "$0" "$@" "$@"';
const LENGTHENING = 'sh -c "$0" "$0" "$1$1$1$1"';

const DECISIONS = ["allow", "request", "deny"];

const PARTS = [
	"git",
	"push",
	"status",
	"--force",
	"rm",
	"-r",
	"ls",
	"sudo",
	"env",
	"A=1",
	"sh",
	"-c",
	"'ls'",
	"'rm x'",
	"xargs",
	"find",
	"-exec",
	"{}",
	"+",
	";",
	"\\;",
	"|",
	"&&",
	"\n",
	">",
	"/etc/x",
	"out/y",
	"$x",
	'"$x"',
	"$(",
	"~",
	"*",
	"cd",
	"..",
	"#",
	"'",
	"-C",
	"--",
	"eval",
	"timeout",
	"5",
	"foo",
];
const line = fc.array(fc.constantFrom(...PARTS), { maxLength: 12 }).map((parts) => parts.join(" "));

describe("totality", () => {
	test("every input gets exactly one of three answers", () => {
		const bytes = fc.uint8Array({ maxLength: 60 }).map((array) => String.fromCharCode(...array));
		fc.assert(
			fc.property(fc.oneof(bytes, fc.string({ unit: "binary" }), line), fc.boolean(), (command, unattended) => {
				const verdict = decide(POLICY, { command, cwd: null, facts: null, unattended });
				expect(DECISIONS).toContain(verdict.decision);
				expect(verdict.errors).not.toContain("internal_error");
				if (unattended && !verdict.leave_to_host) expect(verdict.decision).not.toBe("request");
			}),
			{ numRuns: 10_000 },
		);
	});

	test.each<[name: string, command: string, error: string]>([
		["a NUL", "ls\0", "nul_byte"],
		["a lone surrogate", "ls \ud800", "not_utf8"],
		["a long line", `ls ${"x".repeat(65_536)}`, "too_long"],
		["many commands", "ls;".repeat(1001), "too_many_commands"],
		["many words", `ls${" x".repeat(10_000)}`, "too_many_nodes"],
		["many wrappers", `${"nice ".repeat(70)}ls`, "too_deep"],
		["many texts", nested(70), "too_deep"],
		["a text that doubles its words at each level", `sh -c '${DOUBLING}' '${DOUBLING}' x`, "too_many_nodes"],
		["a text that lengthens a word at each level", `sh -c '${LENGTHENING}' '${LENGTHENING}' x`, "too_long"],
	])("%s is refused", (_, command, error) => {
		const verdict = judge(POLICY, command);
		expect([verdict.decision, verdict.by, verdict.errors]).toEqual(["deny", "input", [error]]);
	});

	test("a text that a command would write without measure counts as unknown", () => {
		const verdict = judge(POLICY, `printf '${"x".repeat(30_000)}%s' ${"y ".repeat(9_000)} | sh`);
		expect(verdict.opaque.map(({ code }) => code)).toContain("stdin_code");
	});

	function nested(depth: number): string {
		return `${"eval ".repeat(depth)}ls`;
	}
});

const STRICTNESS = { allow: 0, request: 1, deny: 2 };

describe("laws", () => {
	test("a line is at least as strict as each simple command in it", () => {
		fc.assert(
			fc.property(line, line, fc.constantFrom(" ; ", "\n", " && ", " || "), (one, other, separator) => {
				if (one.includes("#") && separator !== "\n") return;
				const parts = [judge(POLICY, one), judge(POLICY, other)];
				if (parts.some(({ opaque }) => opaque.length > 0)) return;
				const whole = judge(POLICY, `${one}${separator}${other}`);
				expect(STRICTNESS[whole.decision]).toBeGreaterThanOrEqual(Math.max(...parts.map(({ decision }) => STRICTNESS[decision])));
			}),
			{ numRuns: 10_000 },
		);
	});

	test("replacing a literal word by an unknown one never turns a stricter decision into allow", () => {
		const words = fc.array(
			fc.constantFrom(
				"git",
				"push",
				"status",
				"--force",
				"rm",
				"-r",
				"ls",
				"sudo",
				"A=1",
				"find",
				"-exec",
				"\\;",
				"-C",
				"--",
				"env",
				"timeout",
				"5",
				"foo",
				"x",
				"xargs",
			),
			{ minLength: 1, maxLength: 8 },
		);
		fc.assert(
			fc.property(words, fc.nat(7), fc.constantFrom('"$x"', "$x"), (list, at, unknown) => {
				const before = judge(POLICY, list.join(" "));
				if (before.decision === "allow" || at >= list.length) return;
				const after = judge(POLICY, list.map((word, index) => (index === at ? unknown : word)).join(" "));
				expect(after.decision, list.join(" ")).not.toBe("allow");
			}),
			{ numRuns: 10_000 },
		);
	});

	test("wrapping never makes a decision looser", () => {
		fc.assert(
			fc.property(
				fc.constantFrom("git", "rm", "ls", "sudo", "x"),
				fc.array(fc.constantFrom("git", "push", "--force", "rm", "-r", "ls", "x"), { maxLength: 5 }),
				fc.constantFrom("sudo", "nice -n 5", "env -i A=1", "timeout 5", "command", "xargs", "time", "bash -c '", "eval"),
				(program, words, wrapper) => {
					const plain = [program, ...words].join(" ");
					const wrapped = `${wrapper} ${plain}${wrapper.endsWith("'") ? "'" : ""}`.replace("' ", "'");
					expect(STRICTNESS[judge(POLICY, wrapped).decision]).toBeGreaterThanOrEqual(STRICTNESS[judge(POLICY, plain).decision]);
				},
			),
			{ numRuns: 10_000 },
		);
	});
});
