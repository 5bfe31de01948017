import { canonicalText, sha256 } from "../../compiler/ir/canonical.ts";
import type { CompiledPolicy } from "../../compiler/ir/compiled.ts";
import type { Fallbacks } from "../../compiler/ir/types.ts";
import protocols from "../../runtime/protocols.json" with { type: "json" };
import { type ArtifactContext, FILES } from "../target.ts";

type Refusal = "request" | "deny";

/** What the dispatch script has to know of the policy and of the hosts. */
export interface DispatchModel {
	readonly policy_hash: string;
	/** Of the bundle that was written beside the script: an evaluator takes no other. */
	readonly bundle_sha256: string;
	/** There is no policy or no evaluator. */
	readonly missing_policy: Refusal;
	/** The evaluator cannot read its policy. */
	readonly malformed_bundle: Refusal;
	/** An evaluator ran and gave no answer that this policy could have given. */
	readonly no_answer: Refusal;
	/** The script was called in another way than it can be. */
	readonly usage: Refusal;
	/** What `request` becomes where nobody can be asked. */
	readonly unattended: Refusal;
	readonly hosts: readonly DispatchHost[];
}

/** How one host is answered. */
export interface DispatchHost {
	readonly name: string;
	/** Whole seconds until an evaluator that does not answer is given up: more than its own deadline, at most 40 % of the host's. */
	readonly seconds: number;
	readonly refusals: Readonly<Record<Refusal, DispatchForm>>;
	/** What an evaluator may print with status 0, as the texts around each reason. */
	readonly answers: readonly (readonly string[])[];
}

/** A form of a host's protocol: status, and the texts around each reason in what is printed. */
export interface DispatchForm {
	readonly status: number;
	readonly stdout: readonly string[];
	readonly stderr: boolean;
	readonly advice: string;
}

/** Of `timeout_ms`, how much may pass before the host gets its answer. */
const SHARE = 0.4;

/**
 * The fallbacks as the script uses them. A broken bundle and a broken evaluator look the same from outside, so
 * the stricter of both fallbacks stands for them; a faulty call may have meant to say that nobody can be asked.
 */
export function lowerDispatch({ policy, policy_hash }: CompiledPolicy, { files }: Pick<ArtifactContext, "files">): DispatchModel {
	const { missing_policy, malformed_bundle, unattended }: Fallbacks = policy.fallbacks;
	const no_answer = stricter(missing_policy, malformed_bundle);
	return {
		policy_hash,
		bundle_sha256: sha256(files.find(({ path }) => path === FILES.bundle)?.content ?? ""),
		missing_policy,
		malformed_bundle,
		no_answer,
		usage: stricter(no_answer, unattended),
		unattended,
		hosts: Object.entries<Protocol>(protocols.hosts).map(lowerHost),
	};
}

function stricter(a: Refusal, b: Refusal): Refusal {
	return a === "deny" ? a : b;
}

/** What the script needs of an entry of `runtime/protocols.json`. */
interface Protocol {
	readonly timeout_ms: number;
	readonly failure: string;
	readonly events: Readonly<Record<string, { readonly answers: Readonly<Record<Refusal, string>> }>>;
	readonly forms: Readonly<Record<string, Form>>;
}

interface Form {
	readonly status: number;
	readonly stdout: object;
	readonly stderr: boolean;
	readonly advice?: string;
}

function lowerHost([name, protocol]: [string, Protocol]): DispatchHost {
	const asking = [...new Set(Object.values(protocol.events).map(({ answers }) => answers.request))];
	// The script does not read events: it asks only where every event of the host is asked about in one form.
	const request = asking.length === 1 && asking[0] !== undefined ? asking[0] : protocol.failure;
	return {
		name,
		seconds: Math.floor((protocol.timeout_ms * SHARE) / 1000),
		refusals: { request: lowerForm(protocol, request), deny: lowerForm(protocol, protocol.failure) },
		answers: Object.values(protocol.forms).flatMap((form) => (form.status === 0 ? [textsOf(form)] : [])),
	};
}

function lowerForm(protocol: Protocol, name: string): DispatchForm {
	const form = protocol.forms[name];
	if (!form) throw new Error(`the protocol has no form ${name}`);
	return { status: form.status, stdout: textsOf(form), stderr: form.stderr, advice: form.advice ?? "" };
}

/** The printed text, cut where a reason stands; reasons of the script need no escapes in JSON. */
function textsOf({ stdout }: Form): readonly string[] {
	return canonicalText(stdout).split("{reason}");
}
