import type { Capabilities, WordForm } from "../target.ts";

/** Letters that mean the same in an expression, in JSON text and in a shell. */
const PLAIN: WordForm = {
	sayable: /^(?!=)[A-Za-z0-9_@%+=:,./-]+$/,
	reason: "an entry holds plain words that need no quotes",
};

/**
 * Gemini CLI, a policy file in TOML: expressions over the JSON text of the tool's arguments, the highest priority decides.
 * Measured on version 0.61.0 with its own policy engine.
 */
export const GEMINI_CAPABILITIES: Capabilities = {
	host: "gemini",
	artifact: "gemini.policy.toml",
	actions: { allow: "allow", request: "ask_user", deny: "deny" },
	lists: { allow: PLAIN, request: PLAIN, deny: PLAIN },
	exact: { allow: "held", request: "held", deny: "held" },
	globs: true,
	// Quotes inside a word hide it from the entries that refuse, so what is allowed beside them holds no quotes at all.
	carves: "plain",
	transparent: { programs: [], reason: "" },
	passes: { writes: false, reads: false, env: false },
	unmatched: { asks: true, text: "Gemini CLI asks, but runs commands that it knows to be safe without asking" },
	spellings: [
		{ entries: "restrict", form: "quotes inside a word", template: "{quoted}" },
		{ entries: "restrict", form: "a backslash before the program", template: "\\{command}" },
		{ entries: "restrict", form: "an assignment before the command", template: "X=x {command}" },
		{ entries: "restrict", form: "a wrapper", template: "env {command}" },
		{ entries: "restrict", form: "sudo", template: "sudo {command}" },
		{ entries: "restrict", form: "xargs", template: "xargs {command}" },
		{ entries: "restrict", form: "the program in a variable", template: "{variable}" },
		{ entries: "restrict", form: "the program in capitals", template: "{upper}" },
		{ entries: "restrict", form: "a path before the program", template: "/usr/bin/{command}" },
		{ entries: "restrict", form: "eval", template: "eval '{command}'" },
		{ entries: "restrict", form: "a pipe into a shell", template: "echo '{command}' | sh" },
	],
	notes: [
		"put the file into ~/.gemini/policies; a policy folder of a workspace is not read at present",
		"one fault in the file drops all of it: keep the file as it was written",
		"entries of other files and answers given in the program (`always allow`) may have a higher priority",
	],
};
