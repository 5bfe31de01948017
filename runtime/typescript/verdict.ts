/**
 * Verdicts: those of refused inputs, and the one text that a value has.
 */

import { INPUT_ERRORS, type InputError } from "./codes.ts";
import type { Verdict } from "./types.ts";

/** The verdict on an input that is refused. `policyHash` is null where no policy could be read. */
export function refuse(error: InputError, policyHash: string | null): Verdict {
	return {
		decision: "deny",
		leave_to_host: false,
		by: "input",
		rule: null,
		reason: `The input is refused: ${INPUT_ERRORS[error]}.`,
		commands: [],
		opaque: [],
		conditions: [],
		errors: [error],
		policy_hash: policyHash,
	};
}

/**
 * The canonical JSON text of a plain value (RFC 8785): keys sorted by UTF-16 code unit, no blanks, numbers and
 * strings as ECMAScript writes them. Members whose value is undefined are left out, as in JSON.stringify.
 *
 * @example canonicalJson({ b: 1, a: [null] }) // '{"a":[null],"b":1}'
 */
export function canonicalJson(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
	if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
	const members = Object.entries(value).filter(([, member]) => member !== undefined);
	members.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
	return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(",")}}`;
}
