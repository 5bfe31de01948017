/** Checks a unit's headers: the version, the slot it stands in, nothing twice. */

import type { Session } from "../diagnostics/session.ts";
import { spanOf } from "../source/source.ts";
import type { Item } from "../syntax/ast.ts";
import type { Unit } from "./units.ts";

/** Reports a missing or unknown version, a scope that is not the slot's, and headers that stand twice. */
export function checkHeaders(unit: Unit, session: Session): void {
	const top = spanOf(unit.file.source, 0, 0);
	const seen = new Map<string, Item>();
	for (const item of unit.items) {
		const key = headerKey(item);
		if (key === null) continue;
		const first = seen.get(key);
		if (first)
			session.report("duplicate-header", item.span, { header: key }, { related: [{ message: "first written here", span: first.span }] });
		else seen.set(key, item);
		if (item.kind === "version" && item.version !== 1) session.report("unknown-version", item.span, { version: item.version });
		if (item.kind === "scope") {
			if (item.scope !== unit.file.scope) {
				session.report("wrong-scope", item.span, { written: item.scope, slot: unit.file.scope });
			} else if (unit.file.name !== null && item.name !== null && item.name.value !== unit.file.name && item.scope !== "task-instance") {
				session.report("wrong-scope-name", item.name.span, { written: item.name.value, slot: unit.file.name, scope: item.scope });
			}
		}
	}
	if (session.failed) return;
	if (!seen.has("version")) session.report("missing-version", top, {});
	if (!seen.has("scope")) session.report("missing-scope", top, { slot: unit.file.scope });
}

function headerKey(item: Item): string | null {
	if (item.kind === "version" || item.kind === "scope" || item.kind === "default") return item.kind;
	return item.kind === "fallback" ? `fallback ${item.name}` : null;
}
