/** Whether a branch stands where its upstream stood at the last fetch, and which branch it is. */

import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, renameSync, rmSync, symlinkSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkRows, useMatrix } from "./rows.ts";
import { bytesOfPath, lettersOf } from "./sandbox.ts";

const matrix = useMatrix();
const MEBIBYTE = 1024 * 1024;

function behind(): string {
	return matrix.cloneAfter(["reset", "-q", "--hard", "HEAD~1"]);
}

function ahead(folder = matrix.clone()): string {
	matrix.git(folder, "commit", "-q", "--allow-empty", "-m", "ahead");
	return folder;
}

/** A clone whose refs are all in `packed-refs`. */
function packed(): string {
	return matrix.cloneAfter(["pack-refs", "--all"]);
}

function unborn(): string {
	const folder = matrix.cloneAfter(["checkout", "-q", "--orphan", "new"]);
	matrix.git(folder, "config", "branch.new.remote", "origin");
	matrix.git(folder, "config", "branch.new.merge", "refs/heads/main");
	return folder;
}

describe("states of a branch", () => {
	checkRows(matrix, [
		["a fresh clone", "t..t", () => matrix.clone()],
		["detached", "t..f", () => matrix.cloneAfter(["checkout", "-q", "--detach"])],
		["unborn, with an upstream", "t..f", unborn],
		["no upstream", "t..f", () => matrix.cloneAfter(["branch", "-q", "--unset-upstream"])],
		["upstream gone", "t..f", () => matrix.cloneAfter(["update-ref", "-d", "refs/remotes/origin/main"])],
		["upstream is a local branch", "t..f", () => matrix.cloneAfter(["checkout", "-q", "-b", "topic", "--track", "main"])],
		["upstream of a remote that is not configured", "t..f", () => matrix.cloneAfter(["config", "branch.main.remote", "nowhere"])],
		["upstream that no refspec keeps", "t..f", () => matrix.cloneAfter(["config", "remote.origin.fetch", "refs/heads/main"])],
		["upstream kept outside refs/remotes", "t..f", () => matrix.cloneAfter(["config", "remote.origin.fetch", "+refs/*:refs/*"])],
		["upstream that is no branch", "t..f", () => matrix.cloneAfter(["config", "branch.main.merge", "refs/pull/1/head"])],
		["ahead", "t..f", () => ahead()],
		["behind", "t..f", behind],
		["diverged", "t..f", () => ahead(behind())],
		[
			"a branch with slashes and another name than its upstream",
			"t..t",
			() => matrix.cloneAfter(["checkout", "-q", "-b", "a/b/c", "--track", "origin/main"]),
		],
		[
			"a linked worktree that tracks",
			"tt.t",
			() => {
				const { tree } = matrix.linked();
				matrix.git(tree, "branch", "-q", "--set-upstream-to=origin/main");
				return tree;
			},
		],
	]);
});

/** A clone in which the upstream's ref is what the text says. */
function withUpstreamFile(text: string): string {
	const folder = packed();
	matrix.write(folder, ".git/refs/remotes/origin/main", text);
	return folder;
}

function sha256Clone(): string {
	const source = matrix.fresh();
	matrix.git(matrix.folder, "init", "-q", "--object-format=sha256", source);
	matrix.commit(source, "a", "a\n");
	const folder = matrix.fresh();
	matrix.git(matrix.folder, "clone", "-q", source, folder);
	return folder;
}

/** A clone of some objects only, whose origin is not there any more. */
function partialClone(...words: readonly string[]): string {
	const origin = matrix.copy(matrix.templates.origin);
	matrix.git(origin, "config", "uploadpack.allowFilter", "true");
	const folder = matrix.fresh();
	matrix.git(matrix.folder, "clone", "-q", ...words, `file://${origin}`, folder);
	rmSync(origin, { recursive: true });
	return folder;
}

/** The upstream is said in a file that the configuration includes. */
function included(): string {
	const folder = matrix.clone();
	const rest = matrix.git(folder, "config", "--get", "remote.origin.fetch").trim();
	matrix.git(folder, "config", "--unset", "remote.origin.fetch");
	matrix.write(folder, ".git/more", `[remote "origin"]\n\tfetch = ${rest}\n`);
	matrix.git(folder, "config", "include.path", "more");
	return folder;
}

