/** Bundles that are none, made from one that is: damaged texts, and values of the wrong shape under a hash that is right. */

import type { Choose } from "../../cli/conformance/choose.ts";
import type { Bundle } from "../../runtime/typescript/types.ts";
import { hashOf } from "../runtime/bundle.ts";

type Container = { [key: string]: unknown };

/** Values of every kind; whatever stands in a bundle, most of them are wrong in its place. */
const WRONG: readonly unknown[] = [
	null,
	true,
	-1,
	1.5,
	1e9,
	9_007_199_254_740_992,
	"",
	"x",
	"\u0000",
	[],
	[[]],
	{},
	{ x: 1 },
	[null],
	["x", "x"],
];

/** A bundle like this one with another name in it and the hash that belongs to it: the valid twin. */
export function twinOf(bundle: Bundle, number: number): string {
	const { bundle_hash: _, ...rest } = bundle;
	return written({ ...rest, policy_hash: number.toString(16).padStart(64, "0") });
}

function written(rest: object): string {
	return JSON.stringify({ ...rest, bundle_hash: hashOf(rest) });
}

/** A text that is most likely no bundle; the reader says whether it is. */
export function malform(bundle: Bundle, number: number, choose: Choose): string | Uint8Array {
	const text = twinOf(bundle, number);
	const way = choose(8);
	if (way < 4) return misshapen(bundle, choose);
	const at = choose(text.length);
	if (way === 4) return text.slice(0, at);
	if (way === 5) return text.slice(0, at) + text.slice(at + 1 + choose(8));
	if (way === 6) return text.slice(0, at) + ["0", '"', ",", "{", "}", "[", "]", "\u0000", "x", "\\", "é", ":"][choose(12)] + text.slice(at);
	const bytes = Buffer.from(text);
	bytes[choose(bytes.length)] = choose(256);
	return bytes;
}

/** A value of the wrong shape somewhere, a key too many or one too few; the hash is that of what stands there. */
function misshapen(bundle: Bundle, choose: Choose): string {
	const rest = JSON.parse(JSON.stringify(bundle)) as Container;
	delete rest.bundle_hash;
	let place = rest;
	for (;;) {
		const keys = Object.keys(place);
		const key = keys[choose(Math.max(1, keys.length))];
		const inner = key === undefined ? undefined : place[key];
		if (key !== undefined && isContainer(inner) && choose(4) > 0) {
			place = inner;
			continue;
		}
		damage(place, key, choose);
		return written(rest);
	}
}

function damage(place: Container, key: string | undefined, choose: Choose): void {
	const way = choose(4);
	if (key === undefined || way === 0) place[Array.isArray(place) ? String(place.length) : `more${choose(9)}`] = WRONG[choose(WRONG.length)];
	else if (way === 1 && !Array.isArray(place)) delete place[key];
	else place[key] = WRONG[choose(WRONG.length)];
}

function isContainer(value: unknown): value is Container {
	return typeof value === "object" && value !== null;
}
