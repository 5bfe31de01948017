/**
 * Answers one request per line until the input ends.
 */

import { readSync, writeSync } from "node:fs";
import { decide, type Prepared } from "./index.ts";
import { MOST_REQUEST_BYTES, readRequest } from "./requests.ts";
import { canonicalJson, refuse } from "./verdict.ts";

const NEWLINE = 0x0a;
const STDIN = 0;
const STDOUT = 1;

/**
 * The answer to one line: the verdict in canonical JSON, with the `id` of the request or null.
 *
 * @param prepared null where the bundle could not be read: every answer is then a refusal
 */
export function answer(prepared: Prepared | null, line: Uint8Array): string {
	const { id, request, error } = readRequest(line);
	const hash = prepared?.bundle.policy_hash ?? null;
	if (!prepared) return canonicalJson({ id, ...refuse("malformed_bundle", hash) });
	return canonicalJson({ id, ...(request ? decide(prepared, request) : refuse(error, hash)) });
}

/** Serves until standard input ends. A line over the size limit is answered with a refusal and skipped. */
export function serve(prepared: Prepared | null): void {
	for (const line of linesOf(STDIN)) writeAll(STDOUT, `${answer(prepared, line)}\n`);
}

/** The lines of a descriptor as bytes, without their newlines. Empty lines are skipped. */
function* linesOf(descriptor: number): Generator<Uint8Array> {
	let chunks: Uint8Array[] = [];
	let length = 0;
	const buffer = Buffer.alloc(65_536);
	const take = (): Uint8Array => {
		const line = Buffer.concat(chunks);
		chunks = [];
		length = 0;
		return line;
	};
	for (let count = readSome(descriptor, buffer); count > 0; count = readSome(descriptor, buffer)) {
		let from = 0;
		for (let at = buffer.indexOf(NEWLINE); at >= 0 && at < count; at = buffer.indexOf(NEWLINE, from)) {
			keep(buffer.subarray(from, at));
			if (length > 0) yield take();
			from = at + 1;
		}
		keep(buffer.subarray(from, count));
	}
	if (length > 0) yield take();

	/** Of an overlong line only so much is kept that it stays overlong. */
	function keep(chunk: Uint8Array): void {
		if (chunk.length === 0 || length > MOST_REQUEST_BYTES) return;
		chunks.push(Uint8Array.from(chunk));
		length += chunk.length;
	}
}

/** Reads some bytes and waits for them; 0 at the end. */
function readSome(descriptor: number, buffer: Buffer): number {
	for (;;) {
		try {
			return readSync(descriptor, buffer, 0, buffer.length, null);
		} catch (error) {
			const code = codeOf(error);
			if (code === "EOF") return 0;
			if (code !== "EAGAIN") throw error;
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
		}
	}
}

/** Writes a whole text, however the descriptor takes it. */
export function writeAll(descriptor: number, text: string): void {
	const bytes = Buffer.from(text, "utf8");
	for (let at = 0; at < bytes.length; ) {
		try {
			at += writeSync(descriptor, bytes, at);
		} catch (error) {
			if (codeOf(error) !== "EAGAIN") throw error;
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
		}
	}
}

function codeOf(error: unknown): string {
	return error instanceof Error && "code" in error ? String(error.code) : "";
}