describe("where refs are kept", () => {
	checkRows(matrix, [
		["packed refs only", "t..t", packed],
		[
			"loose over packed",
			"t..f",
			() => {
				const folder = packed();
				matrix.git(folder, "commit", "-q", "--allow-empty", "-m", "loose");
				return folder;
			},
		],
		[
			"loose over stale packed",
			"t..t",
			() => {
				const folder = ahead(packed());
				matrix.git(folder, "update-ref", "refs/remotes/origin/main", "HEAD");
				return folder;
			},
		],
		["sha256 ids", "tftt", sha256Clone],
		["a shallow clone", "tftt", () => partialClone("--depth=1")],
		["a partial clone without its origin", "tftt", () => partialClone("--filter=blob:none")],
		["an included configuration", "t..t", included],
		["an included configuration, ahead", "t..f", () => ahead(included())],
		[
			"an included configuration, detached",
			"t..f",
			() => {
				const folder = included();
				matrix.git(folder, "checkout", "-q", "--detach");
				return folder;
			},
		],
		[
			"a symbolic upstream",
			"t..t",
			() =>
				matrix.cloneAfter(
					["update-ref", "refs/remotes/origin/real", "HEAD"],
					["symbolic-ref", "refs/remotes/origin/main", "refs/remotes/origin/real"],
				),
		],
		[
			"an upstream in a worktree's own refs",
			"tt.t",
			() => {
				const { tree } = matrix.linked();
				matrix.git(tree, "branch", "-q", "--set-upstream-to=origin/main");
				matrix.git(tree, "update-ref", "refs/worktree/real", "HEAD");
				matrix.git(tree, "symbolic-ref", "refs/remotes/origin/main", "refs/worktree/real");
				return tree;
			},
		],
	]);

	/** Git of at least 2.45 knows `--ref-format`; with an older one there is no such repository to ask about. */
	const hasTables = (() => {
		try {
			execFileSync("git", ["init", "-q", "--ref-format=reftable", join(matrix.folder, "tables")], { stdio: "ignore" });
			return true;
		} catch {
			console.info("not run: refs in a table, which the installed git does not know");
			return false;
		}
	})();

	test.skipIf(!hasTables)("refs in a table", () => {
		const folder = matrix.fresh();
		matrix.git(matrix.folder, "clone", "-q", "--ref-format=reftable", matrix.templates.origin, folder);
		expect(lettersOf(matrix.facts(), folder, "????")).toBe("tftt");
		expect(matrix.facts().ask("git_branch_is", "main", bytesOfPath(folder))).toBe("true");
	});

	test.skipIf(hasTables)("refs in a table that the installed git cannot read", () => {
		const folder = matrix.cloneAfter(["config", "core.repositoryFormatVersion", "1"], ["config", "extensions.refStorage", "reftable"]);
		expect(lettersOf(matrix.facts(), folder, "????")).toBe("tfuu");
		expect(matrix.facts().ask("git_branch_is", "main", bytesOfPath(folder))).toBe("unknown");
	});
});

function headThatIsALink(): string {
	const folder = matrix.clone();
	rmSync(join(folder, ".git/HEAD"));
	symlinkSync("refs/heads/main", join(folder, ".git/HEAD"));
	return folder;
}

/** A name that leads out of the git folder and back to what would be the branch. */
function headOutside(): string {
	return matrix.cloneWith({ ".git/HEAD": "ref: refs/heads/../../refs/heads/main\n" });
}

function largePackedRefs(): string {
	const folder = packed();
	truncateSync(join(folder, ".git/packed-refs"), 65 * MEBIBYTE);
	return folder;
}

function upstreamPipe(): string {
	const folder = packed();
	mkdirSync(join(folder, ".git/refs/remotes/origin"), { recursive: true });
	execFileSync("mkfifo", [join(folder, ".git/refs/remotes/origin/main")]);
	return folder;
}

