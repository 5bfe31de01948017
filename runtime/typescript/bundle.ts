/**
 * Reads a wrapper bundle strictly: whatever is not exactly as it should be makes the whole bundle unreadable.
 */

import { createHash } from "node:crypto";
import { type Json, readJson } from "./json.ts";
import {
	anything,
	boolean,
	either,
	isObject,
	later,
	listOf,
	mapOf,
	matching,
	objectOf,
	oneOf,
	orNull,
	type Shape,
	text,
	whole,
} from "./shape.ts";
import type { AutomatonTable, Bundle, Program } from "./types.ts";
import { canonicalJson } from "./verdict.ts";

/** Bundles may have this many bytes. */
export const MOST_BUNDLE_BYTES = 256 * 1024 * 1024;

const hash = matching(/^[0-9a-f]{64}$/);
const texts = listOf(text);
const decision = oneOf("allow", "request", "deny");
const fallback = oneOf("request", "deny");
const state = whole(-1, 2 ** 31 - 1);

const TABLE = objectOf({
	accept: listOf(whole(0, 2), 1),
	default: listOf(state, 1),
	ranges: listOf(listOf(state), 1),
});

const PROGRAM: Shape = either(
	objectOf({
		kind: oneOf("heads"),
		heads: listOf(objectOf({ words: listOf(listOf(text, 1), 1), tail: whole(0, 2 ** 31 - 1) })),
	}),
	objectOf({ kind: oneOf("automaton"), automaton: whole(0, 2 ** 31 - 1) }),
);

const CONDITION: Shape = either(
	objectOf({ name: text, value: orNull(text), required: boolean }),
	objectOf({ mode: oneOf("all", "any"), conditions: listOf(later(() => CONDITION)), required: boolean }),
	objectOf({
		mode: oneOf("not"),
		conditions: (value) => Array.isArray(value) && value.length === 1 && value.every(CONDITION),
		required: boolean,
	}),
);

const MATCHER = objectOf({ matcher: text, pattern: text, normalized_pattern: text });

const RULE = objectOf({
	id: text,
	source: text,
	action: decision,
	on_mismatch: oneOf("allow", "request", "deny", "skip"),
	on_unknown: orNull(fallback),
	matcher: orNull(text),
	pattern: orNull(text),
	normalized_pattern: orNull(text),
	matchers: listOf(MATCHER),
	conditions: orNull(CONDITION),
	conditional: boolean,
	platform_action: mapOf(text),
	shell_entry: orNull(text),
	native: texts,
	reason: orNull(text),
	strict: orNull(PROGRAM),
	loose: orNull(PROGRAM),
	except: orNull(PROGRAM),
	programs: orNull(texts),
	global_options: texts,
	path_sets: listOf(texts),
	writes: orNull(texts),
	reads: orNull(texts),
	env: orNull(texts),
});

const OPTIONS = { values: orNull(texts), flags: texts, runs: texts, runs_text: texts, unknown_operands: texts, bare_cluster: boolean };

const SUBCOMMAND = objectOf({}, { ...OPTIONS, read_only: boolean, query: texts, changes: orNull(texts), foreign: boolean });

const SETTINGS = objectOf({ options: texts, command: text, inert: texts, alias: text, environment: text });

const REGISTRY_PROGRAM = objectOf(
	{},
	{
		...OPTIONS,
		global_values: texts,
		global_inert: texts,
		global_directory: texts,
		shared: objectOf({}, OPTIONS),
		subcommands: mapOf(SUBCOMMAND),
		equivalent: listOf(texts),
		abbreviates: boolean,
		dashed: boolean,
		read_only: boolean,
		foreign: boolean,
		query: texts,
		plugins: boolean,
		shape: oneOf("awk", "jq", "sed"),
		reads_code: boolean,
		settings: SETTINGS,
	},
);

const WRAPPER = objectOf(
	{},
	{
		like: text,
		then: oneOf("argv", "text", "texts", "command", "stdin", "script"),
		values: texts,
		flags: texts,
		optional: texts,
		query: texts,
		abbreviates: boolean,
		operands: whole(0, 16),
		permute: boolean,
		assignments: boolean,
		mixed: boolean,
		assign_options: texts,
		empty: oneOf("stdin", "foreign"),
		default: text,
		transparent: boolean,
		in_shell: oneOf("now", "later"),
		directory: texts,
		moves: boolean,
		text_flag: text,
		text_options: texts,
		join: boolean,
		join_flags: texts,
		argv_flags: texts,
		split_options: texts,
		program_options: texts,
		runs: texts,
		appended: boolean,
		until: texts,
		replace: texts,
		inner_options: texts,
		open_end: boolean,
		fillers: texts,
	},
);

