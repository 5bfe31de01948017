/** Reads the output of `policyc resolve` back: schema, hash, compilation. */

import { Ajv2020 } from "ajv/dist/2020.js";
import schema from "../../schemas/ir.schema.json" with { type: "json" };
import type { Session } from "../diagnostics/session.ts";
import { hashPolicy } from "../ir/canonical.ts";
import type { CompiledPolicy } from "../ir/compiled.ts";
import type { IrPolicy } from "../ir/types.ts";
import { compileLanguages, type RegistryData, registryKnowledge } from "./languages/index.ts";

/**
 * Compiles the `policy` of a resolve output.
 *
 * Reports `bad-policy-json` where it breaks the IR's schema and `hash-mismatch` where `policy_hash` is not its hash.
 */
export function readResolved(value: unknown, path: string, registry: RegistryData, session: Session): CompiledPolicy | null {
	const fail = (problem: string) => {
		session.report("bad-policy-json", null, { path, problem });
		return null;
	};
	if (typeof value !== "object" || value === null || !("policy" in value) || !("policy_hash" in value)) {
		return fail("it has no `policy` and `policy_hash`");
	}
	const validate = new Ajv2020({ allErrors: true, strict: false }).compile<IrPolicy>(schema);
	const policy: unknown = value.policy;
	if (!validate(policy)) {
		// Of a value that has several forms, every form tells its faults: the one that came furthest was meant.
		const [fault] = [...(validate.errors ?? [])].sort((a, b) => b.instancePath.length - a.instancePath.length);
		return fail(`/policy${fault?.instancePath ?? ""} ${fault?.message ?? "breaks the schema"}`);
	}
	const hash = hashPolicy(policy);
	if (hash !== value.policy_hash) {
		session.report("hash-mismatch", null, { path, written: String(value.policy_hash), computed: hash });
		return null;
	}
	return compileLanguages(policy, hash, registryKnowledge(registry, policy.registry), { session, locate: () => null });
}
