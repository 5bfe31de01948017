import { everything, type Json, NO_ENTRIES, type ReadFile, settingAt, startingWith, textsAt } from "../install.ts";
import type { HostEntry } from "../target.ts";
import { CURSOR_MODEL } from "./model.ts";

const LISTS: Omit<ReadFile, "base" | "path"> = { format: "json", switches: [], allows };
const HOOKS: Omit<ReadFile, "base" | "path"> = { format: "json", switches: [], allows: NO_ENTRIES, flaw };

/** The files of the CLI, of the IDE, and those with hooks. */
export const cursorReads: readonly ReadFile[] = [
	{ ...LISTS, base: "home", path: ".cursor/cli-config.json" },
	{ ...LISTS, base: "root", path: ".cursor/cli.json" },
	...(["home", "root"] as const).map(
		(base): ReadFile => ({ base, path: ".cursor/permissions.json", format: "json", switches: [], allows: allowsInIde }),
	),
	{ ...HOOKS, base: "home", path: ".cursor/hooks.json" },
	{ ...HOOKS, base: "root", path: ".cursor/hooks.json", refusesLinks: true },
];

function allows(settings: Json): readonly HostEntry[] {
	const listed = textsAt(settings, ["permissions", "allow"]).flatMap((written) => {
		const shown = `permissions.allow: ${JSON.stringify(written)}`;
		return readEntry(written).map((extent) => ({ shown, extent }));
	});
	const mode = settingAt(settings, ["approvalMode"]);
	return mode === "unrestricted" ? [...listed, everything('approvalMode: "unrestricted"')] : listed;
}

/** `Bash(…)` is `Shell(…)`; where a star stands, the first colon parts the program from all its arguments. */
function readEntry(written: string): readonly HostEntry["extent"][] {
	const entry = written.replace(/^Bash\(/, "Shell(");
	const plain = entry.includes("*") ? entry.replace(":", " ") : entry;
	const lists = CURSOR_MODEL.readLists({ version: 1, editor: { vimMode: false }, permissions: { allow: [plain], deny: [] } });
	return lists.flatMap(({ entries }) => entries.map(({ extent }) => extent));
}

/** The IDE's list holds beginnings of commands. */
function allowsInIde(settings: Json): readonly HostEntry[] {
	return textsAt(settings, ["terminalAllowlist"]).map((start) =>
		startingWith(`terminalAllowlist: ${JSON.stringify(start)}`, start.trim().split(/\s+/)),
	);
}

/** Cursor strips comments without looking at strings: one such text inside of a string breaks the file. */
function flaw(text: string): string | null {
	const parts = text.matchAll(/"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g);
	const isBroken = [...parts].some(([part]) => part.startsWith('"') && /\/\/|\/\*/.test(part));
	return isBroken ? "Cursor cannot read it: `//` or `/*` stands in one of its strings" : null;
}
