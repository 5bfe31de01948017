/**
 * The process around a hook: whatever happens to it, it ends in an answer that the host understands.
 *
 * The refusal is rendered before any work is done. Its own deadline, an exception, a signal, an event that is never
 * finished, an output that nobody takes: all of them end in that refusal. What a process cannot do anything about
 * (a kill, no memory, no interpreter) is left to the dispatch script.
 */

import { fstatSync, statSync } from "node:fs";
import { answerHook, type HookAnswer, type HookPolicy, type HostProtocol, MOST_EVENT_BYTES, protocolOf, refuseHook } from "./hooks.ts";
import { showControls } from "./say-decision.ts";
import { writeAll } from "./serve.ts";

const STDOUT = 1;
const STDERR = 2;
/** Where an answer cannot be delivered, the status has to say it. */
const REFUSED = 2;
/** A second call of exit handlers must not write again; module state, because there is one process. */
let ended = false;

/**
 * Answers the one event on standard input, and ends the process.
 *
 * @param host the name of a host; one that is not known is refused with the status that blocks everywhere
 * @param load makes the policy ready, or says what is wrong with the call; it may throw
 */
export function runHook(host: string, load: () => HookPolicy | string): void {
	const protocol = protocolOf(host);
	const failure = refuseHook(protocol, "The policy evaluator failed or did not answer in time.");
	guard(failure, protocol?.deadline_ms ?? 0);
	if (!protocol) end(refuseHook(null, `This policy evaluator does not know the host \`${showControls(host)}\`.`));
	else readEvent((bytes) => end(bytes === null ? refuseHook(protocol, "What the host sent is too long.") : answer(protocol, bytes, load)));
}

function answer(protocol: HostProtocol, bytes: Uint8Array, load: () => HookPolicy | string): HookAnswer {
	const policy = load();
	return typeof policy === "string"
		? refuseHook(protocol, `The policy evaluator was called wrongly: ${policy}.`)
		: answerHook(protocol, bytes, policy);
}

/** Makes every way out of the process end in the refusal, unless the answer was given. */
function guard(failure: HookAnswer, deadline: number): void {
	process.exitCode = REFUSED;
	const refuse = (): void => end(failure);
	for (const event of ["uncaughtException", "unhandledRejection", "SIGTERM", "SIGINT", "SIGHUP", "exit"]) process.on(event, refuse);
	// The deadline counts from the start of the process.
	setTimeout(refuse, Math.max(0, deadline - performance.now()));
}

/** Reads standard input to its end; null where it is longer than an event may be. An error of reading is thrown. */
function readEvent(then: (bytes: Uint8Array | null) => void): void {
	const chunks: Uint8Array[] = [];
	let length = 0;
	process.stdin.on("data", (chunk: Buffer) => {
		length += chunk.length;
		if (length > MOST_EVENT_BYTES) then(null);
		else chunks.push(chunk);
	});
	process.stdin.on("end", () => then(Buffer.concat(chunks)));
}

/** Gives an answer and ends the process; what comes after the first answer is ignored. */
function end({ status, stdout, stderr }: HookAnswer): void {
	if (ended) return;
	ended = true;
	let final = REFUSED;
	try {
		writeAll(STDOUT, stdout);
		if (status !== 0 || !isNullDevice(STDOUT)) final = status;
	} catch {
		// The host does not read: only the status is left.
	}
	try {
		writeAll(STDERR, stderr);
	} catch {
		// Nobody reads the reason; the refusal stands.
	}
	process.exit(final);
}

/** Whether a descriptor leads nowhere: Node opens closed standard descriptors on the null device, so that writing succeeds. */
function isNullDevice(descriptor: number): boolean {
	const status = fstatSync(descriptor);
	return status.isCharacterDevice() && status.rdev === statSync("/dev/null").rdev;
}
