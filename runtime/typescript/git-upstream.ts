/**
 * Where a branch's upstream is kept after a fetch (git-config(1), `branch.<name>.*` and `remote.<name>.fetch`).
 */

import type { Bytes } from "./bytes.ts";
import { type Config, valuesOf } from "./git-config.ts";

/** The full name of the remote-tracking ref, or that there is no upstream that a fetch would move. */
export type Upstream = { readonly kind: "ref"; readonly name: Bytes } | { readonly kind: "none" };

const NONE: Upstream = { kind: "none" };
const BRANCHES = "refs/heads/";
/** Below here are refs that fetches move. */
export const TRACKED = "refs/remotes/";
/** The remote that means the repository itself. */
export const THIS_REPOSITORY = ".";

/**
 * The upstream of a branch; null where the configuration says it in a way that is not understood.
 *
 * @param branch without `refs/heads/`
 * @example upstreamOf(config, "main") // { kind: "ref", name: "refs/remotes/origin/main" }
 */
export function upstreamOf(config: Config, branch: Bytes): Upstream | null {
	const remotes = valuesOf(config, "branch", branch, "remote");
	const merges = new Set(valuesOf(config, "branch", branch, "merge"));
	if (remotes.length === 0 || merges.size === 0) return NONE;
	const remote = remotes.at(-1);
	const [merge] = merges;
	if (typeof remote !== "string" || typeof merge !== "string" || merges.size > 1) return null;
	if (remote === THIS_REPOSITORY || !merge.startsWith(BRANCHES)) return NONE;
	const tracked = trackedRef(valuesOf(config, "remote", remote, "fetch"), merge);
	if (tracked === null || tracked.kind === "none") return tracked;
	return tracked.name.startsWith(TRACKED) ? tracked : NONE;
}

/** The first refspec whose source matches says where the ref is kept. */
function trackedRef(refspecs: readonly (Bytes | null)[], source: Bytes): Upstream | null {
	let found: Upstream = NONE;
	for (const text of refspecs) {
		const spec = text === null ? null : parseRefspec(text);
		if (spec === null) return null;
		const name = found.kind === "none" ? mapRef(spec, source) : null;
		if (name !== null) found = { kind: "ref", name };
	}
	return found;
}

interface Refspec {
	readonly source: Bytes;
	/** Null: what is fetched is not kept. */
	readonly target: Bytes | null;
}

/** `+SOURCE:TARGET`; null for a negative one and where the stars of both sides do not pair. */
function parseRefspec(text: Bytes): Refspec | null {
	const plain = text.startsWith("+") ? text.slice(1) : text;
	if (plain === "" || plain.startsWith("^")) return null;
	const colon = plain.indexOf(":");
	if (colon < 0) return { source: plain, target: null };
	const [source, target] = [plain.slice(0, colon), plain.slice(colon + 1)];
	const stars = countStars(source);
	return stars > 1 || countStars(target) !== stars ? null : { source, target };
}

function countStars(text: Bytes): number {
	return text.split("*").length - 1;
}

/** What a refspec makes of a ref; null where it does not match. A star is any text. */
function mapRef({ source, target }: Refspec, ref: Bytes): Bytes | null {
	if (target === null) return null;
	const star = source.indexOf("*");
	if (star < 0) return source === ref ? target : null;
	const [head, tail] = [source.slice(0, star), source.slice(star + 1)];
	if (ref.length < head.length + tail.length || !ref.startsWith(head) || !ref.endsWith(tail)) return null;
	const middle = ref.slice(head.length, ref.length - tail.length);
	const at = target.indexOf("*");
	return target.slice(0, at) + middle + target.slice(at + 1);
}
