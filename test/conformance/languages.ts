/**
 * The languages that the evaluator is written in besides TypeScript: where the sources are, how they are built and checked.
 *
 * Where a toolchain is missing, its tests are not run; POLICYC_LANGUAGES names the languages to try where not all are wanted. With POLICYC_REQUIRE_TOOLCHAINS (names separated by commas, or `all`), and
 * where CI is set, they fail instead.
 */

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Program } from "./programs.ts";

const ROOT = join(import.meta.dirname, "../..");

/** A command of a toolchain, run in a folder of sources. */
export interface Step {
	readonly about: string;
	readonly words: readonly [string, ...string[]];
	/** Whether text on standard output is a fault too: some formatters list files and end well. */
	readonly silent?: boolean;
}

/** Where things are while a language is built: its sources, a folder for the program, and one for what the toolchain keeps. */
interface Places {
	readonly sources: string;
	readonly program: string;
	readonly cache: string;
}

export interface Language {
	readonly name: "go" | "rust" | "zig";
	/** The folder of the sources, relative to the repository. */
	readonly sources: string;
	/** What a file of the sources is called. */
	readonly extension: string;
	/** The file without which there is nothing to build. */
	readonly project: string;
	/** Words that end well where the toolchain is there. */
	readonly version: readonly [string, ...string[]];
	/** Settings with which nothing is fetched. */
	readonly environment: (cache: string) => Readonly<Record<string, string>>;
	readonly build: (places: Places) => readonly Step[];
	/** Settings, and words behind those of the build, for a program that is thrown away: built soon, slower than the real one. */
	readonly hasty: { readonly environment: Readonly<Record<string, string>>; readonly words: readonly string[] };
	/** Where the program stands after the build. */
	readonly built: (places: Places) => string;
	/** Formatter, linter and the language's own tests. */
	readonly checks: readonly Step[];
}

/** Zig as `.ci/install-zig` puts it, or else as the machine has it. */
const LOCAL_ZIG = join(ROOT, ".toolchains/zig/ziglang/zig");
const ZIG = existsSync(LOCAL_ZIG) ? LOCAL_ZIG : "zig";

export const LANGUAGES: readonly Language[] = [
	{
		name: "go",
		sources: "runtime/go",
		extension: ".go",
		project: "go.mod",
		version: ["go", "version"],
		environment: () => ({ CGO_ENABLED: "0", GOFLAGS: "-mod=mod", GOPROXY: "off", GOTOOLCHAIN: "local", GOWORK: "off" }),
		build: ({ program }) => [{ about: "build", words: ["go", "build", "-trimpath", "-o", program, "./cmd/policy-evaluator"] }],
		hasty: { environment: {}, words: [] },
		built: ({ program }) => program,
		checks: [
			{ about: "is formatted", words: ["gofmt", "-l", "."], silent: true },
			{ about: "passes its linter", words: ["go", "vet", "./..."] },
			{ about: "passes its own tests", words: ["go", "test", "./..."] },
		],
	},
	{
		name: "rust",
		sources: "runtime/rust",
		extension: ".rs",
		project: "Cargo.toml",
		version: ["cargo", "--version"],
		environment: (cache) => ({ CARGO_NET_OFFLINE: "true", CARGO_TARGET_DIR: join(cache, "rust") }),
		build: () => [{ about: "build", words: ["cargo", "build", "--release", "--quiet"] }],
		hasty: {
			environment: {
				CARGO_PROFILE_RELEASE_CODEGEN_UNITS: "16",
				CARGO_PROFILE_RELEASE_INCREMENTAL: "true",
				CARGO_PROFILE_RELEASE_LTO: "off",
				CARGO_PROFILE_RELEASE_OPT_LEVEL: "1",
			},
			words: [],
		},
		built: ({ cache }) => join(cache, "rust/release/policy-evaluator"),
		checks: [
			{ about: "is formatted", words: ["cargo", "fmt", "--check"] },
			{ about: "passes its own tests", words: ["cargo", "test", "--quiet"] },
		],
	},
	{
		name: "zig",
		sources: "runtime/zig",
		extension: ".zig",
		project: "build.zig",
		version: [ZIG, "version"],
		environment: (cache) => ({ ZIG_GLOBAL_CACHE_DIR: join(cache, "zig"), ZIG_LOCAL_CACHE_DIR: join(cache, "zig") }),
		build: ({ program }) => [{ about: "build", words: [ZIG, "build", "--prefix", `${program}.prefix`] }],
		hasty: { environment: {}, words: ["-Doptimize=debug"] },
		built: ({ program }) => `${program}.prefix/bin/policy-evaluator`,
		checks: [
			{ about: "is formatted", words: [ZIG, "fmt", "--check", "build.zig", "src"] },
			{ about: "passes its own tests", words: [ZIG, "build", "test"] },
		],
	},
];

