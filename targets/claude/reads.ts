import { everything, type Json, type ReadFile, type Switch, settingAt, textsAt } from "../install.ts";
import type { HostEntry } from "../target.ts";
import { CLAUDE_MODEL } from "./model.ts";

/** Any settings file may turn all hooks off; a managed one may leave none but its own. */
const ALL_HOOKS: Switch = { path: ["disableAllHooks"], value: true };
const FOREIGN_HOOKS: Switch = { path: ["allowManagedHooksOnly"], value: true };

const READ: Omit<ReadFile, "base" | "path"> = { format: "json", switches: [ALL_HOOKS], allows };

/** The settings files of Claude Code: their lists are merged, and none of them has to be ours. */
export const claudeReads: readonly ReadFile[] = [
	{ ...READ, base: "home", path: ".claude/settings.json" },
	{ ...READ, base: "root", path: ".claude/settings.json" },
	{ ...READ, base: "root", path: ".claude/settings.local.json" },
	...["etc/claude-code/managed-settings.json", "etc/claude-code/managed-settings.d/*.json"].map(
		(path): ReadFile => ({ ...READ, base: "system", path, switches: [ALL_HOOKS, FOREIGN_HOOKS] }),
	),
];

function allows(settings: Json): readonly HostEntry[] {
	const allow = textsAt(settings, ["permissions", "allow"]).map(asWritten);
	const mode = settingAt(settings, ["permissions", "defaultMode"]);
	const listed = allow.flatMap(({ shown, entry }) =>
		CLAUDE_MODEL.readLists({ permissions: { allow: [entry], ask: [], deny: [] } }).flatMap(({ entries }) =>
			entries.map(({ extent }) => ({ shown, extent })),
		),
	);
	return mode === "bypassPermissions" ? [...listed, everything('permissions.defaultMode: "bypassPermissions"')] : listed;
}

/** An entry in the form that our own have: `Bash` is all of them, `:*` at the end is ` *`, blanks count once. */
function asWritten(shown: string): { readonly shown: string; readonly entry: string } {
	const entry = shown === "Bash" ? "Bash(*)" : shown.replace(/:\*\)$/, " *)").replace(/ {2,}/g, " ");
	return { shown: `permissions.allow: ${JSON.stringify(shown)}`, entry };
}
