/**
 * Regular expressions over bytes with complement, and their derivatives (Brzozowski, "Derivatives of
 * regular expressions", 1964). Expressions are numbers into one table; equal texts are one number, and
 * choices are kept flat, sorted and free of duplicates, so that an expression has finitely many derivatives.
 */

import { type ByteClasses, classify } from "./byte-classes.ts";
import type { Pattern, Range, Via } from "./patterns.ts";
import { utf8Sequences } from "./utf8.ts";

export type Expression = number;

type Node =
	| { readonly kind: "none" }
	| { readonly kind: "empty" }
	| { readonly kind: "bytes"; readonly ranges: readonly Range[]; readonly via: number }
	| { readonly kind: "sequence"; readonly first: Expression; readonly rest: Expression }
	| { readonly kind: "choice"; readonly parts: readonly Expression[] }
	| { readonly kind: "not"; readonly part: Expression }
	| { readonly kind: "star"; readonly part: Expression };

/** The expression without members. */
export const NONE: Expression = 0;
/** The expression of the empty text alone. */
export const EMPTY: Expression = 1;

/** Ways in which bytes are matched, as bits, so that a derivative can be asked for some of them only. */
export const VIA = { written: 1, wild: 2, blank: 4 } as const satisfies Record<Via, number>;
export const ANY_WAY = 7;

export class Expressions {
	private readonly nodes: Node[] = [];
	private readonly nullable: boolean[] = [];
	private readonly numbers = new Map<string, Expression>();
	private readonly derived = new Map<number, Expression>();
	private readonly byteSets = new Map<Expression, readonly Range[]>();
	/** Every text, borders included. */
	readonly all: Expression;
	/** Every text without a border. */
	readonly word: Expression;

	constructor() {
		this.make("0", { kind: "none" }, false);
		this.make("1", { kind: "empty" }, true);
		this.all = this.not(NONE);
		this.word = this.star(this.bytes([[1, 255]]));
	}

	private make(key: string, node: Node, nullable: boolean): Expression {
		const known = this.numbers.get(key);
		if (known !== undefined) return known;
		this.numbers.set(key, this.nodes.length);
		this.nullable.push(nullable);
		return this.nodes.push(node) - 1;
	}

	private node(expression: Expression): Node {
		return this.nodes[expression] ?? { kind: "none" };
	}

	bytes(ranges: readonly Range[], via: Via = "written"): Expression {
		if (ranges.length === 0) return NONE;
		const made = this.make(`b${VIA[via]}:${ranges.join(";")}`, { kind: "bytes", ranges, via: VIA[via] }, false);
		this.byteSets.set(made, ranges);
		return made;
	}

	/** A literal byte string. */
	text(bytes: string): Expression {
		return this.sequence([...bytes].map((byte) => this.bytes([[byte.charCodeAt(0), byte.charCodeAt(0)]])));
	}

	sequence(parts: readonly Expression[]): Expression {
		return parts.reduceRight((rest, part) => this.pair(part, rest), EMPTY);
	}

	private pair(first: Expression, rest: Expression): Expression {
		if (first === NONE || rest === NONE) return NONE;
		if (first === EMPTY) return rest;
		if (rest === EMPTY) return first;
		const node = this.node(first);
		if (node.kind === "sequence") return this.pair(node.first, this.pair(node.rest, rest));
		const next = this.node(rest);
		if ((node.kind === "star" || first === this.all) && (rest === first || (next.kind === "sequence" && next.first === first))) return rest;
		return this.make(`s${first},${rest}`, { kind: "sequence", first, rest }, this.isNullable(first) && this.isNullable(rest));
	}

	choice(parts: readonly Expression[]): Expression {
		const flat = new Set<Expression>();
		for (const part of parts) {
			const node = this.node(part);
			if (part === this.all) return part;
			if (node.kind === "choice") for (const inner of node.parts) flat.add(inner);
			else if (part !== NONE) flat.add(part);
		}
		const sorted = [...flat].sort((a, b) => a - b);
		if (sorted.length < 2) return sorted[0] ?? NONE;
		return this.make(
			`c${sorted}`,
			{ kind: "choice", parts: sorted },
			sorted.some((part) => this.isNullable(part)),
		);
	}

