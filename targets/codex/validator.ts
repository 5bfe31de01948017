import { firstLines, jsonOf, settingAt, type Validator } from "../install.ts";

/** `codex execpolicy check`: reads the rules as Codex does, with the examples that they hold, and says what they make of a command. */
export const codexValidator: Validator = {
	program: "codex",
	shown: "codex execpolicy check",
	input: (artifact) => artifact,
	// Without a rule of its own to ask about, any command shows whether the file can be read.
	args: (file, probe) => ["execpolicy", "check", "--rules", file, "--", ...(probe?.words ?? ["true"])],
	env: {},
	problems: ({ status, stdout, stderr }, probe) => {
		if (status !== 0) return firstLines(stderr);
		const found = settingAt(jsonOf(stdout), ["decision"]);
		return probe === null || found === probe.answer
			? []
			: [`it says ${JSON.stringify(found ?? null)} of \`${probe.text}\` instead of ${probe.answer}`];
	},
};
