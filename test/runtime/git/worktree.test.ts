/** Which repository a directory belongs to, and what is believed of it. */

import { chownSync, cpSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkRows, useMatrix } from "./rows.ts";
import { bytesOfPath, lettersOf } from "./sandbox.ts";

const matrix = useMatrix();
const isRoot = process.geteuid?.() === 0;
/** The user of a foreign file; any other than the one that runs the tests. */
const SOMEBODY = 12_345;

/** A copy of the clone whose `.git` is replaced by a file of this text. */
function withGitFile(text: (old: string) => string): string {
	const folder = matrix.clone();
	const old = matrix.fresh("old.git");
	renameSync(join(folder, ".git"), old);
	writeFileSync(join(folder, ".git"), text(old));
	return folder;
}

/** Points a linked worktree and what points back at it by relative paths. Both lie two folders below the sandbox. */
function withRelativePaths(): string {
	const { main, tree } = matrix.linked();
	const inSandbox = (path: string): string => path.slice(matrix.folder.length + 1);
	writeFileSync(join(tree, ".git"), `gitdir: ../../${inSandbox(main)}/.git/worktrees/linked\n`);
	writeFileSync(join(main, ".git/worktrees/linked/gitdir"), `../../../../../${inSandbox(tree)}/.git\n`);
	return tree;
}

function linkedOfBare(): string {
	const bare = matrix.copy(matrix.templates.origin);
	const tree = matrix.fresh();
	matrix.git(bare, "worktree", "add", "-q", "-b", "topic", tree);
	return tree;
}

function movedWorktree(): string {
	const moved = matrix.fresh("moved");
	renameSync(matrix.linked().tree, moved);
	return moved;
}

/** A `.git` file that claims the place of another repository's worktree. */
function forgedWorktree(): string {
	const { main } = matrix.linked();
	return withGitFile(() => `gitdir: ${main}/.git/worktrees/linked\n`);
}

/** A folder that looks like a worktree's and leads to another repository, without that repository knowing of it. */
function forgedGitFolder(): string {
	const folder = matrix.fresh("forged");
	matrix.write(folder, "fake/worktrees/x/commondir", `${matrix.clone()}/.git\n`);
	matrix.write(folder, "fake/worktrees/x/HEAD", "ref: refs/heads/main\n");
	matrix.write(folder, "fake/worktrees/x/gitdir", `${folder}/.git\n`);
	matrix.write(folder, ".git", "gitdir: fake/worktrees/x\n");
	return folder;
}

function nestedBare(): string {
	const folder = matrix.clone();
	cpSync(matrix.templates.origin, join(folder, "lib/evil.git"), { recursive: true });
	return join(folder, "lib/evil.git");
}

function bareWithWorkTree(): string {
	const bare = nestedBare();
	matrix.git(bare, "config", "core.bare", "false");
	matrix.git(bare, "config", "core.worktree", matrix.home);
	return bare;
}

describe("which repository", () => {
	checkRows(matrix, [
		["a fresh clone", "tftt", () => matrix.clone()],
		["a folder below the top", "tftt", () => join(matrix.clone(), "src")],
		["a path with dots", "tftt", () => join(matrix.clone(), "src/../src/.")],
		["a linked worktree on a new branch", "tttf", () => matrix.linked().tree],
		["a linked worktree with relative paths", "ttt.", withRelativePaths],
		["a linked worktree of a bare repository", "ttt.", linkedOfBare],
		["the main worktree of a linked one", "tftt", () => matrix.linked().main],
		["a submodule at its commit", "tftf", () => join(matrix.copy(matrix.templates.nested), "sub")],
		["a separate git folder", "tftt", () => withGitFile((old) => `gitdir: ${old}\n`)],
		["no repository", "fuuu", () => matrix.home],
		["a bare repository", "fuuu", () => matrix.templates.origin],
		["a repository that says it is bare", "fuuu", () => matrix.cloneAfter(["config", "core.bare", "true"])],
		["inside .git", "fuuu", () => join(matrix.clone(), ".git/refs")],
		["inside the git folder of a linked worktree", "fuuu", () => join(matrix.linked().main, ".git/worktrees/linked")],
		["a bare repository nested in a tree", "fuuu", nestedBare],
		["a nested bare repository with a work tree of its own", "uuuu", bareWithWorkTree],
	]);
});

