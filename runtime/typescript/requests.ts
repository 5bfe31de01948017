/**
 * Requests to an evaluator that serves: one JSON object each.
 */

import type { InputError } from "./codes.ts";
import { type Json, readJson } from "./json.ts";
import { boolean, either, isObject, matching, objectOf, oneOf, orNull, type Shape, text, whole } from "./shape.ts";
import type { Request } from "./types.ts";

/** A request may have this many bytes. */
export const MOST_REQUEST_BYTES = 1024 * 1024;

/** Facts as they are given: values by name; `root` and `home` are directories. */
export const FACTS: Shape = (value) =>
	isObject(value) &&
	Object.entries(value).every(([name, fact]) => (name === "root" || name === "home" ? text(fact) : boolean(fact) || fact === "unknown"));

const IDENTIFIER = either(text, whole(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER));
const REQUEST = objectOf(
	{ command: text },
	{ id: orNull(IDENTIFIER), cwd: orNull(either(matching(/^\//), oneOf(""))), facts: orNull(FACTS), unattended: boolean },
);

/** A request and the `id` that its answer repeats; or why it is refused, with the `id` where that could be read. */
export type RequestReading =
	| { readonly id: string | number | null; readonly request: Request; readonly error: null }
	| { readonly id: string | number | null; readonly request: null; readonly error: InputError };

/**
 * Reads one request. Only `command` is required; `cwd` is an absolute path, empty or null for unknown.
 *
 * @example readRequest(bytes of '{"id": 1, "command": "ls"}') // { id: 1, request: { command: "ls", … }, error: null }
 */
export function readRequest(bytes: Uint8Array): RequestReading {
	const read = readJson(bytes, MOST_REQUEST_BYTES);
	if (!read) return { id: null, request: null, error: "bad_json" };
	const id = identifierOf(read.value);
	if (!REQUEST(read.value)) return { id, request: null, error: "bad_request" };
	const { command, cwd, facts, unattended } = read.value as unknown as Partial<Request> & Pick<Request, "command">;
	return { id, request: { command, cwd: cwd || null, facts: facts ?? null, unattended: unattended ?? false }, error: null };
}

function identifierOf(value: Json): string | number | null {
	const id = isObject(value) ? value.id : null;
	return id !== undefined && IDENTIFIER(id) ? (id as string | number) : null;
}
