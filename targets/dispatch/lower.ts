import type { CompiledPolicy } from "../../compiler/ir/compiled.ts";
import type { Fallbacks } from "../../compiler/ir/types.ts";

type Refusal = "request" | "deny";

/** What the dispatch script has to know of the policy. */
export interface DispatchModel {
	readonly policy_hash: string;
	/** There is no policy or no evaluator. */
	readonly missing_policy: Refusal;
	/** An evaluator ran and gave no answer that this policy could have given. */
	readonly no_answer: Refusal;
	/** The script was called in another way than it can be. */
	readonly usage: Refusal;
	/** What `request` becomes where nobody can be asked. */
	readonly unattended: Refusal;
}

/**
 * The fallbacks as the script uses them. A broken bundle and a broken evaluator look the same from outside, so
 * the stricter of both fallbacks stands for them; a faulty call may have meant to say that nobody can be asked.
 */
export function lowerDispatch({ policy, policy_hash }: CompiledPolicy): DispatchModel {
	const { missing_policy, malformed_bundle, unattended }: Fallbacks = policy.fallbacks;
	const no_answer = stricter(missing_policy, malformed_bundle);
	return { policy_hash, missing_policy, no_answer, usage: stricter(no_answer, unattended), unattended };
}

function stricter(a: Refusal, b: Refusal): Refusal {
	return a === "deny" ? a : b;
}