const REGISTRY = objectOf({
	programs: mapOf(REGISTRY_PROGRAM),
	wrappers: mapOf(WRAPPER),
	inert_environment: texts,
	lookup_environment: texts,
	system_folders: texts,
});

const BUNDLE = objectOf({
	schema_version: oneOf(1),
	policy_hash: hash,
	bundle_hash: hash,
	required_conditions: texts,
	defaults: objectOf({
		default: oneOf("allow", "request", "deny", "host"),
		opaque: fallback,
		condition_error: fallback,
		malformed_bundle: fallback,
		missing_policy: fallback,
		unattended: fallback,
	}),
	registry: REGISTRY,
	automata: listOf(anything),
	commands: listOf(RULE),
});

/**
 * Reads a bundle.
 *
 * @param bytes the file: JSON in the strict profile, at most 256 MiB
 * @returns null (`malformed_bundle`) for another version, an unknown, missing or duplicate key, a value of the
 * wrong kind, a `bundle_hash` that is not that of the content, or a table that is no automaton
 */
export function readBundle(bytes: Uint8Array): Bundle | null {
	const read = readJson(bytes, MOST_BUNDLE_BYTES);
	if (!read || !BUNDLE(read.value) || !hasItsHash(read.value)) return null;
	// The shape was checked just now: this is where JSON becomes a bundle.
	const bundle = read.value as unknown as Bundle;
	return tablesHold(read.value) && referencesHold(bundle) ? bundle : null;
}

/**
 * Reads a bundle that was read strictly before, when it was written, and whose bytes are known by their hash: nothing
 * of it has to be checked again, so that a call does not pay for all rules and programs that do not concern it.
 *
 * @param sha256 of the file, lower-case hex
 * @returns null (`malformed_bundle`) where the file has another hash
 */
export function readWrittenBundle(bytes: Uint8Array, sha256: string): Bundle | null {
	if (createHash("sha256").update(bytes).digest("hex") !== sha256) return null;
	return JSON.parse(new TextDecoder().decode(bytes)) as Bundle;
}

/** SHA-256 of the canonical JSON of everything but the hash itself. */
function hasItsHash(value: Json): boolean {
	if (!isObject(value)) return false;
	const { bundle_hash, ...rest } = value;
	return createHash("sha256").update(canonicalJson(rest)).digest("hex") === bundle_hash;
}

function tablesHold(value: Json): boolean {
	const automata = isObject(value) ? value.automata : null;
	return Array.isArray(automata) && automata.every((table) => TABLE(table) && isAutomaton(table as unknown as AutomatonTable));
}

/** Equal lengths, ascending disjoint byte ranges, targets that exist. */
function isAutomaton({ accept, default: others, ranges }: AutomatonTable): boolean {
	const states = accept.length;
	if (others.length !== states || ranges.length !== states) return false;
	if (!others.every((target) => target < states)) return false;
	return ranges.every((triples) => {
		let last = -1;
		for (let index = 0; index < triples.length; index += 3) {
			const [low, high, target] = [triples[index], triples[index + 1], triples[index + 2]];
			if (low === undefined || high === undefined || target === undefined) return false;
			if (low <= last || high < low || high > 0xff || target >= states) return false;
			last = high;
		}
		return true;
	});
}

/** Every automaton that a rule names exists, no rule is named twice, and every rule has the languages its effect needs. */
function referencesHold({ automata, commands }: Bundle): boolean {
	const exists = (program: Program | null): boolean => {
		if (program === null) return true;
		if (program.kind === "automaton") return program.automaton < automata.length;
		return program.heads.every(({ tail }) => tail < automata.length);
	};
	if (new Set(commands.map(({ id }) => id)).size !== commands.length) return false;
	return commands.every(({ strict, loose, except, path_sets }) => path_sets.length <= 8 && [strict, loose, except].every(exists));
}