describe("what is not believed", () => {
	checkRows(matrix, [
		["a linked worktree that was moved", "uuuu", movedWorktree],
		["a linked worktree in a folder named .git", "uuuu", () => matrix.linked(".git").tree],
		["a linked worktree in a folder named .GIT", "uuuu", () => matrix.linked(".GIT").tree],
		["a .git file that claims another's worktree", "uuuu", forgedWorktree],
		["a git folder that claims another repository", "uuuu", forgedGitFolder],
		["a .git file that leads nowhere", "uuuu", () => withGitFile(() => "gitdir: /nowhere/at/all\n")],
		["a .git file of two lines", "uuuu", () => withGitFile((old) => `gitdir: ${old}\nmore\n`)],
		["a .git file without its key", "uuuu", () => withGitFile((old) => `${old}\n`)],
		["a .git file that is too long", "uuuu", () => withGitFile((old) => `gitdir: ${old}${"/.".repeat(2048)}\n`)],
		["a .git folder with a commondir", "uuuu", () => matrix.cloneWith({ ".git/commondir": `${matrix.templates.clone}/.git\n` })],
		["core.worktree that leads elsewhere", "uuuu", () => matrix.cloneAfter(["config", "core.worktree", matrix.templates.clone])],
		["core.worktree that leads nowhere", "uuuu", () => matrix.cloneAfter(["config", "core.worktree", "/nowhere"])],
		["core.worktree in config.worktree", "uuuu", worktreeConfigRedirect],
		["an unknown extension", "uuuu", () => matrix.cloneAfter(["config", "extensions.newest", "true"])],
		["an unknown version", "uuuu", () => matrix.cloneAfter(["config", "core.repositoryformatversion", "9"])],
		["a configuration that is not one", "uuuu", () => matrix.cloneWith({ ".git/config": "[core\n" })],
		["a folder that is not there any more", "uuuu", () => join(matrix.clone(), "gone")],
	]);

	test("a .git that is a link", () => {
		const folder = matrix.clone();
		const elsewhere = matrix.fresh();
		renameSync(join(folder, ".git"), elsewhere);
		symlinkSync(elsewhere, join(folder, ".git"));
		expect(lettersOf(matrix.facts(), folder, "????")).toBe("uuuu");
	});

	test("an empty .git folder below a repository", () => {
		const folder = matrix.clone();
		mkdirSync(join(folder, "src/.git"));
		expect(lettersOf(matrix.facts(), join(folder, "src"), "????")).toBe("uuuu");
	});

	/** Only root can give files away. */
	test.skipIf(!isRoot).each(["", ".git", ".git/HEAD"])("a foreign owner of `%s`", (path) => {
		const folder = matrix.clone();
		chownSync(join(folder, path), SOMEBODY, SOMEBODY);
		expect(lettersOf(matrix.facts(), folder, "????")).toBe(path === ".git/HEAD" ? "tftt" : "uuuu");
	});

	test.skipIf(!isRoot)("a foreign bare repository, and a foreign git folder of a submodule", () => {
		const bare = matrix.copy(matrix.templates.origin);
		chownSync(bare, SOMEBODY, SOMEBODY);
		expect(lettersOf(matrix.facts(), bare, "????")).toBe("uuuu");
		const nested = matrix.copy(matrix.templates.nested);
		chownSync(join(nested, ".git/modules/sub"), SOMEBODY, SOMEBODY);
		expect(lettersOf(matrix.facts(), join(nested, "sub"), "????")).toBe("uuuu");
		expect(lettersOf(matrix.facts(), nested, "????")).toBe("tfut");
	});
});

function worktreeConfigRedirect(): string {
	return matrix.cloneAfter(
		["config", "extensions.worktreeConfig", "true"],
		["config", "--worktree", "core.worktree", matrix.templates.clone],
	);
}

describe("names and links", () => {
	test("a symbolic link is where it leads to", () => {
		const folder = matrix.clone();
		const link = matrix.fresh("link");
		symlinkSync(join(folder, "src"), link);
		expect(lettersOf(matrix.facts(), link, "????")).toBe("tftt");
	});

	test.each([
		["a newline", Buffer.from("with\nnewline")],
		["bytes that are not UTF-8", Buffer.from("not-\xff\xfe-utf8", "latin1")],
		["a blank, a quote and a star", Buffer.from(" '\"*")],
	])("a name with %s", (_, name) => {
		const folder = Buffer.concat([Buffer.from(`${matrix.fresh("x")}-`), name]);
		cpSync(matrix.templates.clone, matrix.fresh("plain"), { recursive: true });
		renameSync(matrix.clone(), folder);
		expect(lettersOf(matrix.facts(), folder, "????")).toBe("tftt");
		writeFileSync(Buffer.concat([folder, Buffer.from("/new")]), "");
		expect(lettersOf(matrix.facts(), folder, "????")).toBe("tfft");
	});

	test("a directory that is deleted while something stands in it", () => {
		const folder = matrix.clone();
		rmSync(folder, { recursive: true });
		expect(lettersOf(matrix.facts(), folder, "????")).toBe("uuuu");
	});

	test("a directory that is not known", () => {
		for (const name of ["git_is_worktree", "git_clean_worktree", "cwd_under"])
			expect(matrix.facts().ask(name, "./x", null)).toBe("unknown");
	});
});

test("variables of the caller that redirect git make everything about repositories unknown", () => {
	const folder = matrix.clone();
	const redirecting = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE"];
	for (const name of [...redirecting, "GIT_CONFIG", "GIT_CONFIG_COUNT", "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_GLOBAL"]) {
		const facts = matrix.facts({ environment: { [name]: "" } });
		expect([name, lettersOf(facts, folder, "????")]).toEqual([name, "uuuu"]);
		expect(facts.ask("git_branch_is", "main", bytesOfPath(folder))).toBe("unknown");
	}
	const harmless = matrix.facts({ environment: { GIT_EDITOR: "true", GIT_PAGER: "cat", GIT_AUTHOR_NAME: "A", GIT_TRACE: "0" } });
	expect(lettersOf(harmless, folder, "????")).toBe("tftt");
});
