import { HOOK_SECONDS, type Install, nestedHook } from "../install.ts";

export const geminiInstall: Install = {
	files: [
		{
			holds: "rules",
			place: { project: ".gemini/policies/policyc.toml", user: ".gemini/policies/policyc.toml" },
			form: { kind: "whole", marker: "# policyc: " },
		},
		{
			holds: "hook",
			place: { project: ".gemini/settings.json", user: ".gemini/settings.json" },
			form: {
				kind: "entries",
				// Gemini counts in milliseconds.
				entries: ({ hookCommand: command }) => [
					nestedHook("BeforeTool", "run_shell_command", { name: "policyc", command, timeout: HOOK_SECONDS * 1000 }),
				],
			},
		},
	],
	gates: { project: ["the policies of a workspace are not active in every version: prefer `--user`"], user: [] },
	limits: ["Gemini CLI has no fail-closed switch for hooks: where one is too slow, its policies decide alone"],
};
