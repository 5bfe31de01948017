/** What YAML and JSON scalars have in common: which numbers and which texts can stand in a policy. */

import type { Session } from "../diagnostics/session.ts";
import type { Span } from "../source/source.ts";
import { excerpt, kindOf } from "./describe.ts";
import { nameOf } from "./report-text-faults.ts";
import type { MapEntry, TextNode } from "./tree.ts";

const UNENCODABLE = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/**
 * Whether a number is read the same everywhere: finite and within ±(2^53 - 1).
 *
 * Reports `unsafe-number` otherwise. `written` is the number as it stands in the text.
 */
export function isSafeNumber(value: number, written: string, span: Span, pointer: string, session: Session): boolean {
	if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return true;
	session.report("unsafe-number", span, { number: excerpt(written) }, { pointer });
	return false;
}

/** Whether a text can be written as UTF-8 without NUL; escapes can spell texts that cannot. Reports `unencodable-text`. */
export function isEncodable(node: TextNode, session: Session): boolean {
	const found = UNENCODABLE.exec(node.value);
	if (!found) return true;
	session.report("unencodable-text", node.span, { character: nameOf(found[0]) }, { pointer: node.pointer });
	return false;
}

/** Collects the entries of one map. Reports a key that stands twice and the one key that plain objects reserve. */
export class KeyLedger {
	private readonly first = new Map<string, TextNode>();
	private readonly session: Session;

	constructor(session: Session) {
		this.session = session;
	}

	/** Whether the key may stand; `key.pointer` is the pointer of the value under it. */
	admits(key: TextNode): boolean {
		const { value, span, pointer } = key;
		if (value === "__proto__") {
			this.session.report("reserved-key", span, { key: value }, { pointer });
			return false;
		}
		const before = this.first.get(value);
		if (before) {
			const related = [{ message: "first written here", span: before.span }];
			this.session.report("repeated-key", span, { key: excerpt(value) }, { pointer, related });
			return false;
		}
		this.first.set(value, key);
		return true;
	}
}

/** Whether a key is text. Reports `key-not-text` otherwise. */
export function isTextKey(key: MapEntry["value"], written: string, session: Session): key is TextNode {
	if (key.kind === "text") return true;
	session.report("key-not-text", key.span, { found: kindOf(key), key: excerpt(written) }, { pointer: key.pointer });
	return false;
}