/** Why a language cannot be tried here; null: it can. */
export function missing(language: Language, sources = join(ROOT, language.sources)): string | null {
	const wanted = process.env.POLICYC_LANGUAGES;
	if (wanted !== undefined && !wanted.split(",").includes(language.name)) return "POLICYC_LANGUAGES does not name it";
	if (!existsSync(join(sources, language.project))) return `there are no sources in ${language.sources}`;
	const [command, ...words] = language.version;
	return spawnSync(command, words).status === 0 ? null : `${command} is not installed`;
}

/** Whether a missing toolchain is a fault. */
export function isRequired({ name }: Language): boolean {
	const wanted = process.env.POLICYC_REQUIRE_TOOLCHAINS ?? (process.env.CI ? "all" : "");
	return wanted === "all" || wanted.split(",").includes(name);
}

/** The languages that are tried: all that can be, and all that have to be. */
export function triedLanguages(): readonly Language[] {
	return LANGUAGES.filter((language) => isRequired(language) || missing(language) === null);
}

/** What a step ended with. */
export interface Outcome {
	readonly ok: boolean;
	readonly text: string;
}

/** Where a step runs, if not in the sources of the repository, and what is kept. */
export interface Workplace {
	readonly sources: string;
	readonly cache: string;
	/** Built soon, for a program that is thrown away. */
	readonly hasty?: boolean;
}

/** Runs a step in the folder of a language's sources. */
export function runStep(language: Language, { words, silent }: Step, place: Workplace = workplace(language)): Outcome {
	const [command, ...rest] = words;
	const env = { ...process.env, ...language.environment(place.cache), ...(place.hasty ? language.hasty.environment : {}) };
	const { status, stdout, stderr, error } = spawnSync(command, rest, { cwd: place.sources, encoding: "utf8", env });
	const text = `${stdout ?? ""}${stderr ?? ""}${error ? error.message : ""}`;
	return { ok: status === 0 && !(silent === true && stdout !== ""), text };
}

/** What toolchains keep between builds, so that only what changed is built again. Git ignores it. */
export const CACHE = join(ROOT, ".toolchains/cache");

function workplace(language: Language): Workplace {
	return { sources: join(ROOT, language.sources), cache: CACHE };
}

/**
 * The evaluator of a language: built, or the one that POLICYC_EVALUATORS names (`go=/path/to/it,zig=…`), which is how programs that
 * were made wrong on purpose are tried. Throws what the compiler says.
 *
 * @param folder where the program is put, if the toolchain lets one choose
 * @param place other sources than those of the repository
 */
export function build(language: Language, folder: string, place: Workplace = workplace(language)): Program {
	const given = process.env.POLICYC_EVALUATORS?.split(",").find((entry) => entry.startsWith(`${language.name}=`));
	if (given !== undefined && place.sources === workplace(language).sources) return [given.slice(language.name.length + 1)];
	const absent = missing(language, place.sources);
	if (absent) throw new Error(`${language.name} is required, but ${absent}`);
	const places = { sources: place.sources, program: join(folder, `${language.name}-evaluator`), cache: place.cache };
	for (const step of language.build(places)) {
		const words: Step["words"] = place.hasty ? [...step.words, ...language.hasty.words] : step.words;
		const { ok, text } = runStep(language, { ...step, words }, place);
		if (!ok) throw new Error(`${language.name}: ${text}`);
	}
	return [language.built(places)];
}
