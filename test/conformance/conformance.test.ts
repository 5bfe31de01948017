/**
 * Every evaluator gives the answers of the one in TypeScript, byte for byte, and the oracle's decision where the oracle can be asked.
 *
 * POLICYC_CONFORMANCE sets how many generated requests there are, POLICYC_SEED another seed. Languages whose toolchain is missing,
 * and the corpora where they are missing, are not run.
 */

import { beforeAll, describe, expect, test } from "vitest";
import { expectedAnswers } from "../../cli/conformance/batches.ts";
import { drawLines } from "../../cli/conformance/draw-lines.ts";
import { PLACED, requestsFor } from "../../cli/conformance/surround-lines.ts";
import type { IrPolicy } from "../../compiler/ir/types.ts";
import type { Prepared } from "../../runtime/typescript/index.ts";
import { DAMAGES } from "../runtime/events.ts";
import { drawTriples, type Triple } from "../support/draw-triples.ts";
import { prepareIr } from "../support/prepare-ir.ts";
import { judgeTriple } from "./ask-oracle.ts";
import { holdAll, useEvaluators } from "./compare.ts";
import { corpusCommands } from "./corpus-lines.ts";
import { triedLanguages } from "./languages.ts";
import { POLICIES, smallPolicies, writeBundle, writePolicy } from "./policies.ts";
import { call, callReference, REFERENCE } from "./programs.ts";
import { corpusLines, goldenLines, HAS_CORPORA, registryLines } from "./requests.ts";

const GENERATED = Number(process.env.POLICYC_CONFORMANCE ?? 50_000);
const SEED = Number(process.env.POLICYC_SEED ?? 20_261_121);
/** Of the generated requests, one in five is about a generated policy: those that the oracle judges too. */
const TRIPLES = Math.ceil(GENERATED / 5);
const LINES_PER_POLICY = 100;

const evaluators = useEvaluators();
const bundles = new Map<string, string>();
const named = triedLanguages()
	.map(({ name }) => name)
	.join(", ");

beforeAll(() => {
	for (const policy of POLICIES) bundles.set(policy, writePolicy(policy, evaluators.folder));
});

describe.each(POLICIES)("%s", (policy) => {
	const bundle = (): string => bundles.get(policy) ?? "";

	test("the constructs of the shell", async () => {
		await holdAll(evaluators, bundle(), requestsFor(goldenLines()), REFERENCE);
	});

	test("the entries of the registry", async () => {
		await holdAll(evaluators, bundle(), requestsFor(registryLines(), PLACED), REFERENCE);
	});

	test("lines made from them", async () => {
		const requests = Math.ceil((GENERATED - TRIPLES) / POLICIES.length);
		const lines = drawLines([...goldenLines(), ...registryLines()], Math.ceil(requests / requestsFor(["x"]).length), SEED);
		const answers = await holdAll(evaluators, bundle(), requestsFor(lines), REFERENCE);
		console.log(`${policy}: ${answers.length} generated requests (seed ${SEED}) in ${named}, 0 differences`);
	});

	test.skipIf(!HAS_CORPORA)("the corpora", async () => {
		const answers = await holdAll(evaluators, bundle(), requestsFor(corpusLines()), REFERENCE);
		console.log(`${policy}: ${answers.length} requests of the corpora in ${named}, 0 differences`);
	});
});

/** Asks the oracle and all evaluators about triples of one policy; gives how many the oracle judged. */
async function holdToOracle(
	prepared: Prepared,
	policy: IrPolicy,
	triples: readonly Pick<Triple, "line" | "given">[],
	seed: number,
): Promise<number> {
	const asked = triples.map((triple, at) => judgeTriple(prepared, policy, triple, seed + at));
	for (const { fault } of asked) expect(fault).toBeNull();
	const { bundle } = prepared;
	const requests = asked.map(({ request }) => request);
	const expected = Promise.resolve(expectedAnswers({ bundle, requests }));
	await holdAll(evaluators, writeBundle(bundle, evaluators.folder, "with-oracle"), requests, expected);
	return asked.filter(({ judged }) => judged).length;
}

