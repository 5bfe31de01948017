/** Reads YAML 1.2 (core schema) into a document tree with places. Strict: see `scan-yaml.ts` for what is refused. */

import { Composer, type CST, type ErrorCode, isMap, isScalar, isSeq, type ParsedNode, type Range, Scalar, YAMLParseError } from "yaml";
import type { Session } from "../diagnostics/session.ts";
import { type Source, type Span, spanOf } from "../source/source.ts";
import { isEncodable, isSafeNumber, isTextKey, KeyLedger } from "./read-scalars.ts";
import { scanYaml } from "./scan-yaml.ts";
import { type DocumentComment, type DocumentNode, type MapEntry, pointerTo, startOf } from "./tree.ts";
import { explainYamlFault } from "./yaml-faults.ts";

const BLANKS = new Set([" ", "\t", "\r", "\n"]);

export interface YamlDocument {
	readonly root: DocumentNode;
	readonly comments: readonly DocumentComment[];
}

/** The tree of a YAML text, or null after the first fault, which is reported. */
export function readYaml(source: Source, session: Session): YamlDocument | null {
	const scanned = scanYaml(source, session);
	if (!scanned) return null;
	const composed = composeFirst(scanned.tokens, source.text.length);
	if ("code" in composed) {
		const [start, end] = composed.pos;
		session.report(
			"invalid-yaml",
			spanOf(source, start, Math.min(end, source.text.length)),
			explainYamlFault(composed.code, composed.message),
		);
		return null;
	}
	const { contents } = composed;
	if (!contents || (isScalar(contents) && contents.source === "")) {
		session.report("empty-document", startOf(source), {});
		return null;
	}
	const root = new Converter(source, session).node(contents, "");
	return root && { root, comments: scanned.comments };
}

/** Where the library sees a fault: an offset, a range, or a token. */
type FaultPlace = number | readonly [number, number] | Range | { readonly offset: number; readonly source?: string };

/** Ends the library's reading. */
class Stop extends Error {}

/** The one document of a text, or its first fault. */
function composeFirst(tokens: readonly CST.Token[], end: number): YAMLParseError | { readonly contents: ParsedNode | null } {
	// Duplicate keys are ours to find: the library compares every key with every other.
	const composer = new Composer({ version: "1.2", schema: "core", merge: false, uniqueKeys: false });
	let first: YAMLParseError | null = null;
	// The library goes on after a fault, and a text can hold a million of them. Without this hook it would only be slow.
	const onError = (place: FaultPlace, code: ErrorCode, message: string, isWarning?: boolean): void => {
		if (isWarning) return;
		// What is thrown here is caught at every level of the library and comes back as one more fault.
		first ??= new YAMLParseError(rangeOf(place), code, message);
		throw new Stop();
	};
	Reflect.set(composer, "onError", onError);
	try {
		const [document] = composer.compose(tokens, true, end);
		return document?.errors[0] ?? { contents: document?.contents ?? null };
	} catch (stop) {
		if (stop instanceof Stop && first) return first;
		throw stop;
	}
}

function rangeOf(place: FaultPlace): [number, number] {
	if (typeof place === "number") return [place, place + 1];
	return "offset" in place ? [place.offset, place.offset + (place.source?.length ?? 1)] : [place[0], place[1]];
}

class Converter {
	private readonly source: Source;
	private readonly session: Session;

	constructor(source: Source, session: Session) {
		this.source = source;
		this.session = session;
	}

	/** Null after a fault that was reported. */
	node(node: ParsedNode, pointer: string): DocumentNode | null {
		const span = this.spanOf(node);
		if (isMap(node)) {
			const entries: MapEntry[] = [];
			const ledger = new KeyLedger(this.session);
			for (const pair of node.items) {
				const entry = this.entry(pair.key, pair.value, pointer);
				if (!entry || !ledger.admits(entry.key)) return null;
				entries.push(entry);
			}
			return { kind: "map", entries, pointer, span };
		}
		if (isSeq(node)) {
			const members: DocumentNode[] = [];
			for (const item of node.items) {
				const member = this.node(item, pointerTo(pointer, members.length));
				if (!member) return null;
				members.push(member);
			}
			return { kind: "list", members, pointer, span };
		}
		if (isScalar(node)) return this.scalar(node, pointer);
		// An alias; the scan refused it.
		return null;
	}

	/** A node's place without the blanks and line breaks that the library counts to the end of a block. */
	private spanOf(node: ParsedNode): Span {
		const [start, end] = node.range;
		let last = end;
		while (last > start && BLANKS.has(this.source.text.charAt(last - 1))) last--;
		return spanOf(this.source, start, last);
	}

	private entry(keyNode: ParsedNode, valueNode: ParsedNode | null, parent: string): MapEntry | null {
		const [start, end] = keyNode.range;
		const written = this.source.text.slice(start, end);
		const key = this.node(keyNode, parent);
		if (!key || !isTextKey(key, written, this.session)) return null;
		const pointer = pointerTo(parent, key.value);
		if (written === "<<") {
			this.session.report("yaml-merge-key", key.span, {}, { pointer });
			return null;
		}
		const nothing: DocumentNode = { kind: "plain", value: null, pointer, span: key.span };
		const value = valueNode ? this.node(valueNode, pointer) : nothing;
		return value && { key: { ...key, pointer }, value };
	}

	private scalar(node: Scalar.Parsed, pointer: string): DocumentNode | null {
		const [start, end] = node.range;
		const span = this.spanOf(node);
		const { value } = node;
		if (typeof value === "string") {
			const quotes = node.type === Scalar.QUOTE_DOUBLE || node.type === Scalar.QUOTE_SINGLE ? 1 : 0;
			const isLiteral = this.source.text.slice(start + quotes, end - quotes) === value;
			const text = { kind: "text", value, literalStart: isLiteral ? start + quotes : null, pointer, span } as const;
			return isEncodable(text, this.session) ? text : null;
		}
		if (typeof value === "number" && !isSafeNumber(value, node.source, span, pointer, this.session)) return null;
		if (typeof value === "number" || typeof value === "boolean" || value === null) return { kind: "plain", value, pointer, span };
		return null;
	}
}
