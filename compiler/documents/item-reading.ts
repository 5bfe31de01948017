/**
 * Reads values of one item out of a document tree. What does not fit is reported, a stand-in takes its
 * place, and the item counts as broken: it is left out, so the stand-ins never leave this folder.
 */

import { CATALOGUE, type DiagnosticName, type Holes } from "../diagnostics/catalogue.ts";
import type { ReportOptions, Session } from "../diagnostics/session.ts";
import { suggest } from "../diagnostics/suggest.ts";
import type { Span } from "../source/source.ts";
import type { Text } from "../syntax/ast.ts";
import { describeNode, describeTypes, excerpt, joinWords, kindOf } from "./describe.ts";
import { type DocumentNode, type MapEntry, spanInside } from "./tree.ts";

export type Fields = ReadonlyMap<string, MapEntry>;

export class ItemReading {
	/** Whether an error was reported for this item. */
	broken = false;
	readonly session: Session;

	constructor(session: Session) {
		this.session = session;
	}

	report<N extends DiagnosticName>(
		name: N,
		node: DocumentNode,
		holes: Holes<N>,
		options: ReportOptions & { readonly span?: Span } = {},
	): void {
		this.session.report(name, options.span ?? node.span, holes, { pointer: node.pointer, ...options });
		if (CATALOGUE[name].severity === "error") this.broken = true;
	}

	/** Reports a value of the wrong kind; `types` are JSON Schema's. */
	reportType(node: DocumentNode, ...types: readonly string[]): void {
		this.report("wrong-type", node, { what: describeNode(node), found: kindOf(node), expected: describeTypes(types) });
	}

	/** A text. Its span is what stands inside the quotes, if the source holds the value literally. */
	text(node: DocumentNode): Text {
		if (node.kind === "text") return { value: node.value, span: spanInside(node, 0, node.value.length) };
		this.reportType(node, "string");
		return { value: "", span: node.span };
	}

	/** A text, or the texts of a list. */
	texts(node: DocumentNode | undefined): readonly Text[] {
		return node ? this.several(node, (member) => this.text(member)) : [];
	}

	/** A value, or the values of a list of them. */
	several<T>(node: DocumentNode, read: (member: DocumentNode) => T): readonly T[] {
		return node.kind === "list" ? node.members.map(read) : [read(node)];
	}

	/** The members of a list. */
	members(node: DocumentNode): readonly DocumentNode[] {
		if (node.kind === "list") return node.members;
		this.reportType(node, "array");
		return [];
	}

	/** The entries of a map by key. */
	fields(node: DocumentNode): Fields {
		if (node.kind === "map") return new Map(node.entries.map((entry) => [entry.key.value, entry]));
		this.reportType(node, "object");
		return new Map();
	}

	/** `true` or `false`; what is not written is `otherwise`. */
	boolean(node: DocumentNode | undefined, otherwise: boolean): boolean {
		if (!node) return otherwise;
		if (node.kind === "plain" && typeof node.value === "boolean") return node.value;
		this.reportType(node, "boolean");
		return otherwise;
	}

	/** One of the listed words; `older` are other spellings of some of them. */
	word<T extends string>(node: DocumentNode, words: readonly [T, ...T[]], older: ReadonlyMap<string, string> = new Map()): T {
		const [first] = words;
		if (node.kind !== "text") {
			this.reportType(node, "string");
			return first;
		}
		const spelling = older.get(node.value) ?? node.value;
		const found = words.find((word) => word === spelling);
		if (found !== undefined) return found;
		const expected = joinWords(words.map((word) => `\`${word}\``));
		this.report(
			"unknown-value",
			node,
			{ what: describeNode(node), value: excerpt(node.value), expected },
			{ suggestion: suggest(node.value, words) },
		);
		return first;
	}

	/** The value under a key that has to be there. */
	required(fields: Fields, key: string, owner: DocumentNode, place: string): DocumentNode | null {
		const value = fields.get(key)?.value;
		if (!value) this.report("missing-key", owner, { place, key });
		return value ?? null;
	}
}
