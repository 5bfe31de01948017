/**
 * The evaluator in Go gives the answers of the one in TypeScript, byte for byte.
 *
 * POLICYC_CONFORMANCE sets how many generated lines each policy gets, POLICYC_SEED another seed. Without Go, and without the
 * corpora, the tests concerned are not run.
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DAMAGES } from "../runtime/events.ts";
import { drawTriples } from "../support/draw-triples.ts";
import { prepareIr } from "../support/prepare-ir.ts";
import { choicesFrom } from "../support/render-line.ts";
import { sameLine } from "../support/same-line.ts";
import { firstDifference } from "./differences.ts";
import { buildGo, call, hasGo, type Program, REFERENCE, runGo, serveAll, unformattedGo } from "./evaluators.ts";
import { POLICIES, writeBundle, writePolicy } from "./policies.ts";
import { corpusLines, goldenLines, HAS_CORPORA, mutatedLines, requestsFor } from "./requests.ts";

const GENERATED = Number(process.env.POLICYC_CONFORMANCE ?? 1_000);
const SEED = Number(process.env.POLICYC_SEED ?? 20_261_121);
const LINES_PER_POLICY = 100;

const folder = mkdtempSync(join(tmpdir(), "conformance-"));
const bundles = new Map<string, string>();
let go: Program = ["not built"];
afterAll(() => rmSync(folder, { recursive: true }));

/** Asks both and shows the first difference. */
async function compare(bundle: string, requests: readonly (string | Uint8Array)[]): Promise<readonly string[]> {
	const [expected, found] = await Promise.all([serveAll(REFERENCE, bundle, requests), serveAll(go, bundle, requests)]);
	const difference = firstDifference(requests, expected, found);
	expect(difference, difference ?? "").toBeNull();
	return found;
}

describe.skipIf(!hasGo())("Go", () => {
	beforeAll(() => {
		go = buildGo(folder);
		for (const policy of POLICIES) bundles.set(policy, writePolicy(policy, folder));
	});

	test("is formatted, and its own tests pass", () => {
		expect(unformattedGo()).toBe("");
		expect(runGo("vet", "./...")).toMatchObject({ status: 0 });
		expect(runGo("test", "./...")).toMatchObject({ status: 0 });
	});

	describe.each(POLICIES)("%s", (policy) => {
		const bundle = (): string => bundles.get(policy) ?? "";

		test("the constructs of the shell", async () => {
			await compare(bundle(), requestsFor(goldenLines()));
		});

		test("lines made from them", async () => {
			const answers = await compare(bundle(), requestsFor(mutatedLines(goldenLines(), GENERATED, SEED)));
			console.log(`${policy}: ${answers.length} generated requests (seed ${SEED}), 0 differences`);
		});

		test.skipIf(!HAS_CORPORA)("the corpora", async () => {
			const answers = await compare(bundle(), requestsFor(corpusLines()));
			console.log(`${policy}: ${answers.length} requests of the corpora, 0 differences`);
		});
	});

	test("generated policies and lines near their rules", async () => {
		let asked = 0;
		for (const triples of drawTriples({ seed: SEED, triples: GENERATED, linesPerPolicy: LINES_PER_POLICY })) {
			const policy = triples[0]?.policy;
			const prepared = policy && prepareIr(policy);
			if (!prepared) continue;
			const requests = triples.map(({ line, given }, id) =>
				JSON.stringify({ id, ...sameLine(line, given, choicesFrom(SEED + asked + id)).request }),
			);
			await compare(writeBundle(prepared.bundle, folder, "generated"), requests);
			asked += requests.length;
		}
		console.log(`${asked} generated triples (seed ${SEED}), 0 differences`);
		expect(asked).toBeGreaterThan(GENERATED / 2);
	});

	test("requests that are none, each beside one that is", async () => {
		const request = '{"id":1,"command":"git push","cwd":"/"}';
		const requests = Object.values(DAMAGES)
			.flatMap((damage) => [0, 1, 7, 12, 13, 20, 49].map((at) => damage(request, at)))
			// Line breaks would make two requests of one, and an empty line is none.
			.filter((damaged) => damaged.length > 0 && !Buffer.from(damaged).includes("\n"))
			.flatMap((damaged) => [damaged, request]);
		const answers = await compare(bundles.get("golden/shell") ?? "", requests);
		for (const answer of answers.filter((_, at) => at % 2 === 0))
			expect(JSON.parse(answer)).toMatchObject({ decision: "deny", by: "input" });
	});

	test("values of the wrong kind, and keys that are not known", async () => {
		const wrong = [
			...["[]", "null", "1", '"x"', "{}", '{"command":null}', '{"command":["ls"]}', '{"comand":"ls"}', '{"command":"ls","cwd":"x"}'],
			...['{"command":"ls","id":{}}', '{"command":"ls","id":1.5}', '{"command":"ls","id":9007199254740992}', '{"command":"ls","id":-0}'],
			...['{"id":"a","facts":{"a":1},"command":"ls"}', '{"facts":{"root":true},"command":"ls"}', '{"unattended":1,"command":"ls"}'],
			...['{"command":"ls\\u0000"}', '{"command":"ls","id":true}', '{"command":"ls","id":"\\ud83d\\ude00"}', '{"command":"","cwd":""}'],
			...[65_535, 65_536, 65_537].map((length) => JSON.stringify({ command: "x".repeat(length) })),
			...[999, 1_000, 1_001].map((count) => JSON.stringify({ command: "a;".repeat(count) })),
			...[9_997, 9_999, 10_001].map((count) => JSON.stringify({ command: "a ".repeat(count) })),
			...[31, 32, 63, 64, 65].flatMap((depth) => [
				JSON.stringify({ command: `${"(".repeat(depth)}ls${")".repeat(depth)}` }),
				JSON.stringify({ command: `ls ${"$(".repeat(depth)}x${")".repeat(depth)}` }),
				JSON.stringify({ command: `${"sudo ".repeat(depth)}git push` }),
			]),
		];
		await compare(bundles.get("examples/dotfiles") ?? "", wrong);
	});

	test("the command line", () => {
		const bundle = bundles.get("golden/shell") ?? "";
		const bare = { PATH: process.env.PATH, HOME: folder };
		for (const args of [
			[],
			["--help"],
			["--frob"],
			["--bundle"],
			["--bundle", bundle],
			["--bundle", bundle, "--version"],
			["--bundle", folder, "--version"],
			["--bundle", bundle, "--command", "git push --force"],
			["--bundle", bundle, "--command", "git push --force", "--json", "--cwd", "/"],
			["--bundle", bundle, "--command", "ls", "--json", "--cwd", `${folder}/../..//.`],
			["--bundle", bundle, "--command", "ls", "--command", "ls"],
			["--bundle", bundle, "--command", "ls", "--facts", "{"],
			["--bundle", bundle, "--command", "ls", "--facts", '{"a":1}'],
			["--bundle", bundle, "--command", "ls", "--fallback", "allow"],
			["--bundle", bundle, "--command", "ls", "--sha256", "0".repeat(64)],
			["--bundle", "/nowhere", "--command", "ls", "--fallback", "request"],
			["--bundle", "/nowhere", "--command", "ls", "--fallback", "request", "--unattended", "--json"],
		]) {
			expect(call(go, args, "", bare), args.join(" ")).toEqual(call(REFERENCE, args, "", bare));
		}
	});
});
