import { HOOK_SECONDS, type Install, nestedHook } from "../install.ts";
import { geminiReads } from "./reads.ts";

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
	validator: "Gemini CLI has no command that checks its policies",
	reads: geminiReads,
	gates: {
		project: [
			{
				text: "trust the folder in Gemini CLI; until then the hooks of a project are not asked",
				sign: {
					file: { base: "home", path: ".gemini/trustedFolders.json", format: "json" },
					place: ({ root }) => [root],
					value: "TRUST_FOLDER",
					present: "open",
					// A folder above may be trusted, or trust not asked about at all.
					absent: "not known",
				},
			},
			{ text: "the policies of a workspace are not active in every version: prefer `--level user`", sign: null },
		],
		user: [],
	},
	limits: ["Gemini CLI has no fail-closed switch for hooks: where one is too slow, its policies decide alone"],
};
