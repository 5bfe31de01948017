import type { CompiledPolicy } from "../../compiler/ir/compiled.ts";
import type { DefaultDecision } from "../../compiler/ir/types.ts";
import { globalOptions } from "../plan/option-twins.ts";
import {
	type ArtifactContext,
	type Direction,
	firstWords,
	type Harness,
	type HostResult,
	type Loss,
	type LossStatus,
	type Registry,
	type RulePlan,
} from "../target.ts";
import { writeCommandLine } from "../writer/shell.ts";

/** The policy's default beside what the host does where no entry matches. */
export interface DefaultLoss {
	readonly decision: DefaultDecision;
	readonly status: LossStatus;
	readonly direction: Direction;
	readonly by_itself: string;
	readonly witness: string | null;
}

/** Spellings that the host's own lists treat in another way than the plain command; the hook sees through them. */
export interface SpellingLoss {
	readonly entries: "restrict" | "allow";
	readonly form: string;
	readonly witness: string;
}

export interface HostLosses {
	readonly host: Harness;
	readonly artifact: string;
	readonly counts: Readonly<Record<LossStatus, number>>;
	readonly default: DefaultLoss;
	readonly spellings: readonly SpellingLoss[];
	readonly notes: readonly string[];
}

/** The tree of the loss report; keys in the order of the file. */
export interface LossReport {
	readonly schema_version: 1;
	readonly policy_hash: string;
	readonly hosts: readonly HostLosses[];
	/** Per host, in IR order. */
	readonly rules: readonly Loss[];
}

export function lowerLosses(compiled: CompiledPolicy, context: ArtifactContext): LossReport {
	return {
		schema_version: 1,
		policy_hash: compiled.policy_hash,
		hosts: context.hosts.map((host) => lowerHost(compiled, host, context)),
		rules: context.hosts.flatMap((host) => host.losses),
	};
}

function lowerHost(compiled: CompiledPolicy, host: HostResult, { undecided, bundle: { registry } }: ArtifactContext): HostLosses {
	const { capabilities, plans, losses } = host;
	return {
		host: capabilities.host,
		artifact: capabilities.artifact,
		counts: countLosses(losses),
		default: lowerDefault(compiled.policy.default, host, undecided),
		spellings: capabilities.spellings.flatMap(({ entries, form, template }) => {
			const heads = plans
				.filter(({ effect }) => effect !== null && (entries === "allow") === (effect === "allow"))
				.flatMap((plan: RulePlan) => plan.heads);
			const witness = heads.flatMap((head) => spell(template, firstWords(head), registry) ?? [])[0];
			return witness === undefined ? [] : [{ entries, form, witness }];
		}),
		notes: capabilities.notes,
	};
}

/** How many rules came to each status. */
export function countLosses(losses: readonly Loss[]): Readonly<Record<LossStatus, number>> {
	const counts = { exact: 0, stricter: 0, left_to_hook: 0, not_expressible: 0 } satisfies Record<LossStatus, number>;
	for (const { status } of losses) counts[status]++;
	return counts;
}

function lowerDefault(
	decision: DefaultDecision,
	{ capabilities: { unmatched }, holdsDefault }: HostResult,
	witness: string | null,
): DefaultLoss {
	const [status, direction] = holdsDefault ? (["exact", "none"] as const) : compareDefault(decision, unmatched.asks);
	return { decision, status, direction, by_itself: unmatched.text, witness };
}

function compareDefault(decision: DefaultDecision, asks: boolean): readonly [LossStatus, Direction] {
	if (decision === "host") return ["exact", "none"];
	if (decision === "allow") return ["stricter", "stricter"];
	return decision === "request" && asks ? ["exact", "none"] : ["left_to_hook", "looser"];
}

/** The command in another spelling; null where it has none of that kind. */
function spell(template: string, [program = "", ...rest]: readonly string[], registry: Registry): string | null {
	if (program === "") return null;
	const [option] = globalOptions(program, registry);
	if (template === "{optioned}" && (option === undefined || rest.length === 0)) return null;
	const spelled: Readonly<Record<string, string>> = {
		"{command}": writeCommandLine([program, ...rest]),
		"{quoted}": `${program.slice(0, 1)}""${writeCommandLine([program.slice(1), ...rest])}`,
		"{optioned}": writeCommandLine([program, option ?? "", "x", ...rest]),
		"{upper}": writeCommandLine([program.toUpperCase(), ...rest]),
		"{variable}": `V=${program}; ${["$V", ...rest.map((word) => writeCommandLine(["x", word]).slice(2))].join(" ")}`,
	};
	return template.replace(/\{[a-z]+\}/, (hole) => spelled[hole] ?? hole);
}
