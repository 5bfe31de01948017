/** Finds `# policyc: ignore CODE reason` comments and the lines that they silence. */

import type { Session } from "../diagnostics/session.ts";
import { lineStarts, type Source, spanOf } from "../source/source.ts";
import type { IgnoreComment } from "./ast.ts";

/** No text of the language spans lines, so a line that starts with `#` is a comment wherever it stands. */
const COMMENT = /^[ \t\uFEFF]*#(.*)$/;
const ADDRESSED = /^[ \t]*policyc:(.*)$/;
const IGNORE = /^[ \t]*ignore[ \t]+(PC\d{4})[ \t]+(\S.*)$/;

/** The ignore comments of a file, in order. One that is misspelt or has no line after it is reported. */
export function readIgnores(source: Source, session: Session): readonly IgnoreComment[] {
	if (!source.text.includes("policyc:")) return [];
	const found: IgnoreComment[] = [];
	let waiting: Omit<IgnoreComment, "line">[] = [];
	const starts = lineStarts(source);
	for (const [index, start] of starts.entries()) {
		const text = source.text.slice(start, starts[index + 1] ?? source.text.length).trimEnd();
		const comment = COMMENT.exec(text)?.[1];
		if (comment === undefined) {
			if (text.trim() === "") continue;
			found.push(...waiting.map((ignore) => ({ ...ignore, line: index + 1 })));
			waiting = [];
			continue;
		}
		const order = ADDRESSED.exec(comment)?.[1];
		if (order === undefined) continue;
		const span = spanOf(source, start + text.indexOf("#"), start + text.length);
		const [, code, reason] = IGNORE.exec(order) ?? [];
		if (code === undefined || reason === undefined) session.report("malformed-ignore", span, {});
		else waiting.push({ code, reason, span });
	}
	for (const ignore of waiting) session.report("malformed-ignore", ignore.span, {});
	return found;
}
