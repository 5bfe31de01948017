import { describe, expect, test } from "vitest";
import { labelOfWords } from "../../../compiler/automata/index.ts";
import { Session } from "../../../compiler/diagnostics/session.ts";
import type { CompiledPolicy } from "../../../compiler/ir/compiled.ts";
import type { ArgLine, CommandLanguage, IrPolicy, IrRule, Matcher } from "../../../compiler/ir/types.ts";
import {
	collectVocabulary,
	compileLanguages,
	languageOf,
	type RegistryData,
	registryKnowledge,
} from "../../../compiler/passes/languages/index.ts";
import { built } from "../../automata/regex-cases.ts";

const subcommand = (values: string[] | null, flags: string[]) => ({ values, flags });
const REGISTRY: RegistryData = {
	programs: {
		git: {
			global_values: ["-c", "--git-dir"],
			global_inert: ["--no-pager"],
			global_directory: ["-C"],
			values: null,
			flags: [],
			subcommands: {
				push: subcommand(["-o", "--push-option"], ["--force", "--force-with-lease"]),
				reset: subcommand(["--pathspec-from-file"], []),
			},
		},
		rm: { global_values: [], global_inert: [], global_directory: [], values: [], flags: ["--recursive"], subcommands: {} },
	},
};
const NO_ITEMS = { programs: [], wrappers: [] };

const prefix = (text: string): Matcher => ({ kind: "prefix", words: text.split(" ").map((word) => word.split(",")) });
const flag = (...spellings: string[]): ArgLine => ({ kind: "flag", spellings });
const command = (matchers: Matcher[], args: ArgLine[] = [], except: CommandLanguage[] = []): CommandLanguage => ({
	matchers,
	args,
	except,
});

function rule(effect: IrRule["effect"], language: CommandLanguage | null, more: Partial<IrRule> = {}): IrRule {
	return {
		name: "r",
		scope: "repo",
		effect,
		sealed: false,
		command: language,
		writes: null,
		reads: null,
		env: null,
		when: null,
		on_mismatch: "skip",
		on_unknown: null,
		reason: null,
		...more,
	};
}

function compile(rules: readonly IrRule[]): { readonly compiled: CompiledPolicy; readonly found: readonly string[] } {
	const session = new Session();
	const policy = { rules } as unknown as IrPolicy;
	const compiled = compileLanguages(policy, "hash", registryKnowledge(REGISTRY, NO_ITEMS), { session, locate: () => null });
	return { compiled, found: session.diagnostics.map((finding) => finding.name) };
}

function messages(rules: readonly IrRule[]): string[] {
	const session = new Session();
	compileLanguages({ rules } as unknown as IrPolicy, "", registryKnowledge(REGISTRY, NO_ITEMS), { session, locate: () => null });
	return session.diagnostics.map((finding) => `${finding.code} ${finding.message}`);
}

describe("a rule has the readings that its effect calls for", () => {
	const except = [command([prefix("git push origin")])];
	const shape = (made: IrRule) => {
		const [only] = compile([made]).compiled.rules;
		return [only?.strict, only?.loose, only?.except].map((program) => program !== null);
	};
	test.each([
		["allow", "skip", [true, false, true]],
		["allow", "allow", [true, false, true]],
		["allow", "request", [true, true, true]],
		["allow", "deny", [true, true, true]],
		["deny", "skip", [false, true, true]],
		["deny", "allow", [true, true, true]],
		["request", "request", [false, true, true]],
	] as const)("%s, on_mismatch %s", (effect, on_mismatch, expected) => {
		expect(shape(rule(effect, command([prefix("git push")], [], except), { on_mismatch }))).toEqual(expected);
	});
	test("without a command there are none", () => {
		expect(compile([rule("deny", null, { writes: ["/etc/**"] })]).compiled.rules[0]).toMatchObject({
			strict: null,
			loose: null,
			except: null,
			programs: null,
		});
	});
});

