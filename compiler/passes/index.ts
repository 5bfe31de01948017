/**
 * The passes, in order: from scope files to a compiled policy. The table is the pipeline; each pass
 * adds to the state and reports what it finds. After a gate nothing runs that rests on what failed.
 */

import type { Session } from "../diagnostics/session.ts";
import { hashPolicy } from "../ir/canonical.ts";
import type { CompiledPolicy } from "../ir/compiled.ts";
import type { Span } from "../source/source.ts";
import { checkCeilings } from "./check-ceilings.ts";
import { checkHeaders } from "./check-headers.ts";
import { gatherUnits } from "./gather-units.ts";
import type { Clause } from "./languages/index.ts";
import { compileLanguages, type RegistryData, registryKnowledge } from "./languages/index.ts";
import { lowerUnit } from "./lower-rules.ts";
import { type Merged, mergeScopes } from "./merge-scopes.ts";
import type { ReadInclude, RuleDraft, ScopeDraft, ScopeFile, Unit } from "./units.ts";

export interface CompileInput {
	/** In merge order, the broadest first. */
	readonly files: readonly ScopeFile[];
	readonly readInclude: ReadInclude;
	/** Whether the person has trusted the root's content: then it may loosen their own files. */
	readonly trusted: boolean;
	/** The built-in command registry. */
	readonly registry: RegistryData;
}

/** What the passes have found so far. A pass may rely on everything that the passes before it fill. */
export interface CompileState {
	readonly input: CompileInput;
	units: readonly Unit[];
	drafts: readonly ScopeDraft[];
	merged: Merged | null;
	compiled: CompiledPolicy | null;
}

interface Pass {
	readonly name: string;
	/** Whether the passes after this one run only if nothing has failed so far. */
	readonly gate: boolean;
	run(state: CompileState, session: Session): void;
}

export const PASSES = [
	{
		name: "gather-units",
		gate: true,
		run(state, session) {
			state.units = gatherUnits(state.input.files, state.input.readInclude, session);
		},
	},
	{
		name: "check-headers",
		gate: false,
		run(state, session) {
			for (const unit of state.units) checkHeaders(unit, session);
		},
	},
	{
		name: "lower-rules",
		gate: true,
		run(state, session) {
			state.drafts = state.units.map((unit) => lowerUnit(unit, session));
		},
	},
	{
		name: "merge-scopes",
		gate: true,
		run(state, session) {
			state.merged = mergeScopes(state.drafts, session);
		},
	},
	{
		name: "compile-languages",
		gate: true,
		run(state, session) {
			if (!state.merged) return;
			const { policy, rules } = state.merged;
			const locate = (name: string, clause: Clause) => clauseSpan(rules.get(name), clause);
			const knowledge = registryKnowledge(state.input.registry, policy.registry);
			state.compiled = compileLanguages(policy, hashPolicy(policy), knowledge, { session, locate });
		},
	},
	{
		name: "check-ceilings",
		gate: true,
		run(state, session) {
			checkCeilings(state.drafts, state.input, session);
		},
	},
	{
		name: "silence-warnings",
		gate: false,
		run(state, session) {
			session.silence(state.units.flatMap((unit) => unit.ignores));
		},
	},
] as const satisfies readonly Pass[];

/** Runs all passes. The state's `compiled` is null exactly if the session failed. */
export function runPasses(input: CompileInput, session: Session): CompileState {
	const state: CompileState = { input, units: [], drafts: [], merged: null, compiled: null };
	for (const pass of PASSES) {
		pass.run(state, session);
		if (pass.gate && session.failed) break;
	}
	return session.failed ? { ...state, compiled: null } : state;
}

function clauseSpan(draft: RuleDraft | undefined, clause: Clause): Span | null {
	if (!draft) return null;
	const { item } = draft;
	const spans: Record<Clause, Span | undefined> = {
		command: item.command?.span,
		args: item.args?.span,
		except: draft.except?.span,
		rule: item.name.span,
	};
	return spans[clause] ?? item.name.span;
}
