/** A reading of one text: where its offsets lie in the source, and whether a fault was found in it. */

import type { NonterminalNode } from "ohm-js";
import { CATALOGUE, type DiagnosticName, type Holes } from "../diagnostics/catalogue.ts";
import type { ReportOptions, Session } from "../diagnostics/session.ts";
import type { Span } from "../source/source.ts";
import type { Text } from "./ast.ts";

/** The span in the source of a half-open range of offsets in a text that was taken out of it. */
export type SpanMapper = (start: number, end: number) => Span;

/** Everything that turning parse nodes into a tree needs besides the nodes. */
export class Reading {
	/** Whether an error was reported: then what was read is not used. */
	broken = false;
	readonly session: Session;
	readonly place: SpanMapper;

	constructor(session: Session, place: SpanMapper) {
		this.session = session;
		this.place = place;
	}

	/** The span of a parse node. */
	spanOf(node: NonterminalNode): Span {
		return this.place(node.source.startIdx, node.source.endIdx);
	}

	/** A parse node's text as written. */
	textOf(node: NonterminalNode): Text {
		return { value: node.sourceString, span: this.spanOf(node) };
	}

	/** Reports a finding at offsets of the text that is read. */
	report<N extends DiagnosticName>(name: N, start: number, end: number, holes: Holes<N>, options?: ReportOptions): void {
		this.session.report(name, this.place(start, end), holes, options);
		if (CATALOGUE[name].severity === "error") this.broken = true;
	}
}

/** The word that was written, as one of those that the grammar lets stand here. */
export function pick<T extends string>(words: readonly T[], written: string, otherwise: T): T {
	return words.find((word) => word === written) ?? otherwise;
}

const MOST_SHOWN = 60;

/** User text as a message shows it: at most 60 code units. */
export function clip(text: string): string {
	return text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN - 1)}…`;
}
