/**
 * Built-ins that change what later commands of a line mean. Allowed by an entry of a host, they would let through a line
 * whose later commands are not what their words say; the evaluator sees the whole line and asks.
 *
 * Sources: POSIX.1-2024, Shell Command Language 2.15 (special built-ins) and `alias`, `hash`, `read`; bash(1) and zsh(1), built-in
 * commands. The same names as in `runtime/typescript/state.ts`.
 */
export const LINE_CHANGERS: ReadonlySet<string> = new Set([
	...[".", "alias", "autoload", "bind", "complete", "emulate", "enable", "fc", "hash", "rehash", "setopt", "shopt", "source"],
	...["unalias", "unsetopt", "declare", "export", "getopts", "integer", "let", "local", "mapfile", "printf", "read", "readarray"],
	...["readonly", "typeset", "unset"],
]);
