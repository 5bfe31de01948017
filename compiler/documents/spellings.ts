/** Older spellings that scope files are read in; outputs use the words on the right only. */

import type { Effect, ScopeKind } from "../syntax/ast.ts";

export const OLDER_DECISIONS: ReadonlyMap<string, Effect> = new Map([
	["ask", "request"],
	["ask_user", "request"],
	["require_approval", "request"],
	["block", "deny"],
]);

export const OLDER_SCOPES: ReadonlyMap<string, ScopeKind> = new Map([
	["task_domain", "task-domain"],
	["task_instance", "task-instance"],
]);

/** The lists of the short form. */
export const SHORT_FORMS: ReadonlyMap<string, Effect> = new Map([
	["allow", "allow"],
	["deny", "deny"],
	["require", "request"],
	["request", "request"],
]);
