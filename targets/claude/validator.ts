import { firstLines, type Validator } from "../install.ts";

/** `claude doctor` in the project's folder: lists settings that Claude Code drops. It always ends with status 0. */
export const claudeValidator: Validator = {
	program: "claude",
	shown: "claude doctor",
	input: (artifact) => artifact,
	args: () => ["doctor"],
	env: { DISABLE_AUTOUPDATER: "1", CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1" },
	problems: ({ status, stdout, stderr }) => {
		if (status !== 0) return firstLines(stderr || stdout);
		const [, faults] = /\nInvalid settings\n([\s\S]*?)(?:\n\n|$)/.exec(stdout) ?? [];
		return faults === undefined ? [] : firstLines(faults);
	},
};
