/** What a file of a host is to become: decided from what stands there, what the ledger says is ours, and what is wanted. */

import type { InstalledEntry as Entry } from "../../targets/install.ts";
import { mergeEntries, NOTHING_OWNED, type Owned } from "./merge-entries.ts";
import { type Entered, hashOf } from "./state-folder.ts";
import type { Refusal } from "./swap-file.ts";

/** A file that is ours as a whole, known by how it starts; or entries in a JSON file that others write too. */
export type Wanted =
	| { readonly kind: "whole"; readonly content: string; readonly marker: string }
	| { readonly kind: "entries"; readonly entries: readonly Entry[] };

/** Entries that are wanted together. */
export function entriesWanted(entries: readonly Entry[]): Wanted {
	return { kind: "entries", entries };
}

/** The content that a file gets (null: none), and what the ledger then says of it (null: nothing). */
export interface Planned {
	readonly next: Buffer | null;
	readonly entered: Entered | null;
}

export interface FileRefusal extends Refusal {
	readonly line: number | null;
	readonly column: number | null;
}

/**
 * What a file becomes when the policy is applied.
 *
 * @param path the file as it is named
 * @param content what stands there; null: nothing
 * @param entered what the ledger says; null: nothing was applied here
 * @example planApply("/home/me/.x.json", null, null, { kind: "entries", entries })
 */
export function planApply(path: string, content: Buffer | null, entered: Entered | null, wanted: Wanted): Planned | FileRefusal {
	const owned = entered ? ownedIn(hashOf(content), entered) : NOTHING_OWNED;
	const made = wanted.kind === "whole" ? replaceWhole(content, entered, wanted) : mergeInto(content, owned, wanted.entries);
	if ("problem" in made) return made;
	const next = Buffer.from(made.text, "utf8");
	const untouched = content !== null && next.equals(content);
	if (untouched && entered === null && made.owned.entries.length === 0) return { next, entered };
	if (untouched && entered?.after.sha256 === hashOf(content)) return { next, entered };
	const before = { sha256: hashOf(content), owned };
	const after = { sha256: hashOf(next), owned: made.owned };
	return { next, entered: { version: 1, path, before, after, original: originalOf(before.sha256, entered) } };
}

/**
 * What a file becomes when nothing of policyc's is to stand in it: what it was before, byte for byte, if nobody else has
 * changed it since; else what it is without what is ours.
 *
 * @param kept the content of a hash from the backups, null where it is gone
 */
export function planUnapply(content: Buffer | null, entered: Entered, kept: (hash: string) => Buffer | null): Planned | FileRefusal {
	const hash = hashOf(content);
	if (content === null || hash === entered.original?.sha256) return { next: content, entered: null };
	if (entered.original && (hash === entered.before.sha256 || hash === entered.after.sha256)) {
		const original = entered.original.sha256 === null ? null : kept(entered.original.sha256);
		if (original || entered.original.sha256 === null) return { next: original, entered: null };
	}
	const owned = ownedIn(hash, entered);
	if (owned.entries.length === 0) return refuse("it was changed by others since; remove what is not wanted by hand");
	const text = textOf(content);
	if (text === null) return refuse("it is not UTF-8");
	const merged = mergeEntries(text, [], owned);
	return "problem" in merged ? merged : { next: Buffer.from(merged.text, "utf8"), entered: null };
}

/** What in a file is ours; where others have changed it, all that may be. */
function ownedIn(hash: string | null, { before, after }: Entered): Owned {
	if (hash === after.sha256) return after.owned;
	if (hash === before.sha256) return before.owned;
	return {
		entries: [...before.owned.entries, ...after.owned.entries],
		containers: [...before.owned.containers, ...after.owned.containers],
	};
}

function replaceWhole(content: Buffer | null, entered: Entered | null, wanted: Extract<Wanted, { kind: "whole" }>) {
	const ours = content === null || entered !== null || content.toString("utf8").startsWith(wanted.marker);
	return ours ? { text: wanted.content, owned: NOTHING_OWNED } : refuse("a file of somebody else stands there; move it away first");
}

function mergeInto(content: Buffer | null, owned: Owned, entries: readonly Entry[]) {
	const text = content === null ? null : textOf(content);
	if (text === null && content !== null) return refuse("it is not UTF-8");
	return mergeEntries(text, entries, owned);
}

function originalOf(hash: string | null, entered: Entered | null): Entered["original"] {
	if (entered === null) return { sha256: hash };
	const { before, after, original } = entered;
	return [before.sha256, after.sha256, original?.sha256].includes(hash) ? original : null;
}

function textOf(content: Buffer): string | null {
	try {
		return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
	} catch {
		return null;
	}
}

function refuse(problem: string): FileRefusal {
	return { problem, line: null, column: null };
}
