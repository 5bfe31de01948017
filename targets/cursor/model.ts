import type { Decision } from "../../compiler/ir/types.ts";
import type { Extent, Head, HostList, HostModel } from "../target.ts";
import { entriesOf } from "./entries.ts";
import type { CursorModel } from "./lower.ts";

/** Cursor refuses by its deny list, then allows by its allow list; both are held against the text as it was written. */
export const CURSOR_MODEL: HostModel<CursorModel> = {
	extentsOf: (head: Head) => entriesOf(head).flatMap(readEntry),
	readLists: ({ permissions }) => [listOf("deny", "deny", permissions.deny), listOf("allow", "allow", permissions.allow)],
};

function listOf(name: string, decision: Decision, entries: readonly string[]): HostList {
	return { name, decision, entries: entries.flatMap((shown) => readEntry(shown).map((extent) => ({ shown, extent }))) };
}

function readEntry(entry: string): readonly Extent[] {
	const text = /^Shell\((.+)\)$/s.exec(entry)?.[1];
	if (text === undefined) return [];
	const colon = text.indexOf(":");
	const words = (of: string) => of.split(" ").map((word) => [word]);
	if (colon >= 0) return [{ kind: "words", words: words(text.replace(":", " ").trimEnd()), exact: true }];
	if (!text.includes("*")) return [{ kind: "words", words: words(text), exact: false }];
	return [{ kind: "text", glob: text, quoted: true }];
}
