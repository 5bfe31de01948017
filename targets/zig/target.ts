import type { ProjectTarget } from "../target.ts";
import { writeEmbedding } from "./write.ts";

/** The project in Zig. Its safety checks stay on: what they catch becomes a refusal. */
export const ZIG: ProjectTarget = {
	language: "zig",
	embedding: "src/embedded_policy.zig",
	compilation: {
		tool: "zig",
		probe: ["version"],
		words: ["build"],
		environment: {},
		binary: "zig-out/bin/policy-evaluator",
		reproducible: false,
	},
	write: writeEmbedding,
};
