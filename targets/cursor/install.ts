import { entriesOf, HOOK_SECONDS, type Install } from "../install.ts";
import { cursorReads } from "./reads.ts";

export const cursorInstall: Install = {
	files: [
		{
			holds: "rules",
			place: { project: ".cursor/cli.json", user: ".cursor/cli-config.json" },
			form: {
				kind: "entries",
				// A project's file holds permissions and nothing else.
				entries: ({ artifact, level }) => entriesOf(artifact).filter(({ path }) => level === "user" || path[0] === "permissions"),
			},
		},
		{
			holds: "hook",
			place: { project: ".cursor/hooks.json", user: ".cursor/hooks.json" },
			form: {
				kind: "entries",
				entries: ({ hookCommand: command }) => [
					{ kind: "default", path: ["version"], value: 1 },
					{ kind: "member", path: ["hooks", "beforeShellExecution"], value: { command, timeout: HOOK_SECONDS, failClosed: true } },
				],
			},
		},
	],
	validator: "Cursor has no command that checks its settings",
	reads: cursorReads,
	gates: { project: [], user: [] },
	limits: ["the Cursor IDE reads no deny list; there the hook alone refuses"],
};
