import { HOOK_SECONDS, type Install, nestedHook } from "../install.ts";

const HOOKS = { project: ".codex/hooks.json", user: ".codex/hooks.json" } as const;

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
	gates: {
		project: [
			'trust the project: `[projects."<path>"] trust_level = "trusted"` in ~/.codex/config.toml',
			"trust the hook in Codex with /hooks; a changed hook asks for it again",
		],
		user: ["trust the hook in Codex with /hooks; a changed hook asks for it again"],
	},
	limits: ["Codex has no fail-closed switch for hooks: where one cannot be started, its rules decide alone"],
};
