import { type Json, NO_ENTRIES, type ReadFile, type Switch, settingAt } from "../install.ts";
import type { HostEntry } from "../target.ts";

/** Hooks as a whole, and the answer `disabled` to a hook of ours in `/hooks`. */
const SWITCHES: readonly Switch[] = [
	{ path: ["features", "hooks"], value: false },
	{ path: ["hooks", "state", /\/\.codex\/hooks\.json:(?:pre_tool_use|permission_request):/, "enabled"], value: false },
];
const CONFIG: Omit<ReadFile, "base" | "path"> = { format: "toml", switches: SWITCHES, allows: NO_ENTRIES };
const RULES: Omit<ReadFile, "base" | "path"> = { format: "rules", switches: [], allows };

/** The files of Codex: answers `always allow` go into `default.rules` beside ours. */
export const codexReads: readonly ReadFile[] = [
	{ ...CONFIG, base: "home", path: ".codex/config.toml" },
	{ ...CONFIG, base: "root", path: ".codex/config.toml" },
	{ ...CONFIG, base: "system", path: "etc/codex/requirements.toml", switches: [{ path: ["allow_managed_hooks_only"], value: true }] },
	{ ...RULES, base: "home", path: ".codex/rules/*.rules" },
	{ ...RULES, base: "root", path: ".codex/rules/*.rules" },
	{ ...RULES, base: "system", path: "etc/codex/rules/*.rules" },
];

/** The `prefix_rule` calls that allow; without a decision, one allows. */
function allows(calls: Json): readonly HostEntry[] {
	if (!Array.isArray(calls)) return [];
	return calls.flatMap((call: Json): readonly HostEntry[] => {
		if (settingAt(call, ["call"]) !== "prefix_rule" || (settingAt(call, ["decision"]) ?? "allow") !== "allow") return [];
		const [first] = [settingAt(call, ["arguments"])].flat();
		const pattern = settingAt(call, ["pattern"]) ?? first;
		const words = Array.isArray(pattern) ? pattern.map((position: Json) => [position].flat().map(String)) : [];
		return [{ shown: `prefix_rule ${JSON.stringify(pattern)}`, extent: { kind: "words", words, exact: false } }];
	});
}
