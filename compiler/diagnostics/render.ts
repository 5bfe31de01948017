/** Renders diagnostics: text with a caret, JSON, and annotations for GitHub Actions. */

import { lineText, positionAt, type Span } from "../source/source.ts";
import type { Diagnostic } from "./session.ts";

export interface RenderOptions {
	/** Whether to colour with ANSI escapes; only ever true on a terminal. */
	readonly colour: boolean;
}

/** A diagnostic as JSON; its schema is `schemas/diagnostics.schema.json`. Lines and columns are 1-based. */
export interface DiagnosticJson {
	readonly code: string;
	readonly name: string;
	readonly severity: "error" | "warning";
	readonly message: string;
	readonly help: string;
	readonly suggestion: string | null;
	readonly file: string | null;
	readonly line: number | null;
	readonly column: number | null;
	readonly end_line: number | null;
	readonly end_column: number | null;
	readonly pointer: string | null;
	readonly related: readonly { readonly message: string; readonly file: string; readonly line: number; readonly column: number }[];
}

const PAINT = { error: "31", warning: "33", dim: "2", bold: "1", help: "36" } as const;

/**
 * One diagnostic as text: headline, place, source line with carets, help.
 *
 * @example
 * error[PC1004]: unknown clause `comand`
 *   --> policy-config/repo.policy:7:3
 *   |
 * 7 |   comand prefix `git push`
 *   |   ^^^^^^
 *   = help: write `command`
 */
export function renderText(diagnostic: Diagnostic, options: RenderOptions): string {
	const paint = (name: keyof typeof PAINT, text: string) => (options.colour ? `\u001b[${PAINT[name]}m${text}\u001b[0m` : text);
	const lines = [
		`${paint(diagnostic.severity, `${diagnostic.severity}[${diagnostic.code}]`)}${paint("bold", `: ${visible(diagnostic.message)}`)}`,
	];
	const gutter = diagnostic.span ? String(positionAt(diagnostic.span.source, diagnostic.span.start).line).length : 1;
	if (diagnostic.span) lines.push(...renderPlace(diagnostic, diagnostic.span, gutter, paint));
	const aside = " ".repeat(gutter);
	for (const related of diagnostic.related) {
		lines.push(`${aside} ${paint("dim", "=")} note: ${visible(related.message)} (${placeText(related.span)})`);
	}
	if (diagnostic.suggestion)
		lines.push(`${aside} ${paint("dim", "=")} ${paint("help", "did you mean")} \`${visible(diagnostic.suggestion)}\`?`);
	lines.push(`${aside} ${paint("dim", "=")} ${paint("help", "help")}: ${visible(diagnostic.help)}`);
	return lines.join("\n");
}

function renderPlace(
	diagnostic: Diagnostic,
	span: Span,
	gutter: number,
	paint: (name: keyof typeof PAINT, text: string) => string,
): string[] {
	const { line } = positionAt(span.source, span.start);
	const text = lineText(span.source, line);
	const start = span.source.text.lastIndexOf("\n", span.start - 1) + 1;
	const from = Math.max(0, span.start - start);
	const to = Math.min(text.length, Math.max(from + 1, span.end - start));
	const window = windowOf(text, from, to);
	const margin = " ".repeat(gutter);
	// The empty pointer is the whole document, and says nothing to people.
	const pointer = diagnostic.pointer ? ` (${diagnostic.pointer})` : "";
	const carets = "^".repeat(Math.max(1, [...window.marked].length));
	return [
		`${margin}${paint("dim", "-->")} ${placeText(span)}${pointer}`,
		`${margin} ${paint("dim", "|")}`,
		`${String(line).padStart(gutter)} ${paint("dim", "|")} ${visible(window.before)}${visible(window.marked)}${visible(window.after)}`,
		`${margin} ${paint("dim", "|")} ${visible(window.before).replace(/[^\t]/g, " ")}${paint(diagnostic.severity, carets)}`,
	];
}

/** Cuts a long source line around the marked part, so that a message stays readable. */
function windowOf(text: string, from: number, to: number): { before: string; marked: string; after: string } {
	const width = 100;
	const end = Math.min(to, from + width);
	const left = Math.max(0, from - 60);
	const right = Math.min(text.length, end + 40);
	return {
		before: (left > 0 ? "…" : "") + text.slice(left, from),
		marked: text.slice(from, end),
		after: text.slice(end, right) + (right < text.length ? "…" : ""),
	};
}

/** `file:line:column` of a span's start. */
export function placeText(span: Span): string {
	const { line, column } = positionAt(span.source, span.start);
	return `${span.source.path}:${line}:${column}`;
}

/** User text made safe for a terminal: control and bidirectional characters become escapes; tabs stay. */
export function visible(text: string): string {
	return text.replace(
		/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])/g,
		(character) => {
			return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
		},
	);
}

/** A diagnostic as plain data for `--json`. */
export function renderJson(diagnostic: Diagnostic): DiagnosticJson {
	const start = diagnostic.span ? positionAt(diagnostic.span.source, diagnostic.span.start) : null;
	const end = diagnostic.span ? positionAt(diagnostic.span.source, diagnostic.span.end) : null;
	return {
		code: diagnostic.code,
		name: diagnostic.name,
		severity: diagnostic.severity,
		message: diagnostic.message,
		help: diagnostic.help,
		suggestion: diagnostic.suggestion,
		file: diagnostic.span?.source.path ?? null,
		line: start?.line ?? null,
		column: start?.column ?? null,
		end_line: end?.line ?? null,
		end_column: end?.column ?? null,
		pointer: diagnostic.pointer,
		related: diagnostic.related.map((related) => ({
			message: related.message,
			file: related.span.source.path,
			...positionAt(related.span.source, related.span.start),
		})),
	};
}

/**
 * A diagnostic as a GitHub Actions workflow command.
 *
 * Escaping follows GitHub's workflow command rules: `%`, CR and LF in data; also `:` and `,` in properties.
 */
export function renderGithub(diagnostic: Diagnostic): string {
	const data = (text: string) => text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
	const property = (text: string) => data(text).replace(/:/g, "%3A").replace(/,/g, "%2C");
	const json = renderJson(diagnostic);
	const properties = [
		...(json.file === null ? [] : [`file=${property(json.file)}`, `line=${json.line}`, `col=${json.column}`, `endLine=${json.end_line}`]),
		`title=${property(json.code)}`,
	];
	const suggestion = json.suggestion === null ? "" : `\ndid you mean \`${json.suggestion}\`?`;
	return `::${json.severity} ${properties.join(",")}::${data(`${json.message}${suggestion}\nhelp: ${json.help}`)}`;
}
