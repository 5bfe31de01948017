import type { Capabilities, WordForm } from "../target.ts";

/** No `*` and `:`, which entries read; no parentheses, blanks or quotes; nothing that reads as a comment in JSON. */
const PLAIN: WordForm = {
	sayable: /^(?!=)(?!.*\/\/)[A-Za-z0-9_@%+=,./-]+$/,
	reason: "an entry holds plain words without `*`, `:`, brackets, quotes and `//`",
};

/**
 * Cursor CLI, `cli-config.json`: allow and deny lists of `Shell(…)` entries, deny before allow, no list that asks.
 * Measured on the engine of `@cursor/sdk` 1.0.32, which the CLI is assumed to share.
 */
export const CURSOR_CAPABILITIES: Capabilities = {
	host: "cursor",
	artifact: "cursor.cli-config.json",
	actions: { allow: "allow", request: "ask", deny: "deny" },
	lists: { allow: PLAIN, request: "Cursor has no list that asks; it asks by itself where no allow entry matches", deny: PLAIN },
	exact: { allow: "held", request: "held", deny: "held" },
	globs: true,
	// Quotes inside a word hide it from the deny list, while an allow entry for what surrounds it still holds.
	carves: "never",
	transparent: { programs: [], reason: "" },
	passes: { writes: true, reads: true, env: true },
	unmatched: { asks: true, text: "Cursor asks (in its allowlist mode, without a workspace sandbox)" },
	spellings: [
		{ entries: "restrict", form: "quotes inside a word", template: "{quoted}" },
		{ entries: "restrict", form: "a backslash before the program", template: "\\{command}" },
		{ entries: "restrict", form: "a wrapper", template: "env {command}" },
		{ entries: "restrict", form: "a shell with the command as text", template: "bash -c '{command}'" },
		{ entries: "restrict", form: "a path before the program", template: "/usr/bin/{command}" },
		{ entries: "restrict", form: "eval", template: "eval '{command}'" },
		{ entries: "restrict", form: "a pipe into a shell", template: "echo '{command}' | sh" },
		{ entries: "restrict", form: "the program in a variable", template: "{variable}" },
		{ entries: "restrict", form: "the program in capitals", template: "{upper}" },
		{ entries: "allow", form: "an assignment before the command, PATH included", template: "PATH=. {command}" },
		{ entries: "allow", form: "a redirection to a file of the workspace", template: "{command} > x" },
		{ entries: "allow", form: "an input redirection", template: "{command} < x" },
	],
	notes: [
		"modes other than the allowlist mode run unmatched commands without asking",
		"a project file may hold `permissions` alone: take that key of this file",
	],
};
