/** Asks the oracle what the reference says of one triple, and writes the triple as a request for all evaluators. */

import { isDeepStrictEqual } from "node:util";
import { choicesFrom } from "../../cli/conformance/choose.ts";
import { judgeLine, type Line, type Surroundings } from "../../compiler/ir/oracle/index.ts";
import type { IrPolicy } from "../../compiler/ir/types.ts";
import { decide, type Prepared } from "../../runtime/typescript/index.ts";
import { REGISTRY } from "../arbitraries/registry.ts";
import { judgeText } from "../support/runtime-judgement.ts";
import { sameLine } from "../support/same-line.ts";

/** A triple as a request, and what the oracle makes of it. */
export interface Judged {
	readonly request: string;
	/** Whether the oracle could be asked: the reader found the words, and nothing that only a reader of texts can tell. */
	readonly judged: boolean;
	/** How the reference differs from the oracle, as JSON; null where it does not. */
	readonly fault: string | null;
}

/**
 * Writes a triple as a request, and asks the oracle where it can be asked.
 *
 * @param prepared the policy, ready to decide
 * @param policy the same policy, as the oracle reads it
 * @param seed how the line is spelled
 */
export function judgeTriple(
	prepared: Prepared,
	policy: IrPolicy,
	{ line: drawn, given }: { readonly line: Line; readonly given: Surroundings },
	seed: number,
): Judged {
	const same = sameLine(drawn, given, choicesFrom(seed));
	const { line, actual, sameWords } = judgeText(prepared, same);
	const told = new Set([...line.opaque, ...line.commands.flatMap(({ opaque }) => opaque)]);
	const judged = sameWords && decide(prepared, same.request).opaque.every(({ code }) => told.has(code));
	const request = JSON.stringify({ id: seed, ...same.request });
	if (!judged) return { request, judged, fault: null };
	const expected = judgeLine(policy, REGISTRY, line, same.given);
	const isSame = isDeepStrictEqual(JSON.parse(JSON.stringify(actual)), JSON.parse(JSON.stringify(expected)));
	return { request, judged, fault: isSame ? null : JSON.stringify({ request, expected, actual, rules: policy.rules }) };
}
