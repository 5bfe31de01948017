import type { Capabilities, WordForm } from "../target.ts";

/** Entries and self-tests are shell text, so words have to mean themselves unquoted; lists give `/…`, `~` and `.` a meaning of their own. */
const PLAIN: WordForm = {
	sayable: /^(?![=/])(?!\.$)[A-Za-z0-9_@%+=:,./-]+$/,
	reason: "an entry holds plain words that need no quotes and are no absolute path",
};

/**
 * Factory Droid, settings file: `permissionRules` (token prefixes with obligatory tests) and the older
 * lists, which match with gaps between the words. Block before ask before allow.
 * Measured on version 0.225.2 with `droid rules check`.
 */
export const FACTORY_DROID_CAPABILITIES: Capabilities = {
	host: "factory-droid",
	artifact: "factory-droid.settings.json",
	actions: { allow: "allow", request: "ask", deny: "block" },
	lists: { allow: PLAIN, request: PLAIN, deny: PLAIN },
	exact: { allow: "refused", request: "widened", deny: "widened" },
	globs: "an entry is a list of literal words",
	carves: "always",
	transparent: {
		programs: ["cd", "command", "env", "nice", "nohup", "sudo", "time", "timeout"],
		reason: "Droid looks through this program, so that no entry is about it",
	},
	passes: { writes: false, reads: false, env: false },
	unmatched: { asks: false, text: "Droid's autonomy level decides, by the risk that the model states" },
	spellings: [
		{ entries: "restrict", form: "a subshell", template: "({command})" },
		{ entries: "restrict", form: "eval", template: "eval '{command}'" },
		{ entries: "restrict", form: "find -exec", template: "find . -exec {command} ';'" },
		{ entries: "restrict", form: "a pipe into a shell", template: "echo '{command}' | sh" },
		{ entries: "restrict", form: "xargs", template: "xargs {command}" },
		{ entries: "restrict", form: "a path before the program", template: "/usr/bin/{command}" },
		{ entries: "restrict", form: "a backslash before the program", template: "\\{command}" },
		{ entries: "restrict", form: "the program in a variable", template: "{variable}" },
		{ entries: "restrict", form: "the program in capitals", template: "{upper}" },
		{ entries: "restrict", form: "control flow", template: "if true; then {command}; fi" },
	],
	notes: [
		"permissionRules of a project count only in a trusted folder, and only where the organisation has switched them on; the older lists count besides",
		"commandAllowlist stays empty: its entries would also allow other arguments, wrappers and redirections; allow rules stand in permissionRules",
		"commandRequestlist is not read by Droid today; commandDenylist, which asks, holds the same entries",
		"commandDenylist may replace Droid's own default entries of that list: check the resolved settings",
	],
};
