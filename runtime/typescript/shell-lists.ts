/**
 * Lists of commands inside of compound commands: what ends them, and who reads them.
 */

import type { Bytes } from "./bytes.ts";
import type { Cursor } from "./shell-cursor.ts";
import type { Scope } from "./shell-scopes.ts";

/** What ends lists of commands. */
export interface Ends {
	/** Reserved words; the one that was found is passed over. */
	readonly words: ReadonlySet<Bytes>;
	/** A closing parenthesis, or what ends an arm of `case`; the cursor stays before it. */
	readonly sign: ")" | ";;" | null;
}

/** Reads lists of commands; the reader of programs, whom compound commands ask. */
export interface ListReader {
	readonly cursor: Cursor;
	/** Lists up to one of these ends, of what starts there. The reserved word or the sign, or null where the reading stopped. */
	readLists(ends: Ends, start: number): string | null;
	/** One command of any kind, without what separates it from the next. */
	readCommand(): boolean;
}

export const endsOf = (...words: Bytes[]): Ends => ({ words: new Set(words), sign: null });

/** Reads a compound command from after its first word, in a scope of its own. */
export type CompoundReader = (lists: ListReader, scope: Scope, start: number) => void;

export const DONE = endsOf("done");
export const BRACE = endsOf("}");
