/** The YAML and JSON surface: a scope file's text to the same tree that `.policy` text becomes. */

import type { Session } from "../diagnostics/session.ts";
import { type Source, spanOf } from "../source/source.ts";
import type { PolicyFile } from "../syntax/ast.ts";
import { kindOf } from "./describe.ts";
import { lowerDocument } from "./lower-document.ts";
import { readIgnoreComments } from "./read-ignore-comments.ts";
import { readJson } from "./read-json.ts";
import { readYaml, type YamlDocument } from "./read-yaml.ts";
import { reportSchemaFaults } from "./report-schema-faults.ts";
import { reportTextFaults } from "./report-text-faults.ts";

export { printDocument } from "./print-document.ts";

/**
 * Parses one YAML or JSON scope file; a path that ends in `.json` is strict JSON, every other is YAML 1.2.
 *
 * Never throws. A text that cannot be read gives one error and no items; items with faults of their own
 * are reported and left out. Text over 1 MiB is refused unread.
 *
 * @example parseDocument({ path: "repo.yaml", text: "version: v1\nscope: repo\n" }, new Session()).items.length // 2
 */
export function parseDocument(source: Source, session: Session): PolicyFile {
	const span = spanOf(source, 0, source.text.length);
	const document = reportTextFaults(source, session) ? readDocument(source, session) : null;
	if (!document) return { items: [], ignores: [], span };
	const ignores = readIgnoreComments(source, document.comments, session);
	const { root } = document;
	if (root.kind !== "map") {
		session.report("wrong-type", root.span, { what: "the file", found: kindOf(root), expected: "a map" }, { pointer: "" });
		return { items: [], ignores, span };
	}
	return { items: lowerDocument(root, reportSchemaFaults(root, session), session), ignores, span };
}

function readDocument(source: Source, session: Session): YamlDocument | null {
	if (!source.path.endsWith(".json")) return readYaml(source, session);
	const root = readJson(source, session);
	return root && { root, comments: [] };
}
