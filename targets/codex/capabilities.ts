import type { Capabilities } from "../target.ts";

/**
 * Codex CLI, `.rules` files: literal token prefixes, the strictest match wins, no end anchor.
 * Measured on version 0.169 with `codex execpolicy check` and full runs.
 */
export const CODEX_CAPABILITIES: Capabilities = {
	host: "codex",
	artifact: "codex.rules",
	actions: { allow: "allow", request: "prompt", deny: "forbidden" },
	lists: {
		allow: { sayable: /^[A-Za-z0-9_@%+:,./-][A-Za-z0-9_@%+=:,./-]*$/, reason: "the shell may read it as more than a plain word" },
		request: { sayable: /^[^\u0000-\u001f\u007f]+$/, reason: "an entry holds no empty words and no control characters" },
		deny: { sayable: /^[^\u0000-\u001f\u007f]+$/, reason: "an entry holds no empty words and no control characters" },
	},
	exact: { allow: "refused", request: "widened", deny: "widened" },
	globs: "an entry is a list of literal words",
	carves: "always",
	transparent: { programs: [], reason: "" },
	passes: { writes: false, reads: false, env: false },
	unmatched: { asks: false, text: "Codex runs the command in its sandbox without asking; a few that it takes for dangerous it asks about" },
	spellings: [
		{ entries: "restrict", form: "quotes inside the program word", template: "{quoted}" },
		{ entries: "restrict", form: "an option before the subcommand", template: "{optioned}" },
		{ entries: "allow", form: "a program of that name by any absolute path", template: "/tmp/{command}" },
		{ entries: "restrict", form: "eval", template: "eval '{command}'" },
		{ entries: "restrict", form: "a pipe into a shell", template: "echo '{command}' | sh" },
		{ entries: "restrict", form: "a wrapper without an entry of its own", template: "setsid {command}" },
		{ entries: "restrict", form: "find -exec", template: "find . -exec {command} ';'" },
		{ entries: "restrict", form: "a subshell, about which Codex asks whatever it runs", template: "({command})" },
		{ entries: "restrict", form: "control flow, about which Codex asks", template: "if true; then {command}; fi" },
		{ entries: "restrict", form: "a redirection, about which Codex asks", template: "{command} > x" },
		{ entries: "restrict", form: "an assignment before the command, about which Codex asks", template: "X=x {command}" },
		{ entries: "restrict", form: "a substitution, about which Codex asks", template: "echo $({command})" },
		{ entries: "restrict", form: "a backslash before the program, about which Codex asks", template: "\\{command}" },
		{ entries: "restrict", form: "a shell with the command as text, about which Codex asks", template: "bash -c '{command}'" },
		{ entries: "restrict", form: "a wrapper with an entry of its own, about which Codex asks", template: "env {command}" },
		{ entries: "restrict", form: "sudo, about which Codex asks", template: "sudo {command}" },
		{ entries: "restrict", form: "xargs, about which Codex asks", template: "xargs {command}" },
		{ entries: "restrict", form: "the program in a variable, about which Codex asks", template: "{variable}" },
		{ entries: "restrict", form: "the program in capitals", template: "{upper}" },
		{ entries: "restrict", form: "a shell with other options than -c and -lc", template: "bash -xc '{command}'" },
	],
	notes: [
		"an allow entry also lets the command out of the sandbox",
		"scripts that are no plain list of commands, and wrappers, ask: the file holds entries of its own for them",
		"rules of a project count only if the project is trusted in the user's config.toml",
		"one fault in any rules file drops all user and project rules: keep the file as it was written",
	],
};
