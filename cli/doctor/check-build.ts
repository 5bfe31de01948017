/** Whether what a hook needs stands where the build put it, and works: files, hashes, the dispatch script, the evaluators. */

import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "../../compiler/ir/canonical.ts";
import { binaryPath, FILES, NATIVE_LANGUAGES } from "../../targets/target.ts";
import type { Built } from "../build.ts";
import type { Io } from "../io.ts";
import { reasonOf } from "../read-scopes.ts";
import { type Check, checkOf } from "./check.ts";
import type { Probe } from "./find-probes.ts";
import { findProgram, runProgram } from "./run-program.ts";

/**
 * The checks of one host's part of a build.
 *
 * @param folder where the part stands
 * @param denied a line that the policy refuses
 */
export function checkBuild(part: Built, folder: string, denied: Probe, io: Io): readonly Check[] {
	return [checkFiles(part), checkBundle(folder), checkDispatch(part, folder, denied, io), ...checkEvaluators(part, folder, io)];
}

function checkFiles({ drift, emitted }: Built): Check {
	const problems = drift.map(({ path, problem }) => `${path} is ${problem}`);
	return checkOf("build", problems, `${emitted.files.length} files are what the policy gives now`);
}

/** The bundle against the manifest that stands beside it, whatever the policy says now. */
function checkBundle(folder: string): Check {
	const name = "bundle";
	try {
		const manifest: { readonly bundle_sha256?: unknown } = JSON.parse(readFileSync(join(folder, FILES.manifest), "utf8"));
		const hash = sha256(readFileSync(join(folder, FILES.bundle)));
		const problems = manifest.bundle_sha256 === hash ? [] : [`its SHA-256 is ${hash}, and the manifest says ${manifest.bundle_sha256}`];
		return checkOf(name, problems, `SHA-256 ${hash.slice(0, 12)}… as the manifest says`);
	} catch (error) {
		return checkOf(name, [reasonOf(error)], "");
	}
}

/** The script, called as the manifest says: it has to refuse, and by this policy. */
function checkDispatch(part: Built, folder: string, { line, about }: Probe, { env }: Io): Check {
	const name = "dispatch script";
	const path = join(folder, FILES.dispatch);
	try {
		accessSync(path, constants.X_OK);
	} catch {
		return checkOf(name, [`${path} is not there, or not executable`], "");
	}
	if (line.includes("\0")) return { name, outcome: "not run", detail: "no rule of the policy refuses a command without a condition" };
	const { status, stdout } = runProgram({ program: path, args: ["--command", line, "--cwd", folder], cwd: folder, env });
	const isDenied = status === 3 && stdout.includes(`"policy_hash":"${part.resolved.policyHash}"`) && stdout.includes('"by":"rule"');
	return checkOf(
		name,
		isDenied ? [] : [`it ends with ${status ?? "no status"} for ${about}: ${stdout.trim().slice(0, 200)}`],
		`refuses ${about}`,
	);
}

/** Each evaluator that the dispatch script may take, and that there is one which can be run. */
function checkEvaluators(part: Built, folder: string, { env }: Io): readonly Check[] {
	const withPolicy = [FILES.native, ...NATIVE_LANGUAGES.map(binaryPath)].map((path) => ({ path, args: [] }));
	const bundle = ["--bundle", join(folder, FILES.bundle)];
	const natives = [...withPolicy, { path: FILES.prebuilt, args: bundle }].filter(({ path }) => existsSync(join(folder, path)));
	const checks = natives.map(({ path, args }) => checkVersion(path, part, join(folder, path), args, folder, env));
	const node = findProgram("node", env);
	const name = FILES.evaluator;
	if (node !== null) return [...checks, checkVersion(name, part, node, [join(folder, name), ...bundle], folder, env)];
	const detail = "there is no `node` on PATH";
	return [
		...checks,
		checks.some(({ outcome }) => outcome === "passed")
			? { name, outcome: "not run", detail: `${detail}; the native one needs none` }
			: { name, outcome: "missing", detail: `${detail}, and no native evaluator: the hook refuses everything` },
	];
}

function checkVersion(name: string, part: Built, program: string, args: readonly string[], folder: string, env: Io["env"]): Check {
	const { status, stdout, stderr } = runProgram({ program, args: [...args, "--version"], cwd: folder, env });
	const found = stdout.trim();
	const isOurs = status === 0 && found === part.resolved.policyHash;
	return checkOf(
		name,
		isOurs ? [] : [`it is not of this policy: ${found || stderr.trim().slice(0, 200) || "no answer"}`],
		`policy ${found.slice(0, 12)}`,
	);
}
