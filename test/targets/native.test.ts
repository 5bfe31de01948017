/**
 * The projects of native evaluators: their own formatters leave them as they are, their own tools build them offline, and what they
 * decide by the policy inside is what they decide by the same bundle read strictly, to the byte.
 *
 * POLICYC_CONFORMANCE sets how many generated requests there are, POLICYC_SEED another seed. A language whose toolchain is missing is
 * not run.
 */

import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { inProject } from "../../cli/compile-project.ts";
import { compareAnswers } from "../../cli/conformance/differences.ts";
import { drawLines } from "../../cli/conformance/draw-lines.ts";
import { requestsFor } from "../../cli/conformance/surround-lines.ts";
import { gatherEngines } from "../../cli/engines.ts";
import { indexBundle } from "../../targets/bundle/index-bundle.ts";
import { emitProject } from "../../targets/emit-project.ts";
import { type OutputFile, projectFolder } from "../../targets/index.ts";
import { FILES } from "../../targets/target.ts";
import { type Language, triedLanguages } from "../conformance/languages.ts";
import { POLICIES, writePolicy } from "../conformance/policies.ts";
import { call, expectRefusal, type Program, serveAll } from "../conformance/programs.ts";
import { goldenLines } from "../conformance/requests.ts";
import { EVENTS } from "../runtime/events.ts";

const ROOT = join(import.meta.dirname, "../..");
const GENERATED = Number(process.env.POLICYC_CONFORMANCE ?? 20_000);
const SEED = Number(process.env.POLICYC_SEED ?? 20_261_121);
/** A build in Go takes a second; with another tool it takes long, and the policies differ in data alone. */
const policiesOf = ({ name }: Language) => (name === "go" ? POLICIES : POLICIES.slice(0, 1));