	not(part: Expression): Expression {
		const node = this.node(part);
		return node.kind === "not" ? node.part : this.make(`n${part}`, { kind: "not", part }, !this.isNullable(part));
	}

	/** What is in all of the parts. */
	and(parts: readonly Expression[]): Expression {
		return this.not(this.choice(parts.map((part) => this.not(part))));
	}

	star(part: Expression): Expression {
		if (part === NONE || part === EMPTY) return EMPTY;
		return this.node(part).kind === "star" ? part : this.make(`r${part}`, { kind: "star", part }, true);
	}

	/** Whether the empty text is a member. */
	isNullable(expression: Expression): boolean {
		return this.nullable[expression] ?? false;
	}

	/** What may follow the byte in a member, where it is matched in one of the ways. Below a complement only ANY_WAY has a meaning. */
	derive(expression: Expression, byte: number, ways: number = ANY_WAY): Expression {
		if (expression === NONE || expression === this.all) return expression;
		const key = (expression * 8 + ways) * 256 + byte;
		const known = this.derived.get(key);
		if (known !== undefined) return known;
		const result = this.deriveNode(this.node(expression), byte, ways);
		this.derived.set(key, result);
		return result;
	}

	private deriveNode(node: Node, byte: number, ways: number): Expression {
		switch (node.kind) {
			case "none":
			case "empty":
				return NONE;
			case "bytes":
				return (node.via & ways) > 0 && node.ranges.some(([low, high]) => low <= byte && byte <= high) ? EMPTY : NONE;
			case "sequence": {
				const through = this.pair(this.derive(node.first, byte, ways), node.rest);
				return this.isNullable(node.first) ? this.choice([through, this.derive(node.rest, byte, ways)]) : through;
			}
			case "choice":
				return this.choice(node.parts.map((part) => this.derive(part, byte, ways)));
			case "not":
				return this.not(this.derive(node.part, byte, ways));
			case "star":
				return this.pair(this.derive(node.part, byte, ways), this.star(node.part));
		}
	}

	/** What may follow a byte string. */
	deriveText(expression: Expression, bytes: string): Expression {
		let rest = expression;
		for (const byte of bytes) rest = this.derive(rest, byte.charCodeAt(0));
		return rest;
	}

	/** Bytes that no byte set of the expressions made so far tells apart. */
	classes(): ByteClasses {
		const sets = Array.from({ length: 256 }, () => "");
		for (const [expression, ranges] of this.byteSets) {
			for (const [low, high] of ranges) for (let byte = low; byte <= high; byte++) sets[byte] += `${expression},`;
		}
		return classify((byte) => sets[byte] ?? "");
	}

	/** A pattern as an expression. */
	pattern(pattern: Pattern): Expression {
		switch (pattern.kind) {
			case "byte":
				return this.bytes([[1, 255]], "wild");
			case "border":
				return this.bytes([[0, 0]]);
			case "scalar":
				return this.choice(
					utf8Sequences(pattern.ranges).map((ranges) => this.sequence(ranges.map((range) => this.bytes([range], pattern.via)))),
				);
			case "sequence":
				return this.sequence(pattern.parts.map((part) => this.pattern(part)));
			case "choice":
				return this.choice(pattern.parts.map((part) => this.pattern(part)));
			case "repeat": {
				const part = this.pattern(pattern.part);
				const needed = Array.from({ length: pattern.least }, () => part);
				if (pattern.most === null) return this.sequence([...needed, this.star(part)]);
				let optional = EMPTY;
				for (let count = pattern.least; count < pattern.most; count++) optional = this.choice([EMPTY, this.pair(part, optional)]);
				return this.sequence([...needed, optional]);
			}
		}
	}
}
