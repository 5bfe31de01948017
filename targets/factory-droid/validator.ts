import { firstLines, jsonOf, settingAt, type Validator } from "../install.ts";

/** `droid rules check`: tries the tests of every rule, and says what the rules make of a command, which it does not run. */
export const droidValidator: Validator = {
	program: "droid",
	shown: "droid rules check",
	input: (artifact) => JSON.stringify(settingAt(jsonOf(artifact), ["permissionRules"]) ?? null),
	args: (file, probe) => ["rules", "check", "--file", file, "--command", probe?.text ?? "true", "--json"],
	env: {},
	problems: ({ status, stdout, stderr }, probe) => {
		if (status !== 0) return firstLines(stderr || stdout);
		const found = settingAt(jsonOf(stdout), ["preview", "decision", "decision"]);
		return probe === null || found === probe.answer
			? []
			: [`it says ${JSON.stringify(found ?? null)} of \`${probe.text}\` instead of ${probe.answer}`];
	},
};
