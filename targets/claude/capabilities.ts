import type { Capabilities, WordForm } from "../target.ts";

/** No `*`, which entries read and cannot escape; no parentheses, blanks or quotes; no final `:`, which with a star means a prefix. */
const PLAIN: WordForm = {
	sayable: /^(?!=)[A-Za-z0-9_@%+=:,./-]*[A-Za-z0-9_@%+=,./-]$/,
	reason: "an entry holds plain words without `*`, brackets, quotes and a final `:`",
};

/**
 * Claude Code, `settings.json`: lists of `Bash(…)` entries, deny before ask before allow.
 * Measured on version 2.1.329 against a loopback model.
 */
export const CLAUDE_CAPABILITIES: Capabilities = {
	host: "claude",
	artifact: "claude.settings.json",
	actions: { allow: "allow", request: "ask", deny: "deny" },
	lists: { allow: PLAIN, request: PLAIN, deny: PLAIN },
	// An exact ask would beat a wider deny entry, be it of another settings file.
	exact: { allow: "held", request: "widened", deny: "held" },
	globs: true,
	carves: "always",
	transparent: { programs: [], reason: "" },
	passes: { writes: false, reads: true, env: true },
	unmatched: { asks: false, text: "Claude Code asks, but runs its built-in read-only commands without asking" },
	spellings: [
		{ entries: "restrict", form: "a shell with the command as text", template: "bash -c '{command}'" },
		{ entries: "restrict", form: "eval", template: "eval '{command}'" },
		{ entries: "restrict", form: "find -exec", template: "find . -exec {command} ';'" },
		{ entries: "restrict", form: "a pipe into a shell", template: "echo '{command}' | sh" },
		{ entries: "restrict", form: "a wrapper with options of its own", template: "xargs -n1 {command}" },
		{ entries: "restrict", form: "the program in a variable", template: "{variable}" },
		{ entries: "restrict", form: "the program in capitals", template: "{upper}" },
		{ entries: "allow", form: "xargs, whose input is not seen", template: "xargs {command}" },
		{ entries: "allow", form: "an input redirection from a file of the working folder", template: "{command} < x" },
		{ entries: "allow", form: "an assignment of a variable that Claude Code takes for harmless", template: "NODE_ENV=x {command}" },
	],
	notes: [
		"allow entries of a project count only after the folder was trusted",
		"the lists of all settings files are merged: a narrower allow never beats a broader ask or deny",
	],
};
