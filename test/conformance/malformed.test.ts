/**
 * What is no event of a host and what is no bundle is refused in the host's form by every evaluator; beside each stands a valid one,
 * which is answered as always.
 *
 * The contract is about processes, so each call of a native evaluator is one. The reference, whose start takes fifty times as long,
 * is asked inside of this process, and as a process for one call in a hundred. POLICYC_MALFORMED sets how many there are of each
 * kind, POLICYC_SEED another seed.
 */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Choose, choicesFrom } from "../../cli/conformance/choose.ts";
import { readBundle } from "../../runtime/typescript/bundle.ts";
import { answerHook, HOOK_HOSTS, type HookAnswer, MOST_EVENT_BYTES, protocolOf, refuseHook } from "../../runtime/typescript/hooks.ts";
import { canonicalJson, NOTHING_KNOWN, type Prepared, prepare } from "../../runtime/typescript/index.ts";
import type { Bundle } from "../../runtime/typescript/types.ts";
import { REGISTRY } from "../arbitraries/registry.ts";
import { bundle, prefix } from "../runtime/bundle.ts";
import { DAMAGES, EVENTS } from "../runtime/events.ts";
import { useEvaluators } from "./compare.ts";
import { triedLanguages } from "./languages.ts";
import { malform, twinOf } from "./malform-bundles.ts";
import { callMany, type HookCall } from "./many-calls.ts";
import { call, type Ended, REFERENCE } from "./programs.ts";

const CASES = Number(process.env.POLICYC_MALFORMED ?? 2_000);
const SEED = Number(process.env.POLICYC_SEED ?? 20_261_121);
/** One in so many calls is made to the reference as a process too. */
const SHARE_OF_REFERENCE = 100;

const evaluators = useEvaluators();
const BUNDLE: Bundle = bundle(
	[
		{ id: "no", action: "deny", command: prefix("git push"), reason: "No." },
		{ id: "yes", action: "allow", command: prefix("ls") },
	],
	{ default: "request" },
	REGISTRY,
);
const COMMANDS = ["ls", "git push", "rm -rf /", "ls; git push", "é", "", 'ls "$x" | git push'];

/** A call with the answer that it must have. */
interface Case extends HookCall {
	readonly expected: HookAnswer;
	/** The name of the damage; null for a valid twin. */
	readonly damage: string | null;
}

function pick<Item>(list: readonly Item[], choose: Choose): Item {
	const item = list[choose(list.length)];
	if (item === undefined) throw new Error("nothing to choose from");
	return item;
}

/** What the reference answers; `prepared` is null where the bundle cannot be read. */
function expectedAnswer(host: string, event: string | Uint8Array, prepared: Prepared | null): HookAnswer {
	const protocol = protocolOf(host);
	if (!protocol) throw new Error(`no protocol of ${host}`);
	// The process reads no more than that, and says so.
	if (event.length > MOST_EVENT_BYTES) return refuseHook(protocol, "What the host sent is too long.");
	const policy = { prepared, fallback: "deny" as const, facts: null, unattended: false, surroundings: () => NOTHING_KNOWN };
	return answerHook(protocol, Buffer.from(event), policy);
}

/** Whether an answer is a refusal in the host's form, whatever the reason. */
function isRefusal(host: string, { status, stdout }: HookAnswer): boolean {
	const protocol = protocolOf(host);
	const form = protocol?.forms[protocol.failure];
	if (!form) return false;
	const parts = canonicalJson(form.stdout).split("{reason}");
	return status === form.status && stdout.startsWith(parts[0] ?? "") && stdout.endsWith(`${parts.at(-1) ?? ""}\n`);
}

/** What only refusals of inputs say. */
const NOT_UNDERSTOOD = /The command is refused|cannot be read/;

function writeCase(folder: string, name: string, text: string | Uint8Array): string {
	const path = join(folder, name);
	writeFileSync(path, text);
	return path;
}