const folder = mkdtempSync(join(tmpdir(), "policyc-native-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const engines = gatherEngines(ROOT);

function projectOf({ name }: Language, written: string): readonly OutputFile[] {
	return emitProject(name, engines[name] ?? {}, written, indexBundle(JSON.parse(written), written));
}

/** The tools as the tests find them: Zig may stand in the repository's own folder for toolchains. */
const ENVIRONMENT = { ...process.env, PATH: [process.env.PATH, join(ROOT, ".toolchains/zig/ziglang")].join(delimiter) };

/** Words that end well, and say nothing on standard output, where every source is as the language's formatter writes it. */
const FORMATTERS = {
	go: ["gofmt", "-l", "."],
	rust: ["cargo", "fmt", "--check"],
	zig: ["zig", "fmt", "--check", "."],
} as const satisfies Record<Language["name"], readonly [string, ...string[]]>;

/** Formats a project, compiles it, and puts the program into a folder. */
function compileInto(language: Language, files: readonly OutputFile[], place: string): string {
	const program = join(place, FILES.native);
	const compiled = inProject(language.name, files, ENVIRONMENT, (made, project) => {
		const [command, ...words] = FORMATTERS[language.name];
		const formatted = spawnSync(command, words, { cwd: project, encoding: "utf8", env: ENVIRONMENT });
		expect(formatted).toMatchObject({ status: 0, stdout: "" });
		cpSync(made, program);
		return null;
	});
	if (compiled) throw new Error(compiled.problem);
	return program;
}

/** The program as one whose first two words, `--bundle FILE`, are left out: the policy inside it decides. */
function embedded([command]: Program): Program {
	return ["sh", "-c", 'shift 2; exec "$0" "$@"', command];
}

describe.each(triedLanguages())("$name", (language) => {
	const built = new Map<string, { readonly program: Program; readonly bundle: string }>();
	const first = (): { readonly program: Program; readonly bundle: string } => {
		const found = built.get(POLICIES[0] ?? "");
		if (!found) throw new Error("nothing was built");
		return found;
	};

	test("a project is formatted as its own formatter writes, and compiles", () => {
		for (const policy of policiesOf(language)) {
			const place = join(folder, language.name, policy);
			mkdirSync(place, { recursive: true });
			const bundle = writePolicy(policy, place);
			built.set(policy, { program: [compileInto(language, projectOf(language, readFileSync(bundle, "utf8")), place)], bundle });
		}
	});

	test.each(policiesOf(language))("%s: the policy inside decides as the bundle does", async (policy) => {
		const { program, bundle } = built.get(policy) ?? first();
		const lines = [...goldenLines(), ...drawLines(goldenLines(), Math.ceil(GENERATED / 4 / POLICIES.length), SEED)];
		const requests = requestsFor(lines);
		const [strict, inside] = await Promise.all([serveAll(program, bundle, requests), serveAll(embedded(program), bundle, requests)]);
		expect(compareAnswers(strict, inside)).toBeNull();
		console.log(`${language.name}, ${policy}: ${requests.length} requests (seed ${SEED}), 0 differences`);
	});

	test("single calls and hooks need no --bundle, and take another one", () => {
		const { program, bundle } = first();
		const { policy_hash }: { readonly policy_hash: string } = JSON.parse(readFileSync(bundle, "utf8"));
		expect(call(program, ["--version"])).toMatchObject({ status: 0, stdout: `${policy_hash}\n` });
		for (const command of ["git push --force", "git status", "rm -rf /"]) {
			const args = ["--command", command, "--cwd", "/", "--json"];
			expect(call(program, args)).toEqual(call(program, ["--bundle", bundle, ...args]));
			const event = JSON.stringify(EVENTS.claude?.(command));
			expect(call(program, ["--hook", "claude"], event)).toEqual(call(program, ["--hook", "claude", "--bundle", bundle], event));
		}
		expect(call(program, ["--version", "--bundle", "/nowhere"]).status).toBe(3);
		expect(call(program, ["--version", "--sha256", "0".repeat(64)]).status).toBe(6);
	});
});

describe.each(triedLanguages().filter(({ name }) => name === "go"))("$name, an index that does not fit", (language) => {
	const bundle = () => writePolicy("golden/good/default-host", folder);
	const damages: readonly (readonly [string, (index: string) => string])[] = [
		["is of another bundle", (index) => index.replace(/(?<=\n\n)[0-9a-f]{8}/, "00000001")],
		["is cut off", (index) => index.slice(0, 1_000)],
		["is none", () => "policy index 2\n\n"],
		["holds no numbers", (index) => index.replaceAll(/[0-9]/g, "x")],
	];

	test.each(damages)("because it %s: refuses, and never allows", (_, damage) => {
		const place = mkdtempSync(join(folder, "damaged-"));
		const files = projectOf(language, readFileSync(bundle(), "utf8"));
		const damaged = files.map((file) => (file.path.endsWith(FILES.index) ? { ...file, content: damage(file.content) } : file));
		const program: Program = [compileInto(language, damaged, place)];
		for (const command of ["git status", "ls", "git push --force", "sudo git log"]) {
			const asked = call(program, ["--command", command, "--cwd", "/", "--json"]);
			expect([asked.status, JSON.parse(asked.stdout)]).toMatchObject([3, { decision: "deny", by: "input" }]);
			expectRefusal(call(program, ["--hook", "claude"], JSON.stringify(EVENTS.claude?.(command))));
		}
	});
});

test("a project stands below one folder, and holds the bundle as it is", () => {
	const written = readFileSync(writePolicy("golden/good/default-host", folder), "utf8");
	for (const language of triedLanguages()) {
		const files = projectOf(language, written);
		expect(files.every(({ path }) => path.startsWith(`${projectFolder(language.name)}/`))).toBe(true);
		expect(files.filter(({ path }) => path.endsWith(FILES.bundle)).map(({ content }) => content)).toEqual([written]);
		expect(files.filter(({ path }) => /_test\.go$|\/tests?\//.test(path))).toEqual([]);
	}
});
