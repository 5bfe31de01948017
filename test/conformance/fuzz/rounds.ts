/** What a fuzzing run asks, round by round: each is one policy and many requests. */

import { type Choose, choicesFrom } from "../../../cli/conformance/choose.ts";
import { drawLine, drawLines } from "../../../cli/conformance/draw-lines.ts";
import { AROUND } from "../../../cli/conformance/surround-lines.ts";
import { type Prepared, prepare } from "../../../runtime/typescript/index.ts";
import type { Bundle } from "../../../runtime/typescript/types.ts";
import { FACTS } from "../../arbitraries/ir.ts";
import { DAMAGES } from "../../runtime/events.ts";
import { drawTriples, type Triple } from "../../support/draw-triples.ts";
import { prepareIr } from "../../support/prepare-ir.ts";
import { sameLine } from "../../support/same-line.ts";
import { malform } from "../malform-bundles.ts";

/** One round. */
export interface Round {
	/** The name of a policy of the kit; null for one that is drawn. */
	readonly policy: string | null;
	readonly bundle: Bundle;
	/** The text of the policy's file where it is not that of the bundle: most likely one that cannot be read. */
	readonly text: string | Uint8Array | null;
	/** Ready to decide: the bundle. */
	readonly prepared: Prepared;
	readonly requests: readonly string[];
	/** What the oracle judges too; the first requests are about these. */
	readonly triples: readonly Triple[];
	/** How the lines of triples are spelled. */
	readonly spelling: number;
}

/** What rounds are drawn from. */
export interface Sources {
	readonly lines: readonly string[];
	readonly policies: ReadonlyMap<string, Bundle>;
}

/** Requests in a round about a policy of the kit; triples of a drawn policy, and requests made from their lines. */
const KIT_REQUESTS = 10_000;
const TRIPLES = 500;
const NEAR = 3_000;
/** Of so many requests one is damaged. */
const DAMAGED = 40;
/** Bundles in a round of those that cannot be read: each takes a process. */
const REFUSED = 10;

/** Round after round, for ever. The same seed gives the same rounds. */
export function* rounds(sources: Sources, seed: number): Generator<Round> {
	const prepared = new Map([...sources.policies].map(([name, bundle]) => [name, prepare(bundle)]));
	for (let number = 0; ; number++) {
		const start = (seed * 65_536 + number) >>> 0;
		const choose = choicesFrom(start);
		const way = choose(20);
		if (way < 10) yield kitRound(sources.lines, prepared, choose);
		else if (way < 18) yield* drawnRounds(start, choose);
		else yield* malformedRounds(prepared, choose);
	}
}

function pick<Item>(list: readonly Item[], choose: Choose): Item {
	const item = list[choose(list.length)];
	if (item === undefined) throw new Error("nothing to choose from");
	return item;
}

/** A request about a line: the facts are those of the kit, or drawn. */
function requestOf(command: string, id: number, choose: Choose): string {
	if (choose(DAMAGED) === 0) return damagedRequest(command, choose);
	if (choose(3) > 0) return JSON.stringify({ id, command, ...pick(AROUND, choose) });
	const drawn = FACTS.filter(() => choose(2) === 0).map((fact) => [fact, pick([true, false, "unknown"], choose)] as const);
	const cwd = pick(["/repo", "/repo/src", "/", "/etc", "/srv/work", null], choose);
	const facts = { ...Object.fromEntries(drawn), root: "/repo", home: "/home/me" };
	return JSON.stringify({ id, command, cwd, facts, unattended: choose(4) === 0 });
}

/** A text that is no request; it holds no line break, which would make two of it. */
function damagedRequest(command: string, choose: Choose): string {
	const [, damage] = pick(Object.entries(DAMAGES), choose);
	const text = damage(JSON.stringify({ id: 1, command, cwd: "/" }), choose(60));
	return typeof text === "string" && text !== "" && !text.includes("\n") ? text : "{";
}

function kitRound(lines: readonly string[], policies: ReadonlyMap<string, Prepared>, choose: Choose): Round {
	const [policy, prepared] = pick([...policies], choose);
	const requests = Array.from({ length: KIT_REQUESTS }, (_, id) => requestOf(drawLine(lines, choose), id, choose));
	return { policy, bundle: prepared.bundle, text: null, prepared, requests, triples: [], spelling: 0 };
}

/** A drawn policy: lines near its rules, which the oracle judges too, and lines made from those. */
function* drawnRounds(seed: number, choose: Choose): Generator<Round> {
	for (const triples of drawTriples({ seed, triples: TRIPLES, linesPerPolicy: TRIPLES })) {
		const prepared = triples[0] && prepareIr(triples[0].policy);
		if (!prepared) continue;
		const said = triples.map(({ line, given }, at) => sameLine(line, given, choicesFrom(seed + at)).request);
		const near = drawLines(
			said.map(({ command }) => command),
			NEAR,
			seed,
		);
		const requests = [
			...said.map((request, at) => JSON.stringify({ id: seed + at, ...request })),
			...near.map((line, id) => requestOf(line, id, choose)),
		];
		yield { policy: null, bundle: prepared.bundle, text: null, prepared, requests, triples, spelling: seed };
	}
}

/** Texts that are most likely no bundles. */
function* malformedRounds(policies: ReadonlyMap<string, Prepared>, choose: Choose): Generator<Round> {
	const [, prepared] = pick([...policies], choose);
	const requests = ['{"command":"ls"}', "x", '{"id":7,"command":"git push"}'];
	for (let number = 0; number < REFUSED; number++) {
		const text = malform(prepared.bundle, number, choose);
		yield { policy: null, bundle: prepared.bundle, text, prepared, requests, triples: [], spelling: 0 };
	}
}
