/** The session: where passes put what they found, in typed form; nothing here prints. */

import type { Span } from "../source/source.ts";
import { positionAt } from "../source/source.ts";
import { CATALOGUE, type DiagnosticName, type Holes } from "./catalogue.ts";

export type Severity = "error" | "warning";

/** One finding, ready to render. `help` says what to write instead. */
export interface Diagnostic {
	readonly code: string;
	readonly name: DiagnosticName;
	readonly severity: Severity;
	readonly message: string;
	readonly help: string;
	/** Null when no file is at fault (a missing folder, a wrong flag). */
	readonly span: Span | null;
	/** A name close to the one written, offered as a replacement. */
	readonly suggestion: string | null;
	/** Other places that belong to the finding, e.g. the first definition of a name. */
	readonly related: readonly RelatedPlace[];
	/** JSON pointer into a YAML/JSON scope file. */
	readonly pointer: string | null;
}

export interface RelatedPlace {
	readonly message: string;
	readonly span: Span;
}

export interface ReportOptions {
	readonly suggestion?: string | null;
	readonly related?: readonly RelatedPlace[];
	readonly pointer?: string;
}

/** Collects diagnostics. One per run; passes share it. */
export class Session {
	private readonly found: Diagnostic[] = [];
	private readonly seen = new Set<string>();

	/**
	 * Adds one finding from the catalogue.
	 *
	 * @example session.report("unknown-clause", span, { clause: "comand", item: "rule" }, { suggestion: "command" })
	 */
	report<N extends DiagnosticName>(name: N, span: Span | null, holes: Holes<N>, options: ReportOptions = {}): void {
		const entry = CATALOGUE[name];
		const finding: Diagnostic = {
			code: entry.code,
			name,
			severity: entry.severity,
			message: fill(entry.message, holes),
			help: fill(entry.help, holes),
			span,
			suggestion: options.suggestion ?? null,
			related: options.related ?? [],
			pointer: options.pointer ?? null,
		};
		// A file that takes part in several compilations of one run is reported once.
		const key = `${finding.code} ${span?.source.path} ${span?.start} ${span?.end} ${finding.message}`;
		if (this.seen.has(key)) return;
		this.seen.add(key);
		this.found.push(finding);
	}

	/** Whether any error was reported: then nothing may be written. */
	get failed(): boolean {
		return this.found.some((finding) => finding.severity === "error");
	}

	/** All findings, by file, then place, then code: the order never depends on the order of passes. */
	get diagnostics(): readonly Diagnostic[] {
		return [...this.found].sort(byPlace);
	}

	/** Drops warnings that a `# policyc: ignore CODE reason` comment names on their line. Errors stay. */
	silence(ignores: readonly { readonly code: string; readonly path: string; readonly line: number }[]): void {
		const silenced = new Set(ignores.map((ignore) => `${ignore.code} ${ignore.path} ${ignore.line}`));
		const kept = this.found.filter((finding) => {
			if (finding.severity === "error" || !finding.span) return true;
			const line = positionAt(finding.span.source, finding.span.start).line;
			return !silenced.has(`${finding.code} ${finding.span.source.path} ${line}`);
		});
		this.found.splice(0, this.found.length, ...kept);
	}
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
	return (
		compareText(a.span?.source.path ?? "", b.span?.source.path ?? "") ||
		(a.span?.start ?? -1) - (b.span?.start ?? -1) ||
		compareText(a.code, b.code) ||
		compareText(a.message, b.message)
	);
}

function compareText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

function fill(template: string, holes: Readonly<Record<string, string | number>>): string {
	return template.replace(/\{([a-z_]+)\}/g, (whole, name: string) => (name in holes ? String(holes[name]) : whole));
}
