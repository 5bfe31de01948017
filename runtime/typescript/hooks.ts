/**
 * What hosts say to a hook, and what they want to hear: the reader of `runtime/protocols.json`.
 *
 * Everything here is a function of values: bytes in, an answer out. `hook-process.ts` is the process around it.
 */

import protocols from "../protocols.json" with { type: "json" };
import { decide, type Facts, type Prepared, type Surroundings } from "./index.ts";
import { type Json, readJson } from "./json.ts";
import { sayDecision } from "./say-decision.ts";
import { isObject } from "./shape.ts";
import type { Decision } from "./types.ts";
import { canonicalJson, refuse } from "./verdict.ts";

/** An event may have this many bytes. */
export const MOST_EVENT_BYTES = 1024 * 1024;

/** Keys that lead from an object to a value inside it. */
type Path = readonly string[];

/** How a host is told something. In `stdout`, the text `{reason}` stands for the reason. */
interface Form {
	readonly status: number;
	readonly stdout: Json;
	/** Whether the reason stands on standard error too. */
	readonly stderr: boolean;
	/** What is added to the reason where the form is stricter than what it stands for. */
	readonly advice?: string;
}

/** One kind of event that is about a command. */
interface EventProtocol {
	/** The name of the tool that runs commands, and where an event has it; null where the event is about commands only. */
	readonly tool: { readonly at: Path; readonly is: string } | null;
	readonly command: Path;
	readonly cwd: Path;
	/** Where an event may name another directory for the command: if it does, the directory is unknown. */
	readonly moved_by: readonly Path[];
	/** The form of each decision; `leave` is that of `leave_to_host` and of other tools. */
	readonly answers: Readonly<Record<Decision | "leave", string>>;
}

/** The protocol of one host. Its schema is `schemas/protocols.schema.json`. */
export interface HostProtocol {
	/** The timeout to configure for the hook at the host, and the evaluator's own deadline, in milliseconds. */
	readonly timeout_ms: number;
	readonly deadline_ms: number;
	/** Where an event has its name. */
	readonly event: Path;
	readonly events: { readonly [name: string]: EventProtocol };
	readonly forms: { readonly [name: string]: Form };
	/** The form of a refusal where nothing is known of the event. */
	readonly failure: string;
}

/** Typed by hand, since a JSON import has no literal types; a test holds the file to its schema. */
const HOSTS = protocols.hosts as unknown as { readonly [host: string]: HostProtocol };

/** The hosts whose protocol is known. */
export const HOOK_HOSTS: readonly string[] = Object.keys(HOSTS);

/** What the hook prints and ends with. */
export interface HookAnswer {
	readonly status: number;
	readonly stdout: string;
	readonly stderr: string;
}

/** The status that every host takes for a refusal; the only one where the host is not known. */
const REFUSED = 2;

/** The protocol of a host, or null. */
export function protocolOf(host: string): HostProtocol | null {
	return Object.hasOwn(HOSTS, host) ? (HOSTS[host] ?? null) : null;
}

/**
 * The refusal in a host's form, whatever went wrong.
 *
 * @param protocol null: the host is not known, and the status with a text has to do
 * @param problem one sentence for the person in front of the host
 * @example refuseHook(protocolOf("claude"), "The policy bundle cannot be read.").status // 2
 */
export function refuseHook(protocol: HostProtocol | null, problem: string): HookAnswer {
	const reason = `The command is refused. ${problem}`;
	return protocol ? write(protocol, protocol.failure, reason) : { status: REFUSED, stdout: "", stderr: `${reason}\n` };
}

/** What a hook needs to decide. */
export interface HookPolicy {
	/** Null where the bundle could not be read. */
	readonly prepared: Prepared | null;
	/** What is said where the bundle could not be read. */
	readonly fallback: "request" | "deny";
	/** Given facts instead of real ones; null: ask the machine. */
	readonly facts: Facts | null;
	readonly unattended: boolean;
	/** What surrounds a command that runs in this directory; null: unknown. */
	surroundings(cwd: string | null): Surroundings;
}

/**
 * Answers one event of a host. Never throws, and never answers with nothing.
 *
 * @param bytes the event: JSON in the strict profile, at most 1 MiB
 * @example answerHook(claude, bytes, policy) // { status: 2, stdout: '{"hookSpecificOutput":…', stderr: "…" }
 */
export function answerHook(protocol: HostProtocol, bytes: Uint8Array, policy: HookPolicy): HookAnswer {
	try {
		const read = readEvent(protocol, bytes);
		if ("problem" in read) return refuseHook(protocol, read.problem);
		const { event, command, cwd } = read;
		if (command === null) return write(protocol, event.answers.leave, "");
		if (!policy.prepared) return write(protocol, event.answers[policy.fallback], refuse("malformed_bundle", null).reason ?? "");
		const request = { command, cwd, facts: policy.facts, unattended: policy.unattended };
		const verdict = decide(policy.prepared, request, policy.surroundings(cwd));
		return write(protocol, event.answers[verdict.leave_to_host ? "leave" : verdict.decision], sayDecision(verdict));
	} catch {
		return refuseHook(protocol, refuse("internal_error", null).reason ?? "");
	}
}

/** An event about a command (null: about another tool), or why it is not understood. */
type EventReading =
	| { readonly event: EventProtocol; readonly command: string | null; readonly cwd: string | null }
	| { readonly problem: string };

/**
 * Reads an event. Keys that the protocol does not name are the host's own business; those that it names have to be
 * there and of the right kind.
 */
function readEvent(protocol: HostProtocol, bytes: Uint8Array): EventReading {
	const read = readJson(bytes, MOST_EVENT_BYTES);
	if (!read) return { problem: "What the host sent is not JSON in the strict profile." };
	const name = valueAt(read.value, protocol.event);
	const event = typeof name === "string" && Object.hasOwn(protocol.events, name) ? protocol.events[name] : undefined;
	if (!event) return { problem: "What the host sent is not an event that this hook knows." };
	if (event.tool) {
		const tool = valueAt(read.value, event.tool.at);
		if (typeof tool !== "string" || tool === "") return { problem: "The host's event does not name its tool." };
		if (tool !== event.tool.is) return { event, command: null, cwd: null };
	}
	const command = valueAt(read.value, event.command);
	if (typeof command !== "string") return { problem: "The host's event has no command where one should stand." };
	const cwd = valueAt(read.value, event.cwd);
	if (typeof cwd !== "string" || !cwd.startsWith("/") || cwd.includes("\0"))
		return { problem: "The host's event has no absolute directory." };
	const moved = event.moved_by.some((path) => valueAt(read.value, path) !== undefined);
	return { event, command, cwd: moved ? null : cwd };
}

function valueAt(value: Json, path: Path): Json | undefined {
	let at: Json | undefined = value;
	for (const key of path) at = at !== undefined && isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
	return at;
}

function write(protocol: HostProtocol, name: string, why: string): HookAnswer {
	const form = protocol.forms[name];
	if (!form) throw new Error(`the protocol has no form ${name}`);
	const reason = form.advice === undefined ? why : `${why} ${form.advice}`;
	const stdout = canonicalJson(form.stdout).replaceAll('"{reason}"', () => JSON.stringify(reason));
	return { status: form.status, stdout: `${stdout}\n`, stderr: form.stderr ? `${reason}\n` : "" };
}
