import { everything, type Json, type ReadFile, settingAt, startingWith, textsAt } from "../install.ts";
import type { HostEntry } from "../target.ts";

const TOOLS = ["run_shell_command", "ShellTool"];

const SETTINGS: Omit<ReadFile, "base" | "path"> = {
	format: "json",
	switches: [
		{ path: ["hooksConfig", "enabled"], value: false },
		{ path: ["hooksConfig", "disabled"], value: "policyc" },
	],
	allows: (settings) => [...listedTools(settings, "allowed"), ...listedTools(settings, "core")],
};
const POLICIES: Omit<ReadFile, "base" | "path"> = { format: "toml", switches: [], allows: allowsByPolicy };

/** The settings of Gemini CLI, and the policy files beside ours: answers `always allow` go there. */
export const geminiReads: readonly ReadFile[] = [
	{ ...SETTINGS, base: "home", path: ".gemini/settings.json" },
	{ ...SETTINGS, base: "root", path: ".gemini/settings.json" },
	{ ...SETTINGS, base: "system", path: "etc/gemini-cli/settings.json" },
	{ ...POLICIES, base: "home", path: ".gemini/policies/*.toml" },
	{ ...POLICIES, base: "root", path: ".gemini/policies/*.toml" },
	{ ...POLICIES, base: "system", path: "etc/gemini-cli/policies/*.toml" },
];

/** `run_shell_command(git status)` is a beginning of commands, `run_shell_command` all of them. */
function listedTools(settings: Json, list: "allowed" | "core"): readonly HostEntry[] {
	return textsAt(settings, ["tools", list]).flatMap((entry): readonly HostEntry[] => {
		const [, tool = "", start] = /^([^(]*)(?:\((.*)\))?$/s.exec(entry.trim()) ?? [];
		const shown = `tools.${list}: ${JSON.stringify(entry)}`;
		if (!TOOLS.includes(tool)) return [];
		return start === undefined ? [everything(shown)] : [startingWith(shown, start.trim().split(/\s+/))];
	});
}

/** A rule that allows by a beginning of commands; what an expression holds is not read, so that it counts as all of them. */
function allowsByPolicy(settings: Json): readonly HostEntry[] {
	const rules = settingAt(settings, ["rule"]);
	if (!Array.isArray(rules)) return [];
	return rules.flatMap((rule: Json, at): readonly HostEntry[] => {
		const tools = [settingAt(rule, ["toolName"]) ?? "*"].flat();
		if (settingAt(rule, ["decision"]) !== "allow" || !tools.some((tool: Json) => tool === "*" || TOOLS.includes(String(tool)))) return [];
		const starts = [settingAt(rule, ["commandPrefix"]) ?? []].flat().map(String);
		const shown = (what: string) => `rule ${at + 1}: ${what}`;
		if (starts.length === 0) return [everything(shown("allows commands that its expression holds, which is not read here"))];
		return starts.map((start) => startingWith(shown(JSON.stringify(start)), start.trim().split(/\s+/).filter(Boolean)));
	});
}