test("an ambiguous beginning of a long option is a maybe", () => {
	const { compiled } = compile([rule("deny", command([prefix("git push")], [flag("-f", "--force")]))]);
	const dfa = built(languageOf(compiled.rules[0]?.loose ?? null, compiled.automata, 0));
	const label = (...args: string[]) => labelOfWords(dfa, ["git", "push", ...args]);
	expect([label("--force"), label("--forc"), label("-uf"), label("-o", "-f"), label("-of"), label("--", "-f")]).toEqual([2, 1, 2, 0, 0, 0]);
});

test("heads list literal alternatives and share what comes after them", () => {
	const { compiled } = compile([
		rule("deny", command([prefix("git push,reset"), prefix("git push origin"), prefix("rm")])),
		rule("request", command([prefix("/usr/bin/NPM publish")])),
	]);
	expect(compiled.rules.map(({ loose, programs }) => ({ loose, programs }))).toEqual([
		{
			loose: {
				kind: "heads",
				heads: [
					{ words: [["git"], ["push", "reset"]], tail: 0 },
					{ words: [["rm"]], tail: 0 },
				],
			},
			programs: ["git", "rm"],
		},
		{ loose: { kind: "heads", heads: [{ words: [["npm"], ["publish"]], tail: 0 }] }, programs: ["npm"] },
	]);
});

test("a head is split where the options of its pairs are known differently", () => {
	const { compiled } = compile([rule("deny", command([prefix("git push,reset,x,y")], [flag("--hard")]))]);
	const program = compiled.rules[0]?.loose;
	expect(program?.kind === "heads" ? program.heads.map((head) => head.words[1]) : null).toEqual([["push"], ["reset"], ["x", "y"]]);
});

test("the program index is null where a pattern binds no program", () => {
	const programs = (matcher: Matcher) => compile([rule("deny", command([matcher]))]).compiled.rules[0]?.programs;
	expect(programs({ kind: "glob", pattern: "git push*" })).toEqual(["git"]);
	expect(programs({ kind: "glob", pattern: "/usr/bin/git push a/b*" })).toEqual(["git"]);
	expect(programs({ kind: "glob", pattern: "git*" })).toBe(null);
	expect(programs({ kind: "regex", pattern: "^(curl|wget) .*http", ignore_case: false })).toEqual(["curl", "wget"]);
	expect(programs({ kind: "regex", pattern: "http", ignore_case: false })).toBe(null);
	expect(programs({ kind: "prefix", words: [["mkfs*"]] })).toBe(null);
});

test("global options that a rule names are listed", () => {
	const option: ArgLine = { kind: "option", name: "-C", values: ["sub"] };
	const [first] = compile([rule("deny", command([prefix("git push")], [option, flag("--no-pager", "-f")]))]).compiled.rules;
	expect(first?.global_options).toEqual(["--no-pager", "-C"]);
});

test("path sets are numbered, and every word carries a mark for each", () => {
	const under = (paths: string[]): ArgLine => ({ kind: "operand_under", every: false, paths });
	const { compiled } = compile([rule("deny", command([prefix("rm")], [under(["/etc"]), { kind: "not", line: under(["/etc/x"]) }]))]);
	const [first] = compiled.rules;
	expect(first?.path_sets).toEqual([["/etc"], ["/etc/x"]]);
	const dfa = built(languageOf(first?.loose ?? null, compiled.automata, 2));
	const word = (text: string, ...marks: number[]) => Uint8Array.from([...new TextEncoder().encode(text), ...marks]);
	const rm = word("rm", 0xfd, 0xfd);
	expect([
		labelOfWords(dfa, [rm, word("a", 0xfe, 0xfd)]),
		labelOfWords(dfa, [rm, word("a", 0xfe, 0xfe)]),
		labelOfWords(dfa, [rm, word("a", 0xfd, 0xfd)]),
		labelOfWords(dfa, [rm, word("\u00fe", 0xfe, 0xfd)]),
		labelOfWords(dfa, [rm, word("a", 0xfe)]),
	]).toEqual([2, 0, 0, 2, 0]);
});

