import { entriesOf, HOOK_SECONDS, type Install, nestedHook } from "../install.ts";

const SETTINGS = { project: ".factory/settings.json", user: ".factory/settings.json" } as const;

import { droidReads } from "./reads.ts";
import { droidValidator } from "./validator.ts";

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
	validator: droidValidator,
	reads: droidReads,
	gates: {
		project: [
			{
				text: "trust the folder in Droid; until then the permission rules of a project do not count",
				sign: {
					file: { base: "home", path: ".factory/settings.json", format: "json" },
					place: ({ root }) => ["trustedFolders", root],
					present: "open",
					absent: "closed",
				},
			},
		],
		user: [],
	},
	limits: [
		"Droid has no fail-closed switch for hooks: where one cannot be started, its lists decide alone",
		"a file .factory/hooks.json takes the place of the hooks in settings.json",
	],
};
