/** `# policyc: ignore CODE reason` comments of a YAML text. */

import type { Session } from "../diagnostics/session.ts";
import type { Source } from "../source/source.ts";
import type { IgnoreComment } from "../syntax/ast.ts";
import { readIgnores } from "../syntax/read-ignores.ts";
import type { DocumentComment } from "./tree.ts";

/** The ignore comments of a text. A line of a block text that only looks like a comment is none. */
export function readIgnoreComments(source: Source, comments: readonly DocumentComment[], session: Session): readonly IgnoreComment[] {
	const starts = new Set(comments.map((comment) => comment.start));
	const text = source.text.replace(/^([ \t]*)#/gm, (whole: string, blanks: string, at: number) =>
		starts.has(at + blanks.length) ? whole : `${blanks}_`,
	);
	if (text === source.text) return readIgnores(source, session);
	const found = readIgnores({ path: source.path, text }, session);
	return found.map((ignore) => ({ ...ignore, span: { ...ignore.span, source } }));
}
