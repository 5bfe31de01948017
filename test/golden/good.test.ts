/**
 * golden/good: policies with every output recorded. A case is a folder with `policy-config/`, an optional `args.json`
 * (options that choose the policy), a `lines.txt` (command lines to decide), an optional `facts.json` (a list of fact sets under
 * each of which all lines are decided) and the recorded `expected/`.
 *
 * What is the same in every case stands in it in a short form: the evaluator, the built-in registry, hashes of files.
 */

import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { REGISTRY } from "../../cli/registry.ts";
import { runCli } from "../support/run-cli.ts";
import { holdToGolden, listCases, listFiles } from "./record.ts";

const folder = join(import.meta.dirname, "../../golden/good");
const cases = listCases(folder);

describe("golden/good", () => {
	test("there are at least 25 cases", () => expect(cases.length).toBeGreaterThanOrEqual(25));

	test.each(cases)("%s", async (name) => {
		const place = join(folder, name);
		const args: string[] = existsSync(join(place, "args.json")) ? JSON.parse(readFileSync(join(place, "args.json"), "utf8")) : [];
		const made = new Map<string, string>();
		const resolved = await runCli(["resolve", "--include-conditional", ...args], place);
		expect(resolved.err).toBe("");
		made.set("resolved.json", withoutRegistry(resolved.out));
		for (const [path, content] of await build(args, place)) made.set(`build/${path}`, content);
		const verdicts: string[] = [];
		for (const facts of readFacts(place)) {
			if (Object.keys(facts).length > 0) verdicts.push(`# given ${JSON.stringify(facts)}\n\n`);
			for (const line of readLines(place)) verdicts.push(await decide(line, facts, args, place));
		}
		made.set("verdicts.txt", verdicts.join(""));
		holdToGolden(join(place, "expected"), made);
	});
});

/** The built tree; a file that stands at several hosts is written once, and named by the others. */
async function build(args: readonly string[], place: string): Promise<Map<string, string>> {
	const out = mkdtempSync(join(tmpdir(), "policyc-golden-"));
	try {
		const built = await runCli(["build", "--out-dir", out, ...args], place);
		expect(built.status, built.err).toBe(0);
		const files = new Map<string, string>();
		const firstOf = new Map<string, string>();
		for (const path of listFiles(out)) {
			const content = settle(path, readFileSync(join(out, path), "utf8"));
			const first = firstOf.get(content);
			if (first === undefined) firstOf.set(content, path);
			files.set(path, first === undefined || content.length < 100 ? content : `the same as ${first}\n`);
		}
		return files;
	} finally {
		rmSync(out, { recursive: true, force: true });
	}
}

/** Decides a line in a made-up repository; the first line of the answer says it in words. */
async function decide(line: string, facts: object, args: readonly string[], place: string): Promise<string> {
	const given = JSON.stringify({ root: "/repo", home: "/home/me", ...facts });
	const { out, err } = await runCli(["eval", "--json", "--cwd", "/repo", "--facts", given, ...args, "--command", line], place);
	expect(err).toBe("");
	const { decision, leave_to_host, by, rule, ...rest } = JSON.parse(out);
	const words = `${decision}${leave_to_host ? ", left to the host," : ""} by ${rule === null ? by : by === "rule" ? rule : `${by} of ${rule}`}`;
	const details = ["commands", "opaque", "conditions", "errors", "reason"].map((key) => `\t${key} ${JSON.stringify(rest[key])}\n`);
	return `${line}\n\t=> ${words}\n${details.join("")}\n`;
}

function readLines(place: string): string[] {
	return readFileSync(join(place, "lines.txt"), "utf8").split("\n").slice(0, -1);
}

function readFacts(place: string): object[] {
	const path = join(place, "facts.json");
	return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : [{}];
}

/** A built file with what is the same everywhere, or follows from it, replaced by a short form. */
function settle(path: string, content: string): string {
	if (path.endsWith("policy-evaluator.mjs")) return "the bundled evaluator\n";
	if (path.endsWith("policy-wrapper-rules.json"))
		return withoutRegistry(content.replace(/"bundle_hash":"[0-9a-f]{64}"/, '"bundle_hash":""'));
	if (path.endsWith("manifest.json")) return content.replace(/("(?:bundle_)?sha256": )"[0-9a-f]{64}"/g, '$1"of the file"');
	return content;
}

/** A JSON text whose `registry` is cut down to the entries that the policy adds or changes. */
function withoutRegistry(text: string): string {
	const value: unknown = JSON.parse(text, (key, member: unknown) => (key === "registry" && isRegistry(member) ? cut(member) : member));
	return `${JSON.stringify(value, null, " ").replace(/\[[^[\]{}]*\]/g, (list) => list.replace(/\n\s*/g, ""))}\n`;
}

type Parts = Readonly<Record<"programs" | "wrappers", Readonly<Record<string, unknown>>>>;

function isRegistry(value: unknown): value is Parts {
	return typeof value === "object" && value !== null && "inert_environment" in value;
}

function cut(registry: Parts): Parts {
	const changed = (part: keyof Parts) => {
		const known: Readonly<Record<string, unknown>> = REGISTRY[part];
		return Object.fromEntries(
			Object.entries(registry[part]).filter(([name, entry]) => JSON.stringify(entry) !== JSON.stringify(known[name])),
		);
	};
	return { programs: changed("programs"), wrappers: changed("wrappers") };
}