describe("problems", () => {
	test("a regex outside the subset", () => {
		expect(messages([rule("deny", command([{ kind: "regex", pattern: "é(?=b)", ignore_case: false }]))])).toEqual([
			"PC4103 the regex `é(?=b)` cannot be read at character 2: look-around is not supported",
		]);
	});
	test("args where there are no words", () => {
		expect(messages([rule("deny", command([{ kind: "glob", pattern: "git*" }], [flag("-f")]))])[0]).toMatch(/^PC4105 /);
		expect(messages([rule("deny", command([{ kind: "exact", words: [["git"], ["**"]] }], [flag("-f")]))])[0]).toMatch(/^PC4105 /);
	});
	test("a spelling that is none", () => {
		expect(compile([rule("deny", command([prefix("git")], [flag("--")]))]).found).toEqual(["flag-spelling"]);
	});
	test("too large and large", () => {
		const flags = (count: number) => Array.from({ length: count }, (_, i) => flag(`--option${i}`));
		expect(compile([rule("deny", command([prefix("x")], flags(5)))]).found).toEqual([]);
		expect(compile([rule("deny", command([prefix("x")], flags(7)))]).found).toEqual(["automaton-large"]);
		expect(compile([rule("deny", command([{ kind: "regex", pattern: "a.{40}b", ignore_case: false }]))]).found).toEqual([
			"automaton-too-large",
		]);
	});
	test("a dead rule says what makes it dead", () => {
		const count = (value: number): ArgLine => ({ kind: "count", operator: "==", value });
		expect(messages([rule("deny", command([prefix("x")], [{ kind: "count", operator: "<", value: 0 }]))])).toEqual([
			"PC4106 the rule `r` matches no command: `count < 0` never holds here",
		]);
		expect(messages([rule("allow", command([prefix("x")], [count(1), count(2)]))])).toEqual([
			"PC4106 the rule `r` matches no command: `count == 1` and `count == 2` never hold together",
		]);
		expect(messages([rule("allow", command([prefix("/bin/X y")], [], [command([prefix("x")])]))])).toEqual([
			"PC4106 the rule `r` matches no command: its exception takes every command of it away",
		]);
	});
	test("a dead exception", () => {
		const dead = [command([prefix("git push")]), command([prefix("git pull")])];
		expect(messages([rule("deny", command([prefix("git push")], [], dead))])).toEqual([
			"PC4107 exception 2 of the rule `r` meets no command of the rule",
		]);
		expect(messages([rule("deny", command([prefix("git push")], [], [command([prefix("/opt/git push")])]))])).toEqual([]);
	});
});

test("knowledge comes from the registry and from program items", () => {
	const item = { name: "tool", subcommands: ["run"], value_options: ["--env"], inert_options: ["-q"], read_only: [] };
	const knowledge = registryKnowledge(REGISTRY, {
		programs: [item, { ...item, name: "git", subcommands: [], value_options: ["--also"] }],
		wrappers: [],
	});
	expect(knowledge.lookup("tool", "run").values).toEqual(["--env"]);
	expect(knowledge.lookup("tool", "other").values).toBe(null);
	expect(knowledge.lookup("tool", "run").globals).toEqual(["--env", "-q"]);
	expect(knowledge.lookup("git", "push").values).toEqual(["--also", "--push-option", "-o"]);
	expect(knowledge.lookup("git", null).values).toBe(null);
	expect(knowledge.lookup("rm", "-rf").values).toEqual([]);
	expect(knowledge.lookup("constructor", null).values).toBe(null);
});

test("the vocabulary of witnesses starts with heads and names long options before short ones", () => {
	const lines = [flag("-f", "--force"), { kind: "operand", every: false, patterns: ["release/*"] } as const];
	expect(collectVocabulary([command([prefix("git push")], lines)])).toEqual(["git", "push", "--force", "-f", "release/x"]);
});
