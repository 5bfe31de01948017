import { entriesOf, HOOK_SECONDS, type Install, nestedHook } from "../install.ts";

const SETTINGS = { project: ".claude/settings.json", user: ".claude/settings.json" } as const;

import { claudeReads } from "./reads.ts";
import { claudeValidator } from "./validator.ts";

export const claudeInstall: Install = {
	files: [
		{ holds: "rules", place: SETTINGS, form: { kind: "entries", entries: ({ artifact }) => entriesOf(artifact) } },
		{
			holds: "hook",
			place: SETTINGS,
			form: {
				kind: "entries",
				entries: ({ hookCommand: command }) => [nestedHook("PreToolUse", "Bash", { command, timeout: HOOK_SECONDS, onFailure: "block" })],
			},
		},
	],
	validator: claudeValidator,
	reads: claudeReads,
	gates: {
		project: [
			{
				text: "accept the trust dialog of Claude Code in this folder; until then the allow entries of a project do not count",
				sign: {
					file: { base: "home", path: ".claude.json", format: "json" },
					place: ({ root }) => ["projects", root, "hasTrustDialogAccepted"],
					value: true,
					present: "open",
					absent: "closed",
				},
			},
		],
		user: [],
	},
	limits: ["`onFailure` is read from version 2.1.295 on; an older Claude Code runs a command whose hook cannot be started"],
};
