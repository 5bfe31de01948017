import { type Gate, HOOK_SECONDS, type Install, nestedHook } from "../install.ts";

const HOOKS = { project: ".codex/hooks.json", user: ".codex/hooks.json" } as const;

import { codexReads } from "./reads.ts";
import { codexValidator } from "./validator.ts";

const CONFIG = { base: "home", path: ".codex/config.toml", format: "toml" } as const;

/** Trust is given to a hook as it is written, by a hash of Codex's own making. */
const HOOK_TRUST: Gate = {
	text: "trust the hook in Codex with /hooks; a changed hook asks for it again",
	sign: {
		file: CONFIG,
		place: ({ folder }) => ["hooks", "state", { start: `${folder}/.codex/hooks.json:pre_tool_use:` }, "trusted_hash"],
		present: "not known",
		absent: "closed",
	},
};

export const codexInstall: Install = {
	files: [
		{
			holds: "rules",
			place: { project: ".codex/rules/policyc.rules", user: ".codex/rules/policyc.rules" },
			form: { kind: "whole", marker: "# policyc: " },
		},
		{
			holds: "hook",
			place: HOOKS,
			form: {
				kind: "entries",
				entries: ({ hookCommand: command }) =>
					["PreToolUse", "PermissionRequest"].map((event) => nestedHook(event, "^Bash$", { command, timeout: HOOK_SECONDS })),
			},
		},
	],
	validator: codexValidator,
	reads: codexReads,
	gates: {
		project: [
			{
				text: 'trust the project: `[projects."<path>"] trust_level = "trusted"` in ~/.codex/config.toml',
				sign: {
					file: CONFIG,
					place: ({ root }) => ["projects", root, "trust_level"],
					value: "trusted",
					present: "open",
					absent: "closed",
				},
			},
			HOOK_TRUST,
		],
		user: [HOOK_TRUST],
	},
	limits: ["Codex has no fail-closed switch for hooks: where one cannot be started, its rules decide alone"],
};
