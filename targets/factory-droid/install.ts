import { entriesOf, HOOK_SECONDS, type Install, nestedHook } from "../install.ts";

const SETTINGS = { project: ".factory/settings.json", user: ".factory/settings.json" } as const;

export const droidInstall: Install = {
	files: [
		{ holds: "rules", place: SETTINGS, form: { kind: "entries", entries: ({ artifact }) => entriesOf(artifact) } },
		{
			holds: "hook",
			place: SETTINGS,
			form: {
				kind: "entries",
				entries: ({ hookCommand: command }) => [nestedHook("PreToolUse", "Execute", { command, timeout: HOOK_SECONDS })],
			},
		},
	],
	gates: { project: ["trust the folder in Droid; until then the permission rules of a project do not count"], user: [] },
	limits: [
		"Droid has no fail-closed switch for hooks: where one cannot be started, its lists decide alone",
		"a file .factory/hooks.json takes the place of the hooks in settings.json",
	],
};