/** Events that are none, each beside one that is. */
function eventCases(folder: string): readonly Case[] {
	const choose = choicesFrom(SEED);
	const policy = writeCase(folder, "policy.json", JSON.stringify(BUNDLE));
	const prepared = prepare(BUNDLE);
	const names = Object.keys(DAMAGES);
	return Array.from({ length: CASES }, (_, at) => {
		const host = pick(HOOK_HOSTS, choose);
		const name = names[at % names.length] ?? "";
		const valid = JSON.stringify(EVENTS[host]?.(pick(COMMANDS, choose)));
		const damaged = DAMAGES[name]?.(valid, choose(300)) ?? "";
		const one = (file: string, event: string | Uint8Array, damage: string | null): Case => {
			const path = writeCase(folder, file, event);
			return { host, bundle: policy, event: path, damage, expected: expectedAnswer(host, event, prepared) };
		};
		return [one(`${at}.damaged`, damaged, name), one(`${at}.valid`, valid, null)];
	}).flat();
}

/** Bundles that are none, each beside one that is. */
function bundleCases(folder: string): readonly Case[] {
	const choose = choicesFrom(SEED);
	const malformed = (at: number): string | Uint8Array => {
		for (;;) {
			const text = malform(BUNDLE, at, choose);
			if (!readBundle(Buffer.from(text))) return text;
		}
	};
	const events = new Map(
		HOOK_HOSTS.map((host) => {
			const text = JSON.stringify(EVENTS[host]?.("ls"));
			return [host, { text, file: writeCase(folder, `${host}.event`, text) }];
		}),
	);
	return Array.from({ length: CASES }, (_, at) => {
		const host = pick(HOOK_HOSTS, choose);
		const event = events.get(host) ?? { text: "", file: "" };
		const one = (file: string, text: string | Uint8Array, damage: string | null): Case => {
			const read = damage === null ? readBundle(Buffer.from(text)) : null;
			const expected = expectedAnswer(host, event.text, read && prepare(read));
			return { host, bundle: writeCase(folder, file, text), event: event.file, damage, expected };
		};
		return [one(`${at}.damaged`, malformed(at), "bundle"), one(`${at}.valid`, twinOf(BUNDLE, at), null)];
	}).flat();
}

/** Holds answers to those that are expected; shows the first that differs. */
function holdAnswers(cases: readonly Case[], answers: readonly Ended[], name: string): void {
	for (const [at, { expected, damage, event, bundle: file }] of cases.entries()) {
		const { status, stdout, stderr } = answers[at] ?? { status: null, stdout: "", stderr: "" };
		if (status !== expected.status || stdout !== expected.stdout || stderr !== expected.stderr)
			expect({ status, stdout, stderr }, `${name}, ${damage ?? "valid"}: ${event} under ${file}`).toEqual(expected);
	}
}

describe.each([
	["events", eventCases],
	["bundles", bundleCases],
] as const)("malformed %s", (kind, make) => {
	test("are refused in the host's form, their twins are answered", async () => {
		const folder = join(evaluators.folder, kind);
		mkdirSync(folder);
		const cases = make(folder);
		for (const { host, damage, expected } of cases) {
			if (damage !== null) expect(isRefusal(host, expected), damage).toBe(true);
			expect(NOT_UNDERSTOOD.test(expected.stdout + expected.stderr), damage ?? "valid").toBe(damage !== null);
		}
		for (const [name, program] of evaluators.programs) {
			const answers = await callMany(program, cases, join(folder, `calls-${name}`));
			holdAnswers(cases, answers, name);
			console.log(`${name}: ${CASES} malformed ${kind}, each beside a valid one (seed ${SEED}), 0 differences`);
		}
		// An odd step, so that damaged and valid ones take turns.
		const some = cases.filter((_, at) => at % (SHARE_OF_REFERENCE + 1) === 0);
		const asked = some.map(({ host, bundle: file, event }) =>
			call(["sh", "-c", '"$@" <"$EVENT"', "sh"], [...REFERENCE, "--hook", host, "--bundle", file], "", { ...process.env, EVENT: event }),
		);
		holdAnswers(some, asked, "typescript");
	});
});

test("the languages that were asked", () => {
	expect([...evaluators.programs.keys()]).toEqual(triedLanguages().map(({ name }) => name));
});
