/** The hosts' artifacts, read by small models of the hosts: stricter than the policy at most, never looser. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CompiledPolicy, CompiledRule } from "../../compiler/ir/compiled.ts";
import type { Decision, IrRule } from "../../compiler/ir/types.ts";
import { emitHarness, HARNESSES, HOST_TARGETS } from "../../targets/index.ts";
import { command, compiledPolicy, headRule, irRule, REGISTRY, SMALL_POLICY, TAIL } from "./compile-by-hand.ts";
import { expectRecorded } from "./golden.ts";
import { HOST_MODELS, strictest } from "./host-models.ts";

const ASSETS = { evaluator: "export {};\n", registry: REGISTRY };

const PROGRAMS = ["git", "npm", "ls", "sudo", "env", "mytool", "/bin/ls", "Git"];
const WORDS = ["a", "b", "log", "push", "run", "-C", "-x", "--force", "x:y", "//a", "git", "npm"];
const ODD = ["a b", "\\*", "(", "a:", "é", "=a"];

const word = (texts: readonly string[]) => fc.uniqueArray(fc.constantFrom(...texts), { minLength: 1, maxLength: 2 });
const matcher = fc.record({
	kind: fc.constantFrom("exact" as const, "prefix" as const),
	words: fc
		.tuple(word(PROGRAMS), fc.array(word([...WORDS, ...ODD]), { maxLength: 2 }))
		.map(([program, rest]) => [program, ...rest].map((texts) => [...texts].sort())),
});
const CONDITION: IrRule["when"] = { mode: "all", conditions: [{ name: "git_is_worktree", value: null, required: true }], required: true };

const rule = fc.record({
	effect: fc.constantFrom<Decision>("allow", "allow", "request", "deny"),
	matcher,
	form: fc.constantFrom("plain", "plain", "plain", "plain", "condition", "flag"),
});
const policy = fc.array(rule, { minLength: 1, maxLength: 6 }).map((rules) => compiledPolicy(rules.map(compile)));
const line = fc
	.tuple(fc.constantFrom(...PROGRAMS), fc.array(fc.constantFrom(...WORDS), { maxLength: 4 }))
	.map(([first, rest]) => [first, ...rest]);

function compile({ effect, matcher: known, form }: typeof rule extends fc.Arbitrary<infer T> ? T : never, at: number): CompiledRule {
	const args: NonNullable<IrRule["command"]>["args"] = form === "flag" ? [{ kind: "flag", spellings: ["--force"] }] : [];
	const when = form === "condition" ? CONDITION : null;
	const ir = irRule(`rule-${at}`, effect, { command: { matchers: [known], args, except: [] }, when });
	return headRule(ir, form === "flag" ? TAIL.force : undefined);
}

/** A plain reading of the policy for one plainly written command, every condition unknown. */
function decide(compiled: CompiledPolicy, words: readonly string[]): Decision {
	const contributions: Decision[] = [];
	for (const { rule: ir } of compiled.rules) {
		if (ir.effect === "allow") {
			if (isAbout(ir, words) || isAbout(ir, strip(words))) contributions.push(ir.when ? "request" : "allow");
		} else if ([words, strip(words)].map(reduce).some((view) => isAbout(reduceRule(ir), view))) contributions.push(ir.effect);
	}
	const inner = INNER[words[0] ?? ""];
	const floors = inner ? [decide(compiled, words.slice(1))] : isKnown(words) ? [] : suffixFloors(compiled, words);
	return strictest([strictest(contributions) ?? "request", ...floors]) ?? "request";
}

const INNER: Readonly<Record<string, true>> = { sudo: true, env: true };

function isKnown([program = ""]: readonly string[]): boolean {
	return Object.hasOwn(REGISTRY.programs, program);
}

function suffixFloors(compiled: CompiledPolicy, words: readonly string[]): readonly Decision[] {
	const restricting = compiled.rules.map(({ rule: ir }) => ir).filter((ir) => ir.effect === "deny");
	const suffixes = words.slice(1).map((_, at) => words.slice(at + 1));
	return suffixes.some((suffix) => restricting.some((ir) => isAbout(reduceRule(ir), reduce(suffix)))) ? ["request"] : [];
}

function isAbout({ command: language }: IrRule, words: readonly string[]): boolean {
	if (!language) return false;
	return language.matchers.some((known) => {
		if (known.kind !== "exact" && known.kind !== "prefix") return false;
		const rest = words.slice(known.words.length);
		const head = known.words.every((texts, at) => texts.some((text) => text.replace(/\\(.)/g, "$1") === words[at]));
		return head && (language.args.length === 0 ? known.kind === "prefix" || rest.length === 0 : rest.includes("--force"));
	});
}

/** Without the global options of git. */
function strip([program = "", option = "", ...rest]: readonly string[]): readonly string[] {
	return program.toLowerCase() === "git" && option === "-C"
		? strip([program, ...rest.slice(1)])
		: [program, ...(option ? [option] : []), ...rest];
}

