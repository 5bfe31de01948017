import { everything, type Json, NO_ENTRIES, type ReadFile, settingAt, startingWith, textsAt } from "../install.ts";
import type { HostEntry } from "../target.ts";

/** Programs whose allow entries count with their subcommand; those of others allow the whole program. */
const BY_SUBCOMMAND = ["gh", "git", "npm"];

const SETTINGS: Omit<ReadFile, "base" | "path"> = {
	format: "json",
	switches: [{ path: ["hooks", "hooksDisabled"], value: true }],
	allows,
	overrides: (settings) => overridesIn(settingAt(settings, ["hooks", "PreToolUse"])),
};
const HOOKS: Omit<ReadFile, "base" | "path"> = {
	format: "json",
	switches: [{ path: ["hooksDisabled"], value: true }],
	allows: NO_ENTRIES,
	replaces: "settings.json",
	overrides: (settings) => overridesIn(settingAt(settings, ["PreToolUse"])),
};

/** The settings of Droid, and the files that take the place of the hooks in them. */
export const droidReads: readonly ReadFile[] = [
	{ ...SETTINGS, base: "home", path: ".factory/settings.json" },
	{ ...SETTINGS, base: "root", path: ".factory/settings.json" },
	{ ...SETTINGS, base: "root", path: ".factory/settings.local.json" },
	{
		...SETTINGS,
		base: "system",
		path: "etc/factory/settings.json",
		switches: [...SETTINGS.switches, { path: ["allowManagedHooksOnly"], value: true }],
	},
	{ ...HOOKS, base: "home", path: ".factory/hooks.json" },
	{ ...HOOKS, base: "root", path: ".factory/hooks.json" },
];

function allows(settings: Json): readonly HostEntry[] {
	const listed = textsAt(settings, ["commandAllowlist"]).map((line) => {
		const [program = "", ...rest] = line.trim().split(/\s+/);
		return startingWith(
			`commandAllowlist: ${JSON.stringify(line)}`,
			BY_SUBCOMMAND.includes(program) ? [program, ...rest.slice(0, 1)] : [program],
		);
	});
	const rules = settingAt(settings, ["permissionRules", "rules"]);
	const ruled = Array.isArray(rules) ? rules.flatMap(readRule) : [];
	const level = settingAt(settings, ["sessionDefaultSettings", "autonomyLevel"]);
	// What the model ranks below the level runs unasked, and the model says how it ranks a command.
	const asked = level === undefined || level === "off" || level === "normal";
	return asked
		? [...listed, ...ruled]
		: [...listed, ...ruled, everything(`sessionDefaultSettings.autonomyLevel: ${JSON.stringify(level)}`)];
}

/** The rules of others that allow; ours are proven when they are built. */
function readRule(rule: Json): readonly HostEntry[] {
	const id = String(settingAt(rule, ["id"]));
	const prefix = settingAt(rule, ["match", "prefix"]);
	if (settingAt(rule, ["decision"]) !== "allow" || settingAt(rule, ["enabled"]) === false || !Array.isArray(prefix)) return [];
	const words = prefix.map((position: Json) => [position].flat().map(String));
	return id.startsWith("policyc/") ? [] : [{ shown: `permissionRules: ${id}`, extent: { kind: "words", words, exact: false } }];
}

/** Of several hooks the first with a decision wins: those about commands that stand before ours, or in a file without it. */
function overridesIn(groups: Json | undefined): readonly string[] {
	if (!Array.isArray(groups)) return [];
	const own = groups.findIndex((group: Json) => JSON.stringify(group).includes(" --hook factory-droid"));
	const others = groups.slice(0, own < 0 ? groups.length : own).filter((group: Json) => isAboutCommands(settingAt(group, ["matcher"])));
	return others.map((group: Json) => `another hook may be asked first, and its answer is taken: ${JSON.stringify(group)}`);
}

/** A matcher is an expression over the tool's name; one that is none counts as all of them. */
function isAboutCommands(matcher: Json | undefined): boolean {
	if (typeof matcher !== "string" || matcher === "" || matcher === "*") return true;
	try {
		return new RegExp(matcher).test("Execute");
	} catch {
		return true;
	}
}
