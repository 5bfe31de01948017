import type { ProjectTarget } from "../target.ts";
import { writeEmbedding } from "./write.ts";

/** The project in Rust: one crate without dependencies. */
export const RUST: ProjectTarget = {
	language: "rust",
	embedding: "src/embedded_policy.rs",
	compilation: {
		tool: "cargo",
		probe: ["--version"],
		words: ["build", "--release", "--offline", "--quiet", "--target-dir", "target"],
		environment: { CARGO_NET_OFFLINE: "true" },
		binary: "target/release/policy-evaluator",
		reproducible: false,
	},
	write: writeEmbedding,
};
