/** The table of targets. */

import type { CompiledPolicy } from "../compiler/ir/compiled.ts";
import { BUNDLE } from "./bundle/target.ts";
import { CLAUDE } from "./claude/target.ts";
import { CODEX } from "./codex/target.ts";
import { CURSOR } from "./cursor/target.ts";
import { DISPATCH } from "./dispatch/target.ts";
import { FACTORY_DROID } from "./factory-droid/target.ts";
import { GEMINI } from "./gemini/target.ts";
import { GO } from "./go/target.ts";
import { LOSS_REPORT } from "./loss-report/target.ts";
import { MANIFEST } from "./manifest/target.ts";
import { dropAllows, dropNear } from "./plan/drop-doubtful.ts";
import { planRules } from "./plan/plan-rules.ts";
import { proveHost, type Unsound } from "./plan/prove-host.ts";
import type { PolicyFacts } from "./plan/read-policy.ts";
import { RUST } from "./rust/target.ts";
import {
	type ArtifactContext,
	type ArtifactTarget,
	type Capabilities,
	type Harness,
	type HostList,
	type HostResult,
	type HostTarget,
	lossOf,
	type NativeLanguage,
	type OutputFile,
	type ProjectTarget,
	type RulePlan,
} from "./target.ts";
import { TYPESCRIPT } from "./typescript/target.ts";
import { ZIG } from "./zig/target.ts";

/** Hosts whose own configuration holds part of the policy. */
export const HOST_TARGETS = {
	codex: asHost(CODEX),
	cursor: asHost(CURSOR),
	claude: asHost(CLAUDE),
	"factory-droid": asHost(FACTORY_DROID),
	gemini: asHost(GEMINI),
} as const satisfies Record<Harness, Host>;

/** Files that every build holds, in the order in which they are made: the manifest knows all others. */
export const ARTIFACT_TARGETS = {
	bundle: asArtifact(BUNDLE),
	dispatch: asArtifact(DISPATCH),
	typescript: asArtifact(TYPESCRIPT),
	"loss-report": asArtifact(LOSS_REPORT),
	manifest: asArtifact(MANIFEST),
} as const satisfies Record<string, Artifact>;

/** Evaluators that are compiled, with the policy inside. */
export const PROJECT_TARGETS = { zig: ZIG, rust: RUST, go: GO } as const satisfies Record<NativeLanguage, ProjectTarget>;

interface Host {
	readonly capabilities: Capabilities;
	emit(compiled: CompiledPolicy, facts: PolicyFacts): HostEmission;
}

interface HostEmission {
	readonly file: OutputFile;
	readonly result: HostResult;
	/** What the host reads in the file. */
	readonly lists: readonly HostList[];
	/** Where the proof failed that the file is never looser than the policy: then it may not be written. */
	readonly unsound: readonly Unsound[];
}

interface Artifact {
	readonly path: string;
	emit(compiled: CompiledPolicy, context: ArtifactContext): OutputFile;
}

/** A host target with the type of its tree closed over, so that all fit one table. */
function asHost<Tree>({ capabilities, model, lower, write }: HostTarget<Tree>): Host {
	return {
		capabilities,
		emit(compiled, facts) {
			const emitPlans = (plans: readonly RulePlan[]): HostEmission => {
				const { model: tree, notes, holdsDefault } = lower(compiled, { plans, registry: facts.registry });
				const lists = model.readLists(tree);
				const losses = plans.map((plan) => lossOf(capabilities.host, plan, notes.get(plan.rule.name)));
				return {
					file: { path: capabilities.artifact, content: write(tree), executable: false },
					result: { capabilities, plans, losses, holdsDefault },
					lists,
					unsound: proveHost(facts, plans, lists, { capabilities, model }),
				};
			};
			const first = emitPlans(planRules(facts, { capabilities, model }));
			if (first.unsound.length === 0) return first;
			const second = emitPlans(dropNear(first.result.plans, first.unsound));
			return second.unsound.length === 0 ? second : emitPlans(dropAllows(second.result.plans));
		},
	};
}

function asArtifact<Model>({ path, executable, lower, write }: ArtifactTarget<Model>): Artifact {
	return { path, emit: (compiled, context) => ({ path, content: write(lower(compiled, context)), executable }) };
}