describe("with the oracle", () => {
	test("generated policies and lines near their rules", async () => {
		let asked = 0;
		let judged = 0;
		for (const triples of drawTriples({ seed: SEED, triples: TRIPLES, linesPerPolicy: LINES_PER_POLICY })) {
			const policy = triples[0]?.policy;
			const prepared = policy && prepareIr(policy);
			if (!prepared) continue;
			judged += await holdToOracle(prepared, policy, triples, SEED + asked);
			asked += triples.length;
		}
		console.log(`${asked} generated triples (seed ${SEED}) in ${named}, ${judged} of them judged by the oracle, 0 differences`);
		expect(asked).toBeGreaterThan(TRIPLES / 2);
		expect(judged).toBeGreaterThan(0.99 * asked);
	});

	test.skipIf(!HAS_CORPORA).each(smallPolicies())("commands of the corpora: $name", async ({ policy, prepared }) => {
		const triples = corpusCommands();
		const judged = await holdToOracle(prepared, policy, triples, SEED);
		console.log(`${triples.length} commands of the corpora in ${named}, ${judged} of them judged by the oracle, 0 differences`);
		expect(judged).toBeGreaterThan(triples.length / 2);
	});
});

test("requests that are none, each beside one that is", async () => {
	const request = '{"id":1,"command":"git push","cwd":"/"}';
	const requests = Object.values(DAMAGES)
		.flatMap((damage) => [0, 1, 7, 12, 13, 20, 49].map((at) => damage(request, at)))
		// Line breaks would make two requests of one, and an empty line is none.
		.filter((damaged) => damaged.length > 0 && !Buffer.from(damaged).includes("\n"))
		.flatMap((damaged) => [damaged, request]);
	const answers = await holdAll(evaluators, bundles.get("golden/shell") ?? "", requests, REFERENCE);
	for (const answer of answers.filter((_, at) => at % 2 === 0)) expect(JSON.parse(answer)).toMatchObject({ decision: "deny", by: "input" });
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
	await holdAll(evaluators, bundles.get("examples/dotfiles") ?? "", wrong, REFERENCE);
});

describe.each(triedLanguages())("the command line of $name", (language) => {
	const bundle = (): string => bundles.get("golden/shell") ?? "";
	const calls: readonly (readonly string[])[] = [
		[],
		["--help"],
		["--frob"],
		["--bundle"],
		["--bundle", "BUNDLE"],
		["--bundle", "BUNDLE", "--version"],
		["--bundle", "FOLDER", "--version"],
		["--bundle", "BUNDLE", "--command", "git push --force"],
		["--bundle", "BUNDLE", "--command", "git push --force", "--json", "--cwd", "/"],
		["--bundle", "BUNDLE", "--command", "ls", "--json", "--cwd", "FOLDER/../..//."],
		["--bundle", "BUNDLE", "--command", "ls", "--command", "ls"],
		["--bundle", "BUNDLE", "--command", "ls", "--facts", "{"],
		["--bundle", "BUNDLE", "--command", "ls", "--facts", '{"a":1}'],
		["--bundle", "BUNDLE", "--command", "ls", "--fallback", "allow"],
		["--bundle", "BUNDLE", "--command", "ls", "--sha256", "0".repeat(64)],
		["--bundle", "/nowhere", "--command", "ls", "--fallback", "request"],
		["--bundle", "/nowhere", "--command", "ls", "--fallback", "request", "--unattended", "--json"],
	];
	test.each(calls.map((args) => ({ args })))("$args", ({ args }) => {
		const bare = { PATH: process.env.PATH, HOME: evaluators.folder };
		const words = args.map((word) => word.replace("BUNDLE", bundle()).replace("FOLDER", evaluators.folder));
		expect(call(evaluators.program(language), words, "", bare)).toEqual(callReference(words, "", bare));
	});
});
