/** The truth table of conditions as one policy: a rule for each row, which allows where the row's condition is true. */

import { sha256 } from "../../compiler/ir/canonical.ts";
import type { Condition } from "../../compiler/ir/types.ts";
import { canonicalJson } from "../../runtime/typescript/index.ts";
import type { Bundle, BundleRule } from "../../runtime/typescript/types.ts";
import { REGISTRY } from "../registry.ts";
import type { TruthCase } from "./truth-cases.ts";

/** No words at all: what stands behind the literal words of every row. */
const NO_WORDS = 0;

/**
 * The policy. The command of row 17 is `row-17`: allow is true, deny (the default) is false, request (the fallback of
 * conditions) is unknown.
 */
export function truthBundle(rows: readonly TruthCase[]): Bundle {
	const rest = {
		schema_version: 1 as const,
		policy_hash: sha256(rows.map(({ text }) => text).join("\n")),
		required_conditions: [],
		defaults: {
			default: "deny",
			opaque: "deny",
			condition_error: "request",
			malformed_bundle: "deny",
			missing_policy: "deny",
			unattended: "deny",
		} as const,
		registry: REGISTRY,
		automata: [{ accept: [2], default: [-1], ranges: [[]] }],
		commands: rows.map(({ condition }, at) => ruleOf(`row-${at}`, condition)),
	};
	return { ...rest, bundle_hash: sha256(canonicalJson(rest)) };
}

function ruleOf(word: string, conditions: Condition): BundleRule {
	return {
		id: word,
		action: "allow",
		source: "repo",
		on_mismatch: "skip",
		on_unknown: null,
		matcher: null,
		pattern: null,
		normalized_pattern: null,
		matchers: [],
		conditions,
		conditional: true,
		platform_action: {},
		shell_entry: null,
		native: [],
		reason: null,
		programs: [word],
		global_options: [],
		path_sets: [],
		writes: null,
		reads: null,
		env: null,
		strict: { kind: "heads", heads: [{ words: [[word]], tail: NO_WORDS }] },
		loose: null,
		except: null,
	};
}

/** A request for each row. */
export function truthRequests(rows: readonly TruthCase[]): readonly string[] {
	return rows.map(({ facts }, id) => JSON.stringify({ id, command: `row-${id}`, cwd: "/", facts }));
}
