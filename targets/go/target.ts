import type { ProjectTarget } from "../target.ts";
import { writeEmbedding } from "./write.ts";

/** The project in Go. Without a symbol table and without the state of a repository in it, the program is the same wherever it is built. */
export const GO: ProjectTarget = {
	language: "go",
	embedding: "embedded_policy.go",
	compilation: {
		tool: "go",
		probe: ["version"],
		words: ["build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", "policy-evaluator", "./cmd/policy-evaluator"],
		environment: { CGO_ENABLED: "0", GOFLAGS: "-mod=mod", GOPROXY: "off", GOTOOLCHAIN: "local", GOWORK: "off" },
		binary: "policy-evaluator",
		reproducible: true,
	},
	write: writeEmbedding,
};
