/** The evaluators that are compared, as programs: the one of the repository as the reference, and those that are built here. */

import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { DIST } from "../../cli/bundle.ts";

/** A program with the words before its own options. */
export type Program = readonly [command: string, ...words: string[]];

/** The reference, built before the tests. */
export const REFERENCE: Program = [process.execPath, join(DIST, "evaluator.mjs")];

const GO_SOURCES = join(import.meta.dirname, "../../runtime/go");

/** Nothing is fetched, and no other toolchain than the one that is there builds it. */
const OFFLINE = { CGO_ENABLED: "0", GOFLAGS: "-mod=mod", GOPROXY: "off", GOTOOLCHAIN: "local", GOWORK: "off" };

/** Whether the tools for the evaluator in Go are there. */
export function hasGo(): boolean {
	return spawnSync("go", ["version"]).status === 0;
}

/** Builds the evaluator in Go. Throws what the compiler says. */
export function buildGo(folder: string): Program {
	const program = join(folder, "policy-evaluator");
	const built = runGo("build", "-trimpath", "-o", program, "./cmd/policy-evaluator");
	if (built.status !== 0) throw new Error(`go build: ${built.stderr}`);
	return [program];
}

/** Runs the tool of Go in the folder of its evaluator. */
export function runGo(...words: readonly string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
	return spawnSync("go", words, { cwd: GO_SOURCES, encoding: "utf8", env: { ...process.env, ...OFFLINE } });
}

/** The files of the evaluator in Go that are not as its formatter writes them. */
export function unformattedGo(): string {
	return spawnSync("gofmt", ["-l", "."], { cwd: GO_SOURCES, encoding: "utf8" }).stdout;
}

/**
 * The answers of a serving evaluator, one for each request.
 *
 * @param bundle the file of the policy
 */
export function serveAll([command, ...words]: Program, bundle: string, requests: readonly (string | Uint8Array)[]): Promise<string[]> {
	return new Promise((resolve, reject) => {
		const child = spawn(command, [...words, "--bundle", bundle, "--serve"], { stdio: ["pipe", "pipe", "inherit"] });
		const chunks: Buffer[] = [];
		child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
		child.stdin.on("error", reject);
		child.on("error", reject);
		child.on("close", (status) => {
			if (status !== 0) reject(new Error(`${command} ended with ${status}`));
			else resolve(Buffer.concat(chunks).toString("utf8").split("\n").slice(0, -1));
		});
		child.stdin.end(Buffer.concat(requests.flatMap((request) => [Buffer.from(request), Buffer.from("\n")])));
	});
}

/** What a call of an evaluator ends with and prints. */
export interface Ended {
	readonly status: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** Runs one call. */
export function call([command, ...words]: Program, args: readonly string[], input: string | Uint8Array = "", env = process.env): Ended {
	const { status, stdout, stderr } = spawnSync(command, [...words, ...args], { encoding: "utf8", input, env });
	return { status, stdout, stderr };
}
