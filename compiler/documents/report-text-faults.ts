/** Faults of a text that no reader should see: its size, a byte order mark, control characters. */

import type { Session } from "../diagnostics/session.ts";
import { type Source, spanOf } from "../source/source.ts";
import { startOf } from "./tree.ts";

/** The most bytes (UTF-8) that one scope file may have: 1 MiB. */
export const MAX_BYTES = 1 << 20;

// Tab, line feed and carriage return before it are text; U+0085 and a lone carriage return break lines for some readers only.
const CONTROL =
	/\r(?!\n)|[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/**
 * Reports the first of these faults, if there is one. Linear in the text, and constant for a text over the limit.
 *
 * @returns whether the text may be read
 */
export function reportTextFaults(source: Source, session: Session): boolean {
	const { text } = source;
	// No character takes less than one byte, so a longer text needs no counting.
	const bytes = text.length > MAX_BYTES ? text.length : Buffer.byteLength(text, "utf8");
	if (bytes > MAX_BYTES) {
		session.report("document-too-large", startOf(source), { limit: MAX_BYTES });
		return false;
	}
	if (text.startsWith("\ufeff")) {
		session.report("byte-order-mark", spanOf(source, 0, 1), {});
		return false;
	}
	const control = CONTROL.exec(text);
	if (control) {
		session.report("document-control-character", spanOf(source, control.index, control.index + 1), { character: nameOf(control[0]) });
		return false;
	}
	return true;
}

/** A character's code point as `U+0000`. */
export function nameOf(character: string): string {
	return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
