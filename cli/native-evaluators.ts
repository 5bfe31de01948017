/** The native evaluators of a build: which are asked for, which stand there, and how they are compiled. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Session } from "../compiler/diagnostics/session.ts";
import { suggest } from "../compiler/diagnostics/suggest.ts";
import { sha256 } from "../compiler/ir/canonical.ts";
import { binaryPath, NATIVE_LANGUAGES, type NativeLanguage, PROJECT_TARGETS, withBuilt } from "../targets/index.ts";
import { FILES } from "../targets/target.ts";
import type { Built } from "./build.ts";
import { compileProject, hasTool, tryProgram } from "./compile-project.ts";
import type { Io } from "./io.ts";
import type { Call } from "./verb.ts";

/** What `--evaluator` understands: a language, or those whose tools are there. */
export const EVALUATORS = ["typescript", ...[...NATIVE_LANGUAGES].reverse(), "auto"] as const;

/** The languages that `--evaluator` names, in the order of the dispatch script; what is none is reported. */
export function nativesAsked(call: Call, session: Session): readonly NativeLanguage[] {
	const asked = call.texts("evaluator").flatMap((entry) => entry.split(","));
	for (const value of asked) {
		if (EVALUATORS.some((known) => known === value)) continue;
		const expected = `one of ${EVALUATORS.join(", ")}`;
		session.report("bad-option-value", null, { option: "--evaluator", value, expected }, { suggestion: suggest(value, EVALUATORS) });
	}
	if (session.failed) return [];
	const auto = asked.includes("auto");
	const natives = NATIVE_LANGUAGES.filter((language) => asked.includes(language) || (auto && hasTool(language, call.io.env)));
	if (!call.on("compile")) return natives;
	for (const language of natives) {
		const { tool } = PROJECT_TARGETS[language].compilation;
		if (!hasTool(language, call.io.env)) session.report("tool-missing", null, { tool, language });
	}
	return natives;
}

/** A part of a build with its projects compiled; a project that cannot be is reported. Equal projects are compiled once. */
export function compilePart(part: Built, natives: readonly NativeLanguage[], io: Io, session: Session): Built {
	const binaries = natives.flatMap((language) => {
		const compiled = compileProject(language, part.emitted.files, part.resolved.policyHash, io.env);
		if ("program" in compiled) return [{ language, content: compiled.program }];
		session.report("evaluator-not-compiled", null, { language, host: part.harness, problem: compiled.problem });
		return [];
	});
	return withBinaries(part, binaries);
}

/**
 * A part of a build with the programs that it should hold, to be compared with what stands in its folder. A tool that does not give
 * the same bytes everywhere is not run again: what stands there counts, if it is an evaluator of this policy.
 */
export function expectBinaries(part: Built, natives: readonly NativeLanguage[], folder: string, io: Io, session: Session): Built {
	const [repeatable, others] = [true, false].map((wanted) =>
		natives.filter((language) => PROJECT_TARGETS[language].compilation.reproducible === wanted),
	);
	const compiled = compilePart(part, repeatable ?? [], io, session);
	const standing = (others ?? []).map((language) => ({ language, content: readStanding(part, language, folder, io) ?? new Uint8Array() }));
	return withBinaries(compiled, standing);
}

/** The languages of the projects that stand in a folder, as its manifest says. */
export function standingNatives(folder: string): readonly NativeLanguage[] {
	try {
		const manifest: unknown = JSON.parse(readFileSync(join(folder, FILES.manifest), "utf8"));
		const evaluators: unknown = typeof manifest === "object" && manifest && "evaluators" in manifest ? manifest.evaluators : [];
		const languages = Array.isArray(evaluators) ? evaluators.map((entry: { readonly language?: unknown } | null) => entry?.language) : [];
		return NATIVE_LANGUAGES.filter((language) => languages.includes(language));
	} catch {
		// What cannot be read names none: it is written anew.
		return [];
	}
}

/** A part of a build with those programs that stand in its folder and hold its policy. */
export function keepBinaries(part: Built, natives: readonly NativeLanguage[], folder: string, io: Io): Built {
	const standing = natives.flatMap((language) => {
		const content = readStanding(part, language, folder, io);
		return content === null ? [] : [{ language, content }];
	});
	return withBinaries(part, standing);
}

function readStanding(part: Built, language: NativeLanguage, folder: string, io: Io): Uint8Array | null {
	const path = join(folder, binaryPath(language));
	return tryProgram(path, part.resolved.policyHash, io.env) === null ? readFileSync(path) : null;
}

function withBinaries(part: Built, binaries: readonly { readonly language: NativeLanguage; readonly content: Uint8Array }[]): Built {
	const built = binaries.map(({ language, content }) => ({ language, sha256: sha256(content) }));
	return {
		...part,
		emitted: withBuilt(part.emitted, built),
		binaries: [...part.binaries, ...binaries.map(({ language, content }) => ({ path: binaryPath(language), content, executable: true }))],
	};
}
