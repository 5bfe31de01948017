/** The header fields of a document: version, scope, default and fallbacks. */

import type { DefaultHeader, FallbackHeader, FallbackName, ScopeHeader, ScopeKind, VersionHeader } from "../syntax/ast.ts";
import type { Fields, ItemReading } from "./item-reading.ts";
import { entrySpan } from "./lower-items.ts";
import { OLDER_DECISIONS, OLDER_SCOPES } from "./spellings.ts";
import type { DocumentNode, MapEntry } from "./tree.ts";

const SCOPES: readonly [ScopeKind, ...ScopeKind[]] = ["system", "user", "repo", "harness", "task-domain", "task-instance"];
const FALLBACKS: readonly [FallbackName, ...FallbackName[]] = [
	"opaque",
	"condition_error",
	"malformed_bundle",
	"missing_policy",
	"unattended",
];

/** `version: v1`. */
export function lowerVersion(entry: MapEntry, reading: ItemReading): VersionHeader {
	return { kind: "version", version: Number(reading.word(entry.value, ["v1"]).slice(1)), span: entrySpan(entry) };
}

/**
 * `scope`, `name` and `sealed` together; `task_domain: NAME` and `task_instance: NAME` say both scope and name.
 *
 * Null where no field says the scope; a `name` or `sealed` without one is reported.
 */
export function lowerScope(top: Fields, reading: ItemReading): ScopeHeader | null {
	const scope = top.get("scope");
	const older = top.get("task_domain") ?? top.get("task_instance");
	const sealed = reading.boolean(top.get("sealed")?.value, false);
	const entry = scope ?? older;
	if (!entry) {
		for (const key of ["name", "sealed"]) {
			const stray = top.get(key);
			if (stray) reading.report("key-needs-key", stray.value, { key, other: "scope" }, { span: stray.key.span });
		}
		return null;
	}
	const kind = scope ? reading.word(scope.value, SCOPES, OLDER_SCOPES) : SCOPES[0];
	const olderKind = older && OLDER_SCOPES.get(older.key.value);
	if (scope && older && olderKind && olderKind !== kind) {
		reading.report("scope-spelled-twice", older.value, { key: older.key.value, scope: olderKind }, { span: older.key.span });
	}
	const name = (older ?? top.get("name"))?.value;
	return { kind: "scope", scope: olderKind ?? kind, name: name ? reading.text(name) : null, sealed, span: entrySpan(entry) };
}

/** `default: DECISION` or `default: {decision, sealed}`. */
export function lowerDefault(entry: MapEntry, reading: ItemReading): DefaultHeader {
	const { decision, sealed } = sealable(entry.value, reading);
	const word = decision ? reading.word(decision, ["deny", "request", "allow", "host"], OLDER_DECISIONS) : "deny";
	return { kind: "default", decision: word, sealed, span: entrySpan(entry) };
}

/** One entry of `fallbacks`. */
export function lowerFallback(entry: MapEntry, reading: ItemReading): FallbackHeader {
	const { decision, sealed } = sealable(entry.value, reading);
	const word = decision ? reading.word(decision, ["deny", "request"], OLDER_DECISIONS) : "deny";
	return { kind: "fallback", name: reading.word(entry.key, FALLBACKS), decision: word, sealed, span: entrySpan(entry) };
}

function sealable(node: DocumentNode, reading: ItemReading): { readonly decision: DocumentNode | null; readonly sealed: boolean } {
	if (node.kind !== "map") return { decision: node, sealed: false };
	const fields = reading.fields(node);
	const decision = reading.required(fields, "decision", node, "a decision with `sealed`");
	return { decision, sealed: reading.boolean(fields.get("sealed")?.value, false) };
}
