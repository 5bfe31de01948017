/**
 * Running git: a fixed environment, a deadline for all calls together, an output limit, and nothing left behind.
 */

import type { SpawnSyncOptionsWithBufferEncoding } from "node:child_process";
import { createRequire } from "node:module";
import type { Bytes } from "./bytes.ts";
import { findGit } from "./find-git.ts";

/** Milliseconds that all calls of one decision may take together, unless the caller says otherwise. */
export const DEADLINE = 250;
/** More than this a caller cannot ask for. */
export const MOST_DEADLINE = 10_000;

const MOST_OUTPUT = 1024 * 1024;

/**
 * All that git sees of the environment. An inherited variable could name programs and other repositories.
 * `GIT_ALLOW_PROTOCOL`, empty, forbids every transport: a version that does not know `GIT_NO_LAZY_FETCH` could fetch
 * missing objects by a program that the repository names.
 */
const ENVIRONMENT: Readonly<Record<string, string>> = {
	GIT_ALLOW_PROTOCOL: "",
	GIT_NO_LAZY_FETCH: "1",
	GIT_NO_REPLACE_OBJECTS: "1",
	GIT_OPTIONAL_LOCKS: "0",
	GIT_PAGER: "cat",
	GIT_TERMINAL_PROMPT: "0",
	LC_ALL: "C",
	PATH: "/usr/bin:/bin",
};

/** Where configuration may come from: the repository that `GIT_DIR` names, and the user and the system only where that is asked for. */
export const OWN_CONFIGURATION: Readonly<Record<string, string>> = { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };

/** How every call runs: in a session of its own, so that a kill reaches what git may have started. Output is bytes. */
const LIMITS = {
	detached: true,
	encoding: "buffer",
	killSignal: "SIGKILL",
	maxBuffer: MOST_OUTPUT,
	stdio: ["ignore", "pipe", "pipe"],
} as const satisfies SpawnSyncOptionsWithBufferEncoding & { readonly detached: boolean };

/** One call: arguments, additions to the environment, and the folder to run in. */
export interface GitCall {
	readonly words: readonly string[];
	readonly environment: Readonly<Record<string, string>>;
	readonly folder: string;
}

/** What came of a call. `overflow`: it wrote more than is read; `failed`: no program, killed, or out of time. */
export type GitResult =
	| { readonly kind: "done"; readonly status: number; readonly output: Bytes; readonly complained: boolean }
	| { readonly kind: "overflow" }
	| { readonly kind: "failed" };

export interface GitOptions {
	/** The absolute path of git; null: one of the usual places. */
	readonly program: string | null;
	/** Milliseconds for all calls together, at most `MOST_DEADLINE`. */
	readonly deadline: number;
	/** Null where the system has no user ids: no git is trusted there. */
	readonly user: number | null;
}

/** Runs git for one decision. The clock starts with the first call. */
export class GitRunner {
	private started: number | null = null;

	constructor(private readonly options: GitOptions) {}

	/**
	 * Runs git and waits for it, at most until the deadline; then its whole process group is killed.
	 *
	 * @param outside folders of the repository: a git that lies in one of them is not run
	 * @example runner.run({ words: ["--version"], environment: OWN_CONFIGURATION, folder: "/" }, []).kind // "done"
	 */
	run(call: GitCall, outside: readonly Bytes[]): GitResult {
		this.started ??= performance.now();
		const left = Math.floor(Math.min(this.options.deadline, MOST_DEADLINE) - (performance.now() - this.started));
		const { user } = this.options;
		const program = left > 0 && user !== null ? findGit(this.options.program, user, outside) : null;
		if (program === null) return { kind: "failed" };
		const ended = loadProcesses().spawnSync(program, call.words, {
			...LIMITS,
			cwd: call.folder,
			env: { ...ENVIRONMENT, ...call.environment },
			timeout: left,
		});
		if (ended.error === undefined && ended.signal === null && ended.status !== null) {
			return { kind: "done", status: ended.status, output: ended.stdout.toString("latin1"), complained: ended.stderr.length > 0 };
		}
		killGroup(ended.pid);
		return { kind: ended.error !== undefined && "code" in ended.error && ended.error.code === "ENOBUFS" ? "overflow" : "failed" };
	}
}

function killGroup(leader: number): void {
	if (leader <= 0) return;
	try {
		process.kill(-leader, "SIGKILL");
	} catch {
		// Nothing of the group is left.
	}
}

/** Most decisions run no process: only those that do pay for the module. */
function loadProcesses(): typeof import("node:child_process") {
	return createRequire(process.execPath)("node:child_process");
}
