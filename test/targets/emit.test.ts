import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalText, sha256 } from "../../compiler/ir/canonical.ts";
import type { AutomatonTable, CompiledPolicy, Program } from "../../compiler/ir/compiled.ts";
import { ARTIFACT_TARGETS, bundleOf, emitHarness, HARNESSES, HOST_TARGETS, isHarness, wrapperEntries } from "../../targets/index.ts";
import { type Bundle, FILES } from "../../targets/target.ts";
import { compiledPolicy, REGISTRY, SMALL_POLICY } from "./compile-by-hand.ts";
import { expectRecorded } from "./golden.ts";

const ASSETS = { evaluator: "export {};\n", registry: REGISTRY };
const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });

function emitted(path: string, compiled: CompiledPolicy = SMALL_POLICY): string {
	return emitHarness(compiled, "all", ASSETS).files.find((file) => file.path === path)?.content ?? "";
}

function writtenBundle(compiled: CompiledPolicy): Bundle {
	return JSON.parse(emitted(FILES.bundle, compiled));
}

describe("the files of a build", () => {
	const artifacts = HARNESSES.map((host) => HOST_TARGETS[host].capabilities.artifact);
	const shared = Object.values(ARTIFACT_TARGETS).map(({ path }) => path);

	test("stand in a fixed order: hosts, bundle, script, evaluator, loss report, manifest", () => {
		expect(emitHarness(SMALL_POLICY, "all", ASSETS).files.map(({ path }) => path)).toEqual([...artifacts, ...shared]);
		expect(shared).toEqual([FILES.bundle, FILES.dispatch, FILES.evaluator, FILES.losses, FILES.manifest]);
	});

	test.each(HARNESSES)("for %s alone hold its artifact and its rows alone", (host) => {
		const { files, losses, summary } = emitHarness(SMALL_POLICY, host, ASSETS);
		expect(files.map(({ path }) => path)).toEqual([HOST_TARGETS[host].capabilities.artifact, ...shared]);
		expect(new Set(losses.map((loss) => loss.host))).toEqual(new Set([host]));
		expect(summary.map((row) => [row.host, row.artifact])).toEqual([[host, HOST_TARGETS[host].capabilities.artifact]]);
		const counted = summary.flatMap(({ counts }) => Object.values(counts)).reduce((sum, count) => sum + count, 0);
		expect(counted).toBe(SMALL_POLICY.rules.length);
	});

	test("for a harness without a target hold the wrapper alone", () => {
		const { files, losses, summary } = emitHarness(SMALL_POLICY, "none", ASSETS);
		expect([files.map(({ path }) => path), losses, summary]).toEqual([shared, [], []]);
		expect([isHarness("codex"), isHarness("none"), isHarness("toString")]).toEqual([true, false, false]);
	});

	test("of an empty policy are whole too", () => {
		const { files, problems } = emitHarness(compiledPolicy([]), "all", ASSETS);
		expect([files.length, problems]).toEqual([artifacts.length + shared.length, []]);
	});

	test("name no path of a machine, no clock and no host", () => {
		const text = emitHarness(SMALL_POLICY, "all", ASSETS)
			.files.map(({ content }) => content)
			.join("");
		expect(text).not.toMatch(/\/(?:home|root|Users)\//);
		expect(text).not.toContain(process.cwd());
	});

	test("a bundle over the limit is a problem", () => {
		const size = Buffer.byteLength(emitted(FILES.bundle));
		const problems = (limit: number) => emitHarness(SMALL_POLICY, "all", ASSETS, limit).problems;
		expect(problems(size)).toEqual([]);
		expect(problems(size - 1)).toEqual([{ name: "bundle-too-large", holes: { size, limit: size - 1 } }]);
	});
});

describe("schemas", () => {
	const validate = (schema: string) => ajv.compile(JSON.parse(readFileSync(new URL(`../../schemas/${schema}`, import.meta.url), "utf8")));

	test.each([
		["policy_wrapper_dispatch.schema.json", FILES.manifest],
		["loss_report.schema.json", FILES.losses],
	])("%s holds for what is written, and for nothing with a key more or less", (schema, path) => {
		const valid = validate(schema);
		for (const compiled of [SMALL_POLICY, compiledPolicy([])]) {
			const written: Record<string, unknown> = JSON.parse(emitted(path, compiled));
			expect(valid(written), JSON.stringify(valid.errors)).toBe(true);
			expect(valid({ ...written, more: 1 })).toBe(false);
			for (const key of Object.keys(written)) expect(valid({ ...written, [key]: undefined }), key).toBe(false);
		}
	});
});

describe("the bundle", () => {
	test("its hash is that of its canonical JSON without the hash", () => {
		const { bundle_hash, ...rest } = writtenBundle(SMALL_POLICY);
		expect(bundle_hash).toBe(sha256(canonicalText(rest)));
		expect(rest.policy_hash).toBe(SMALL_POLICY.policy_hash);
	});

	test("without hosts it differs in nothing but that no rule is native", () => {
		const alone = bundleOf(SMALL_POLICY, REGISTRY);
		const { bundle_hash: _, commands, ...rest } = writtenBundle(SMALL_POLICY);
		expect(alone).toMatchObject({ ...rest, commands: commands.map((entry) => ({ ...entry, native: [] })) });
		const entries = wrapperEntries(SMALL_POLICY);
		expect(alone).toMatchObject({ required_conditions: entries.required_conditions, commands: entries.commands });
	});

	test("its rules are those of the policy, with the words of every host", () => {
		const { commands, required_conditions } = writtenBundle(SMALL_POLICY);
		expect(commands.map(({ id }) => id)).toEqual(SMALL_POLICY.rules.map(({ rule }) => rule.name));
		expect(required_conditions).toEqual(["git_clean_worktree"]);
		expect(commands.find(({ id }) => id === "read-git")).toMatchObject({
			action: "allow",
			normalized_pattern: "git {diff,log,status}",
			shell_entry: "Shell(git {diff,log,status})",
			platform_action: { codex: "allow", cursor: "allow", claude: "allow", "factory-droid": "allow", gemini: "allow" },
			native: ["codex", "claude", "factory-droid", "gemini"],
		});
		expect(commands.find(({ id }) => id === "network-asks")?.platform_action).toEqual({
			codex: "prompt",
			cursor: "ask",
			claude: "ask",
			"factory-droid": "ask",
			gemini: "ask_user",
		});
		expect(commands.find(({ id }) => id === "clean-switch")).toMatchObject({ conditional: true, native: [] });
	});

	test("the policy's registry items extend the built-in registry", () => {
		const registry = {
			programs: [
				{ name: "git", subcommands: ["wip"], value_options: ["--depth"], inert_options: ["--quiet"], read_only: ["wip"] },
				{ name: "mytool", subcommands: [], value_options: ["-o"], inert_options: [], read_only: [] },
			],
			wrappers: [
				{ name: "retry", value_options: ["-n"], flags: ["-q"], then: "argv" as const, transparent: true },
				{ name: "sudo", value_options: ["-g"], flags: [], then: "text" as const, transparent: true },
			],
		};
		const { registry: merged } = writtenBundle(compiledPolicy([], { registry }));
		expect(merged.programs.git).toMatchObject({ global_values: ["--depth", "-c"], global_inert: ["--quiet"] });
		expect(merged.programs.git?.subcommands?.wip).toMatchObject({ values: ["--depth"], read_only: true, changes: [] });
		expect(merged.programs.git?.subcommands?.log).toMatchObject({ values: ["--depth"], read_only: true });
		expect(merged.programs.mytool).toEqual({ values: ["-o"] });
		expect(merged.wrappers.retry).toMatchObject({ values: ["-n"], flags: ["-q"], transparent: true });
		expect(merged.wrappers.sudo).toMatchObject({ values: ["-g", "-u"], transparent: false });
		expect(merged.wrappers.sudo?.then).toBe("argv");
		expect(merged.programs.cargo?.plugins).toBe(true);
		expect(Object.keys(merged.programs)).toEqual([...Object.keys(merged.programs)].sort());
	});
});

describe("the manifest", () => {
	test("holds the hash of every other file, and templates as arguments of their own", () => {
		const { files } = emitHarness(SMALL_POLICY, "all", ASSETS);
		const manifest = JSON.parse(files.at(-1)?.content ?? "");
		expect(manifest.files).toEqual(files.slice(0, -1).map(({ path, content }) => ({ path, sha256: sha256(content) })));
		expect(manifest.bundle_sha256).toBe(sha256(emitted(FILES.bundle)));
		expect(manifest.dispatch_command).toEqual(["./policy-dispatch.sh", "--command", "{command}", "--cwd", "{cwd}"]);
		expect(manifest).toMatchObject({ wrapper_rule_count: SMALL_POLICY.rules.length, fallback_condition_eval_error: "request" });
	});
});

test.each([FILES.losses, FILES.manifest, FILES.dispatch])("%s of the small policy is as recorded", (path) => {
	expectRecorded(path, emitted(path));
});

describe("the default in the loss report", () => {
	test.each([
		["host", "cursor", "exact", "none"],
		["allow", "cursor", "stricter", "stricter"],
		["request", "cursor", "exact", "none"],
		["request", "claude", "left_to_hook", "looser"],
		["deny", "cursor", "left_to_hook", "looser"],
	] as const)("%s at %s is %s", (decision, host, status, direction) => {
		const compiled = compiledPolicy(SMALL_POLICY.rules, { default: decision });
		const report = JSON.parse(emitHarness(compiled, host, ASSETS).files.find(({ path }) => path === FILES.losses)?.content ?? "");
		expect(report.hosts[0].default).toMatchObject({ decision, status, direction, witness: "date" });
	});
});

test("the order of rules, automata and keys changes no byte of any file", () => {
	const expected = emitHarness(SMALL_POLICY, "all", ASSETS).files;
	const orders = fc.record({
		rules: fc.shuffledSubarray([...SMALL_POLICY.rules.keys()], { minLength: SMALL_POLICY.rules.length }),
		automata: fc.shuffledSubarray([...SMALL_POLICY.automata.keys()], { minLength: SMALL_POLICY.automata.length }),
		turn: fc.boolean(),
	});
	fc.assert(
		fc.property(orders, ({ rules, automata, turn }) => {
			const shuffled = shuffle(SMALL_POLICY, rules, automata);
			const assets = turn ? { ...ASSETS, registry: turnKeys(ASSETS.registry) } : ASSETS;
			expect(emitHarness(turn ? turnKeys(shuffled) : shuffled, "all", assets).files).toEqual(expected);
		}),
		{ numRuns: 500 },
	);
});

function shuffle(compiled: CompiledPolicy, rules: readonly number[], automata: readonly number[]): CompiledPolicy {
	const renumber = (program: Program | null): Program | null =>
		program?.kind === "heads"
			? { kind: "heads", heads: program.heads.map((head) => ({ ...head, tail: automata.indexOf(head.tail) })) }
			: program;
	return {
		...compiled,
		rules: rules.flatMap((at) => {
			const known = compiled.rules[at];
			return known ? [{ ...known, strict: renumber(known.strict), loose: renumber(known.loose), except: renumber(known.except) }] : [];
		}),
		automata: automata.map((at): AutomatonTable => compiled.automata[at] ?? { accept: [], default: [], ranges: [] }),
	};
}

/** The same value with the keys of every map the other way round. */
function turnKeys<T>(value: T): T {
	const turned = (part: unknown): unknown => {
		if (Array.isArray(part)) return part.map(turned);
		if (typeof part !== "object" || part === null) return part;
		return Object.fromEntries(
			Object.entries(part)
				.reverse()
				.map(([key, member]) => [key, turned(member)]),
		);
	};
	return turned(value) as T;
}
