/** Which of the things that only the person can do are still to be done, as far as the host writes that down. */

import { join } from "node:path";
import type { Gate, GateSign, GateState, Install, Json, Level } from "../../targets/install.ts";
import type { Bases } from "./audit-host.ts";
import { readSettings, readText } from "./read-settings.ts";

export interface GateFound {
	readonly text: string;
	readonly state: GateState;
}

/**
 * The gates of a host at a level. What cannot be read is not known.
 *
 * @example readGates(INSTALLS.claude, "project", { root, home, system: "/" }) // [{ text: "accept the trust dialog …", state: "closed" }]
 */
export function readGates({ gates }: Install, level: Level, bases: Bases): readonly GateFound[] {
	const where = { root: bases.root, folder: level === "user" ? bases.home : bases.root };
	return gates[level].map(({ text, sign }: Gate) => ({ text, state: sign ? stateOf(sign, where, bases) : "not known" }));
}

/** Those that are not known to be open. */
export function gatesLeft(gates: readonly GateFound[]): readonly GateFound[] {
	return gates.filter(({ state }) => state !== "open");
}

/** What is said before the text of a gate. */
export function shownGate(state: GateState): string {
	return state === "closed" ? "left to you" : "left to you, unless it is done";
}

function stateOf(sign: GateSign, where: Parameters<GateSign["place"]>[0], bases: Bases): GateState {
	const text = readText(join(bases[sign.file.base], sign.file.path));
	if (text === null) return sign.absent;
	const settings = typeof text === "string" ? readSettings(text, sign.file.format) : text;
	if ("problem" in settings) return "not known";
	const found = valuesAt(settings.value, sign.place(where));
	const stands = sign.value === undefined ? found.length > 0 : found.includes(sign.value);
	return stands ? sign.present : sign.absent;
}

/** The values at a place, of which some keys may be known by their start alone. */
function valuesAt(value: Json, [key, ...rest]: ReturnType<GateSign["place"]>): readonly Json[] {
	if (key === undefined) return [value];
	if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
	return Object.entries(value).flatMap(([name, inner]: [string, Json]) =>
		(typeof key === "string" ? name === key : name.startsWith(key.start)) ? valuesAt(inner, rest) : [],
	);
}
