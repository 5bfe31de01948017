/** What a verb is, how its options are declared, and how they are read. */

import { parseArgs } from "node:util";
import type { Session } from "../compiler/diagnostics/session.ts";
import { suggest } from "../compiler/diagnostics/suggest.ts";
import { HARNESSES } from "../targets/target.ts";
import type { ExitCode } from "./exit.ts";
import type { Io } from "./io.ts";

export interface OptionSpec {
	/** The placeholder of the value in `--help`; an option without one is a switch. */
	readonly value?: string;
	readonly multiple?: boolean;
	/** The only values that are understood, where they are a closed list. */
	readonly choices?: readonly string[];
	/** Values that completion offers, where others are understood too. */
	readonly offers?: readonly string[];
	readonly help: string;
}

export type OptionTable = Readonly<Record<string, OptionSpec>>;

export interface Verb {
	readonly name: string;
	readonly summary: string;
	/** A paragraph for `--help`. */
	readonly about: string;
	/** The placeholder of one positional argument, where the verb takes one. */
	readonly positional?: string;
	readonly options: OptionTable;
	/** Command lines with what they do. */
	readonly examples: readonly (readonly [command: string, does: string])[];
	run(call: Call): Promise<ExitCode>;
}

/** One call of a verb: the options as written, and the world. */
export interface Call {
	readonly io: Io;
	readonly positionals: readonly string[];
	text(name: string): string | undefined;
	texts(name: string): readonly string[];
	on(name: string): boolean;
}

/** Options that several verbs share, declared once. */
export const SHARED = {
	root: { value: "DIR", help: "the folder that holds `policy-config/` (default: the nearest one upwards)" },
	harness: { value: "NAME", offers: HARNESSES, help: `the agent host whose scope applies: ${HARNESSES.join(", ")}, or one with a file` },
	"task-domain": { value: "NAME", help: "the task domain whose scope applies" },
	"task-instance": { value: "FILE", help: "a scope file for this task alone" },
	system: { value: "FILE", help: "the system scope, from outside the root" },
	user: { value: "FILE", help: "the user scope, from outside the root" },
	trust: { help: "let scopes inside the root loosen the files given by --system and --user, for this run" },
	json: { help: "print the result as JSON" },
	format: { value: "FORM", choices: ["text", "json", "github"], help: "how errors and warnings are printed: text, json or github" },
} as const satisfies OptionTable;

/** The options that choose a policy. */
export const POLICY_OPTIONS = {
	root: SHARED.root,
	harness: SHARED.harness,
	"task-domain": SHARED["task-domain"],
	"task-instance": SHARED["task-instance"],
	system: SHARED.system,
	user: SHARED.user,
	trust: SHARED.trust,
	format: SHARED.format,
} as const satisfies OptionTable;

/** Reads a verb's arguments. Faults of usage are reported and give null. */
export function readCall(verb: Verb, args: readonly string[], io: Io, session: Session): Call | null {
	const options: Record<string, { type: "string" | "boolean"; multiple?: boolean }> = { help: { type: "boolean" } };
	for (const [name, spec] of Object.entries(verb.options)) {
		options[name] = { type: spec.value === undefined ? "boolean" : "string", multiple: spec.multiple ?? false };
	}
	const { values, positionals, tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
	for (const token of tokens) {
		if (token.kind !== "option") continue;
		const spec = specOf(verb, token.name);
		const option = token.rawName;
		if (!spec) {
			const close = suggest(token.name, Object.keys(verb.options));
			session.report("unknown-option", null, { option, verb: verb.name }, { suggestion: close && `--${close}` });
		} else if (spec.value !== undefined && (token.value === undefined || token.value === "" || swallowed(verb, token))) {
			session.report("option-needs-value", null, { option, value: spec.value, verb: verb.name });
		} else if (spec.value === undefined && token.value !== undefined) {
			session.report("option-takes-no-value", null, { option, verb: verb.name });
		} else if (spec.choices && token.value !== undefined && !spec.choices.includes(token.value)) {
			const expected = `one of ${spec.choices.join(", ")}`;
			session.report(
				"bad-option-value",
				null,
				{ option, value: token.value, expected },
				{ suggestion: suggest(token.value, spec.choices) },
			);
		}
	}
	const most = verb.positional === undefined ? 0 : 1;
	const extra = positionals[most];
	// Behind an unknown option it may be the option's value.
	if (extra !== undefined && !session.failed) session.report("unexpected-argument", null, { argument: extra, verb: verb.name });
	if (session.failed) return null;
	const value = (name: string) => values[name];
	return {
		io,
		positionals,
		text: (name) => [value(name)].flat().findLast((entry) => typeof entry === "string"),
		texts: (name) => [value(name)].flat().filter((entry) => typeof entry === "string"),
		on: (name) => value(name) === true,
	};
}

function specOf(verb: Verb, name: string): OptionSpec | undefined {
	if (name === "help") return { help: "" };
	return Object.hasOwn(verb.options, name) ? verb.options[name] : undefined;
}

/** Whether a value is the next option, taken for the value of one that has none: `--command --json`. */
function swallowed(verb: Verb, token: { readonly value?: string | undefined; readonly inlineValue?: boolean | undefined }): boolean {
	if (token.inlineValue === true || !token.value?.startsWith("--")) return false;
	return specOf(verb, token.value.slice(2)) !== undefined;
}
