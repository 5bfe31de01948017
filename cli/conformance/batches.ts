/** What evaluators are asked, policy by policy, with the answers that the reference gives. */

import { Session } from "../../compiler/diagnostics/session.ts";
import { resolve } from "../../compiler/index.ts";
import { canonicalJson, type Prepared, prepare } from "../../runtime/typescript/index.ts";
import { answer } from "../../runtime/typescript/serve.ts";
import type { Bundle } from "../../runtime/typescript/types.ts";
import { bundleOf } from "../../targets/index.ts";
import { REGISTRY } from "../registry.ts";
import type { CaseFiles, CasePolicy, NamedCase } from "./case-files.ts";
import { drawLines } from "./draw-lines.ts";
import { PLACED, requestsFor } from "./surround-lines.ts";
import { truthBundle, truthRequests } from "./truth-bundle.ts";
import { truthCases } from "./truth-cases.ts";

/** Requests to be answered under one policy. */
export interface Batch {
	/** Where the requests come from, and the policy: `golden golden/shell`. */
	readonly name: string;
	readonly bundle: Bundle;
	/** One request a line, without newlines. */
	readonly requests: readonly string[];
	/** What each request is called, where each has a name of its own. */
	readonly names?: readonly string[];
}

/** How much is drawn. */
export interface Draw {
	readonly seed: number;
	/** Generated requests, over all policies together. */
	readonly cases: number;
}

/** The policy under which the lines of the registry are asked, once each: it denies commands that many of them hold. */
const REGISTRY_POLICY = "golden/shell";

/** A policy of the kit, compiled. */
export function compilePolicy({ scope, path, text }: CasePolicy): Bundle {
	const session = new Session();
	const files = [{ scope, name: null, source: { path, text }, own: false }];
	const readInclude = () => ({ problem: "a policy of the case files stands alone" });
	const resolved = resolve({ files, readInclude, trusted: true, registry: REGISTRY }, session);
	if (!resolved) throw new Error(`${path}: ${session.diagnostics[0]?.message}`);
	return bundleOf(resolved.compiled, REGISTRY);
}

/** The kit as batches: named cases, the truth table, and for each policy the constructs of the shell and lines drawn from them. */
export function* batchesOf(files: CaseFiles, { seed, cases }: Draw): Generator<Batch> {
	const bundles = new Map(files.policies.map((policy) => [policy.name, compilePolicy(policy)]));
	yield* joinNamed(files.named.map((one) => namedBatch(one, bundles)));
	const rows = truthCases(files.truthTable);
	yield { name: "truth-table", bundle: truthBundle(rows), requests: truthRequests(rows) };
	const registryPolicy = bundles.get(REGISTRY_POLICY);
	if (registryPolicy)
		yield { name: `registry ${REGISTRY_POLICY}`, bundle: registryPolicy, requests: requestsFor(files.registryLines, PLACED) };
	const seeds = [...files.lines, ...files.registryLines];
	const perPolicy = Math.ceil(cases / bundles.size);
	for (const [name, bundle] of bundles) {
		yield { name: `golden ${name}`, bundle, requests: requestsFor(files.lines) };
		const around = requestsFor(["x"]).length;
		const drawn = requestsFor(drawLines(seeds, Math.ceil(perPolicy / around), seed)).slice(0, perPolicy);
		yield { name: `generated ${name}`, bundle, requests: drawn };
	}
}

/** A named case as a batch of one request. */
export function namedBatch({ name, policy, request }: NamedCase, bundles: ReadonlyMap<string, Bundle>): Batch {
	const bundle = typeof policy === "string" ? bundles.get(policy) : policy;
	if (!bundle) throw new Error(`the case ${name} names a policy that is not there`);
	return { name: `named ${name}`, bundle, requests: [typeof request === "string" ? request : JSON.stringify(request)] };
}

/** Named cases as few batches: those under the same policy as one, since each batch starts the program anew. */
function joinNamed(batches: readonly Batch[]): readonly Batch[] {
	const groups = new Map<string, Batch[]>();
	for (const batch of batches) {
		const { bundle_hash } = batch.bundle;
		groups.set(bundle_hash, [...(groups.get(bundle_hash) ?? []), batch]);
	}
	return [...groups.values()].flatMap((group, at) => {
		const [first] = group;
		if (!first) return [];
		const requests = group.flatMap((one) => one.requests);
		return [{ name: `named ${at + 1}`, bundle: first.bundle, requests, names: group.map(({ name }) => name) }];
	});
}

/** What the reference answers: one canonical verdict for each request. */
export function expectedAnswers({ bundle, requests }: Pick<Batch, "bundle" | "requests">): readonly string[] {
	const prepared: Prepared = prepare(bundle);
	return requests.map((request) => answer(prepared, Buffer.from(request)));
}

/** The text of a bundle as evaluators read it. */
export function bundleText(bundle: Bundle): string {
	return canonicalJson(bundle);
}