function reduce([program = "", ...rest]: readonly string[]): readonly string[] {
	return [program.replace(/^.*\//, "").toLowerCase(), ...rest];
}

function reduceRule(ir: IrRule): IrRule {
	const matchers = (ir.command?.matchers ?? []).map((known) =>
		known.kind === "exact" || known.kind === "prefix"
			? { ...known, words: known.words.map((texts, at) => (at === 0 ? texts.map((text) => reduce([text])[0] ?? "") : texts)) }
			: known,
	);
	return { ...ir, command: ir.command && { ...ir.command, matchers } };
}

describe.each(HARNESSES)("%s", (host) => {
	const emit = (compiled: CompiledPolicy) => {
		const { files, losses } = emitHarness(compiled, host, ASSETS);
		const artifact = files.find(({ path }) => path === HOST_TARGETS[host].capabilities.artifact)?.content ?? "";
		return { decideAlone: HOST_MODELS[host](artifact), losses, artifact };
	};

	test("what the host allows by its own entries, the policy allows", () => {
		fc.assert(
			fc.property(policy, fc.array(line, { minLength: 5, maxLength: 5 }), (compiled, lines) => {
				const { decideAlone } = emit(compiled);
				for (const words of [...lines, ...compiled.rules.flatMap(commandsNear)]) {
					if (decideAlone(words) === "allow") expect([words, decide(compiled, words)]).toEqual([words, "allow"]);
				}
			}),
			{ numRuns: 10_000 / 4 },
		);
	});

	test("a rule that is reported as held is held, for every command that it is about", () => {
		fc.assert(
			fc.property(policy, fc.array(line, { minLength: 5, maxLength: 5 }), (compiled, lines) => {
				const { decideAlone, losses } = emit(compiled);
				expect(losses.map((loss) => loss.rule)).toEqual(compiled.rules.map(({ rule: ir }) => ir.name));
				for (const { rule: ir } of compiled.rules) {
					const loss = losses.find((known) => known.rule === ir.name);
					if (loss?.status !== "exact" && loss?.status !== "stricter") continue;
					for (const words of [...lines, ...compiled.rules.flatMap(commandsNear)].filter((known) => isPlain(known) && isAbout(ir, known))) {
						const alone = decideAlone(words) ?? (HOST_TARGETS[host].capabilities.unmatched.asks ? "request" : null);
						const held = strictest([alone ?? "allow", ir.effect]) === alone;
						expect([words, ir.effect, alone, held]).toEqual([words, ir.effect, alone, true]);
					}
				}
			}),
			{ numRuns: 10_000 / 4 },
		);
	});

	test("the artifact of the small policy is as recorded, and fits the host", () => {
		const { artifact } = emit(SMALL_POLICY);
		expectRecorded(HOST_TARGETS[host].capabilities.artifact, artifact);
	});

	test("words with a meaning of their own to the host go to no entry", () => {
		const odd = [..."*()\"'`$;|&<>{}[]!#~ \u00e9", "=a", "a*b"];
		const rules = odd.flatMap((text, at) =>
			(["allow", "request", "deny"] as const).map((effect) =>
				headRule(
					irRule(`${effect}-${at}`, effect, {
						command: { matchers: [{ kind: "prefix", words: [["ls"], [text.replace("*", "\\*")]] }], args: [], except: [] },
					}),
				),
			),
		);
		const { artifact, losses } = emit(compiledPolicy(rules));
		expect(losses.filter(({ heads, effect }) => heads > 0 && effect === "allow")).toEqual([]);
		const held = losses.filter(({ effect }) => effect === "deny");
		expect(held.map(({ status }) => status)).toEqual(held.map(() => (host === "codex" ? "exact" : "stricter")));
		if (host !== "codex")
			for (const text of odd.filter((word) => word.length > 1 || word > "\u007f")) expect(artifact).not.toContain(`ls ${text}`);
	});
});

/** The program is named by a bare word: by its path it is another spelling. */
function isPlain([program = ""]: readonly string[]): boolean {
	return !program.includes("/");
}

/** Commands at the border of a rule: its words, more words, words with a global option. */
function commandsNear({ rule: ir }: CompiledRule): readonly (readonly string[])[] {
	const known = ir.command?.matchers[0];
	if (!known || (known.kind !== "exact" && known.kind !== "prefix")) return [];
	const words = known.words.map((texts) => texts.at(-1) ?? "");
	if (words.some((text) => ODD.includes(text))) return [];
	const [program = "", ...rest] = words;
	return [words, [...words, "a"], [...words, "--force"], [program, "-C", "a", ...rest], ["mytool", ...words], ["sudo", ...words]];
}

describe("claude", () => {
	test("an ask that a deny covers is left out, so that it never beats the deny", () => {
		const compiled = compiledPolicy([
			headRule(irRule("no", "deny", { command: command("prefix", "git push") })),
			headRule(irRule("ask", "request", { command: command("exact", "git push origin") })),
		]);
		const { files, losses } = emitHarness(compiled, "claude", ASSETS);
		expect(JSON.parse(files[0]?.content ?? "").permissions).toEqual({
			allow: [],
			ask: [],
			deny: ["Bash(git push *)", "Bash(git -* push)", "Bash(git -* push *)"],
		});
		expect(losses.map(({ rule: name }) => name)).toEqual(["no", "ask"]);
	});
});
