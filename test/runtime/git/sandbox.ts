/** Real repositories for tests, in a folder of their own, made by the installed git with a configuration of their own. */

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import type { Bytes } from "../../../runtime/typescript/bytes.ts";
import type { FactSource } from "../../../runtime/typescript/facts.ts";
import { type MachineOptions, machineFacts } from "../../../runtime/typescript/real-facts.ts";

import type { FactReader } from "../../conformance/fact-readers.ts";

/** Far above what any row needs, so that a busy machine changes no answer. */
const PATIENT = 10_000;

const IDENTITY = ["author", "committer"].flatMap((who) => [
	[`GIT_${who.toUpperCase()}_NAME`, "Test"],
	[`GIT_${who.toUpperCase()}_EMAIL`, "test@example.org"],
]);

/** Facts as the reference reads them, with the other evaluators that are to be held to them. */
export interface SandboxFacts extends FactSource {
	readonly others: readonly FactReader[];
}

export class Sandbox {
	/** Canonical, and with a home directory in it that holds no configuration. */
	readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "git-facts-")));
	readonly home = join(this.folder, "home");
	/** The evaluators of other languages, which must see what the reference sees. */
	others: readonly FactReader[] = [];
	private paths = 0;

	constructor() {
		mkdirSync(this.home);
	}

	/** Runs git in a folder of the sandbox and gives what it prints. */
	git(folder: string, ...words: readonly string[]): string {
		const env = {
			...Object.fromEntries(IDENTITY),
			GIT_CONFIG_COUNT: "2",
			GIT_CONFIG_KEY_0: "init.defaultBranch",
			GIT_CONFIG_VALUE_0: "main",
			GIT_CONFIG_KEY_1: "protocol.file.allow",
			GIT_CONFIG_VALUE_1: "always",
			GIT_CONFIG_NOSYSTEM: "1",
			GIT_EDITOR: "true",
			GIT_SEQUENCE_EDITOR: "sed -i.old 1s/pick/edit/",
			GIT_TEMPLATE_DIR: this.home,
			HOME: this.home,
			PATH: "/usr/bin:/bin",
		};
		return execFileSync("git", words, { cwd: folder, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], timeout: PATIENT });
	}

	/** Runs git where it may fail. */
	gitAnyway(folder: string, ...words: readonly string[]): boolean {
		try {
			this.git(folder, ...words);
			return true;
		} catch {
			return false;
		}
	}

	/** Runs git where failing is what is wanted, such as a conflict. */
	gitFails(folder: string, ...words: readonly string[]): void {
		if (this.gitAnyway(folder, ...words)) throw new Error(`git ${words.join(" ")} did not fail`);
	}

	/** A path in the sandbox that nothing has yet. */
	fresh(name = "it"): string {
		this.paths += 1;
		const path = join(this.folder, `${this.paths}`, name);
		mkdirSync(dirname(path), { recursive: true });
		return path;
	}

	/** A copy of a repository, with its own files. */
	copy(repository: string, name = "copy"): string {
		const path = this.fresh(name);
		cpSync(repository, path, { recursive: true, verbatimSymlinks: true });
		return path;
	}

	write(folder: string, path: string, text: string): void {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), text);
	}

	/** Writes a file and commits it. */
	commit(folder: string, path: string, text: string): void {
		this.write(folder, path, text);
		this.git(folder, "add", path);
		this.git(folder, "commit", "-q", "-m", path);
	}

	/** Facts of the machine for somebody whose home is in the sandbox; without options of the test's own, other evaluators read them too. */
	facts(options?: Partial<MachineOptions>): SandboxFacts {
		const source = machineFacts({ root: null, home: this.home, environment: {}, deadline: PATIENT, ...options });
		return { ask: (name, argument, directory) => source.ask(name, argument, directory), others: options ? [] : this.others };
	}

	remove(): void {
		rmSync(this.folder, { recursive: true, force: true });
	}
}

/** A path as the bytes that predicates are asked with. */
export function bytesOfPath(path: string | Buffer): Bytes {
	return Buffer.from(path).toString("latin1");
}

const LETTERS = { true: "t", false: "f", unknown: "u" } as const;
export const GIT_PREDICATES = ["git_is_worktree", "git_is_linked_worktree", "git_clean_worktree", "git_synced_to_upstream"] as const;

/**
 * The four predicates about a repository as four letters; where `wanted` has a `.`, that one is not asked. Other evaluators must
 * give the same letters.
 *
 * @example lettersOf(sandbox.facts(), "/repo", "tft.") // "tft."
 */
export function lettersOf(facts: SandboxFacts, directory: string | Buffer, wanted: string): string {
	const ask = (name: string): string => LETTERS[facts.ask(name, null, bytesOfPath(directory))];
	const letters = GIT_PREDICATES.map((name, index) => (wanted.charAt(index) === "." ? "." : ask(name))).join("");
	for (const other of facts.others) expect(other.letters(directory, letters), other.name).toBe(letters);
	return letters;
}
