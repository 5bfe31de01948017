/**
 * golden/good: policies with every output recorded. A case is a folder with `policy-config/`, an optional `args.json`
 * (options that choose the policy), a `lines.txt` (command lines to decide) and the recorded `expected/`.
 *
 * Two parts are the same in every case and stand in it by their hash only: the evaluator and the built-in registry.
 */

import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
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
		const out = mkdtempSync(join(tmpdir(), "policyc-golden-"));
		try {
			const resolved = await runCli(["resolve", "--include-conditional", ...args], place);
			expect(resolved.err).toBe("");
			made.set("resolved.json", resolved.out);
			const built = await runCli(["build", "--out-dir", out, ...args], place);
			expect(built.status, built.err).toBe(0);
			for (const path of listFiles(out)) made.set(`build/${path}`, settle(path, readFileSync(join(out, path), "utf8")));
		} finally {
			rmSync(out, { recursive: true, force: true });
		}
		const lines = existsSync(join(place, "lines.txt")) ? readFileSync(join(place, "lines.txt"), "utf8").split("\n").filter(Boolean) : [];
		const verdicts: string[] = [];
		for (const line of lines) {
			const verdict = await runCli(["eval", "--json", "--cwd", "/repo", ...args, line], place, { HOME: "/home/me" });
			verdicts.push(`${line}\n\t${verdict.out.trim()}\n`);
		}
		if (verdicts.length > 0) made.set("verdicts.txt", verdicts.join(""));
		holdToGolden(join(place, "expected"), made);
	});
});

/** A built file with what is the same everywhere, or follows from it, replaced by a short form. */
function settle(path: string, content: string): string {
	const hash = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 12);
	if (path.endsWith("policy-evaluator.mjs")) return "the bundled evaluator\n";
	if (path.endsWith("policy-wrapper-rules.json")) {
		const bundle = JSON.parse(content);
		return `${JSON.stringify({ ...bundle, bundle_hash: "of the whole bundle", registry: `sha256 ${hash(JSON.stringify(bundle.registry))}` }, null, "\t")}\n`;
	}
	if (path.endsWith("manifest.json")) return content.replace(/"[0-9a-f]{64}"/g, '"of the file"');
	return content;
}