function linkedRefs(): string {
	const folder = matrix.clone();
	const elsewhere = matrix.fresh("refs");
	renameSync(join(folder, ".git/refs/remotes"), elsewhere);
	symlinkSync(elsewhere, join(folder, ".git/refs/remotes"));
	return folder;
}

/** Six symbolic refs, one behind the other; five are followed. */
function manySteps(count: number): string {
	const folder = packed();
	for (let step = 0; step < count; step++) {
		matrix.write(folder, `.git/refs/remotes/origin/${step === 0 ? "main" : step}`, `ref: refs/remotes/origin/${step + 1}\n`);
	}
	matrix.git(folder, "update-ref", `refs/remotes/origin/${count}`, "HEAD");
	return folder;
}

describe("what is not believed", () => {
	checkRows(matrix, [
		["HEAD is a link", "t..u", headThatIsALink],
		["HEAD names a ref with dots", "t..u", headOutside],
		["HEAD is empty", "t..u", () => matrix.cloneWith({ ".git/HEAD": "" })],
		["a ref that is a FIFO", "t..u", upstreamPipe],
		["a ref below a link", "t..u", linkedRefs],
		["a ref that is no id", "t..u", () => withUpstreamFile("main\n")],
		["a ref of zeros", "t..u", () => withUpstreamFile(`${"0".repeat(40)}\n`)],
		["a ref with more behind it", "t..u", () => withUpstreamFile(`${"1".repeat(40)} more\n`)],
		["a ref that names itself", "t..u", () => withUpstreamFile("ref: refs/remotes/origin/main\n")],
		["five symbolic refs", "t..t", () => manySteps(5)],
		["six symbolic refs", "t..u", () => manySteps(6)],
		["a symbolic ref that leads out", "t..u", () => withUpstreamFile("ref: refs/../../x\n")],
		["packed-refs of 65 MiB", "t..u", largePackedRefs],
		["two upstreams", "t..u", () => matrix.cloneAfter(["config", "--add", "branch.main.merge", "refs/heads/other"])],
		["a negative refspec", "t..u", () => matrix.cloneAfter(["config", "--add", "remote.origin.fetch", "^refs/heads/main"])],
		["a refspec with two stars", "t..u", () => matrix.cloneAfter(["config", "remote.origin.fetch", "refs/*/*:refs/remotes/*/*"])],
	]);

	test("a ref that only looks like the end of a packed one is not that one", () => {
		const folder = packed();
		matrix.git(folder, "update-ref", "-d", "refs/remotes/origin/main");
		appendFileSync(join(folder, ".git/packed-refs"), `x${"1".repeat(40)} refs/remotes/origin/main\n`);
		expect(lettersOf(matrix.facts(), folder, "...?")).toBe("...f");
	});
});

describe("git_branch_is", () => {
	test.each<[state: string, glob: string, wanted: string, make: () => string]>([
		["the branch", "main", "true", () => matrix.clone()],
		["another branch", "topic", "false", () => matrix.clone()],
		["a star crosses slashes", "a*c", "true", () => matrix.cloneAfter(["checkout", "-q", "-b", "a/b/c"])],
		["the branch of a linked worktree", "topic", "true", () => matrix.linked().tree],
		["a branch that is not born", "new", "true", unborn],
		["letters that are not ASCII", "gr?n", "true", () => matrix.cloneAfter(["checkout", "-q", "-b", "grün"])],
		["no branch", "*", "false", () => matrix.cloneAfter(["checkout", "-q", "--detach"])],
		["HEAD outside refs/heads", "*", "false", () => matrix.cloneWith({ ".git/HEAD": "ref: refs/remotes/origin/main\n" })],
		["HEAD is a link", "main", "unknown", headThatIsALink],
		["no repository", "main", "unknown", () => matrix.home],
		["a bare repository", "main", "unknown", () => matrix.templates.origin],
	])("%s: %s is %s", (_, glob, wanted, make) => {
		expect(matrix.facts().ask("git_branch_is", glob, bytesOfPath(make()))).toBe(wanted);
	});
});
