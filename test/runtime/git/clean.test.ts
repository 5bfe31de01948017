/** Whether a work tree is clean: `git_clean_worktree` over states of real repositories. */

import { appendFileSync, chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkRows, useMatrix } from "./rows.ts";
import { bytesOfPath, lettersOf } from "./sandbox.ts";

const matrix = useMatrix();

function editedAfter(...calls: readonly (readonly string[])[]): string {
	const folder = matrix.cloneAfter(...calls);
	appendFileSync(join(folder, "a.txt"), "more\n");
	return folder;
}

/** A file with its times set anew: git has to look at what is in it. */
function touch(folder: string, path: string): void {
	utimesSync(join(folder, path), 1, 1);
}

function staged(): string {
	const folder = matrix.cloneWith({ "a.txt": "staged\n" });
	matrix.git(folder, "add", "a.txt");
	return folder;
}

function executable(): string {
	const folder = matrix.clone();
	chmodSync(join(folder, "a.txt"), 0o755);
	return folder;
}

/** Two branches that changed the same line, on one of them. */
function forked(): string {
	const folder = matrix.cloneAfter(["checkout", "-q", "-b", "other"]);
	matrix.commit(folder, "a.txt", "theirs\n");
	matrix.git(folder, "checkout", "-q", "main");
	matrix.commit(folder, "a.txt", "ours\n");
	return folder;
}

function conflict(): string {
	const folder = forked();
	matrix.gitFails(folder, "merge", "-q", "other");
	return folder;
}

/** A clone whose files git wrote with other line ends than the commit has, and then has to compare again. */
function withLineEnds(...calls: readonly (readonly string[])[]): string {
	const folder = matrix.cloneAfter(["config", "core.autocrlf", "true"]);
	rmSync(join(folder, "a.txt"));
	matrix.git(folder, "checkout", "-q", "--", "a.txt");
	expect(readFileSync(join(folder, "a.txt"), "utf8")).toContain("\r\n");
	touch(folder, "a.txt");
	for (const words of [["config", "--unset", "core.autocrlf"], ...calls]) matrix.git(folder, ...words);
	return folder;
}

describe("changes", () => {
	checkRows(matrix, [
		["nothing changed", "tftt", () => matrix.clone()],
		[
			"nothing changed but a file's times",
			"tftt",
			() => {
				const folder = matrix.clone();
				touch(folder, "a.txt");
				return folder;
			},
		],
		["one edit", "tfft", () => editedAfter()],
		["staged only", "tfft", staged],
		["untracked only", "tfft", () => matrix.cloneWith({ "new.txt": "" })],
		["untracked in a new folder", "tfft", () => matrix.cloneWith({ "new/deep/er.txt": "" })],
		["ignored file only", "tftt", () => matrix.cloneWith({ "build.log": "x" })],
		["ignored by info/exclude", "tftt", () => matrix.cloneWith({ ".git/info/exclude": "*.tmp\n", "x.tmp": "" })],
		["a rename", "tff.", () => matrix.cloneAfter(["mv", "a.txt", "c.txt"])],
		[
			"a removed file",
			"tff.",
			() => {
				const folder = matrix.clone();
				rmSync(join(folder, "a.txt"));
				return folder;
			},
		],
		["a change of mode", "tff.", executable],
		[
			"a change of mode where modes do not count",
			"tft.",
			() => {
				const folder = executable();
				matrix.git(folder, "config", "core.fileMode", "false");
				return folder;
			},
		],
		["a conflict", "tff.", conflict],
		[
			"an empty repository",
			"tftf",
			() => {
				const folder = matrix.fresh();
				matrix.git(matrix.folder, "init", "-q", folder);
				return folder;
			},
		],
		[
			"an empty repository with a staged file",
			"tfff",
			() => {
				const folder = matrix.fresh();
				matrix.git(matrix.folder, "init", "-q", folder);
				matrix.write(folder, "x", "");
				matrix.git(folder, "add", "x");
				return folder;
			},
		],
		[
			"the index is gone",
			"tff.",
			() => {
				const folder = matrix.clone();
				rmSync(join(folder, ".git/index"));
				return folder;
			},
		],
		[
			"an untracked repository",
			"tff.",
			() => {
				const folder = matrix.clone();
				matrix.git(folder, "init", "-q", "inner");
				return folder;
			},
		],
		["index of version 4", "tft.", () => matrix.cloneAfter(["update-index", "--index-version", "4"])],
		[
			"sha256 ids",
			"tft.",
			() => {
				const folder = matrix.fresh();
				matrix.git(matrix.folder, "init", "-q", "--object-format=sha256", folder);
				matrix.commit(folder, "a", "a\n");
				return folder;
			},
		],
	]);
});

describe("line ends", () => {
	checkRows(matrix, [
		["other line ends", "tff.", () => withLineEnds()],
		["other line ends that autocrlf makes", "tft.", () => withLineEnds(["config", "core.autocrlf", "true"])],
		[
			"the same, set in config.worktree",
			"tft.",
			() => withLineEnds(["config", "extensions.worktreeConfig", "true"], ["config", "--worktree", "core.autocrlf", "true"]),
		],
		[
			"the same, but an attribute says otherwise",
			"tff.",
			() => {
				const folder = withLineEnds(["config", "core.autocrlf", "true"]);
				matrix.write(folder, ".git/info/attributes", "* -text\n");
				return folder;
			},
		],
	]);

	test("autocrlf and the list of ignored files of the user are followed", () => {
		const home = matrix.fresh("home");
		matrix.write(home, ".gitconfig", "[core]\n\tautocrlf = true\n\texcludesFile = ~/ignored\n");
		matrix.write(home, "ignored", "*.swp\n");
		const folder = withLineEnds();
		matrix.write(folder, "a.swp", "");
		expect(lettersOf(matrix.facts({ home }), folder, "????")).toBe("tftt");
		expect(lettersOf(matrix.facts(), folder, "????")).toBe("tfft");
	});

	test("the user's list of ignored files has a usual place", () => {
		const home = matrix.fresh("home");
		matrix.write(home, ".config/git/ignore", "*.swp\n");
		matrix.write(home, "xdg/git/ignore", "*.bak\n");
		const folder = matrix.cloneWith({ "a.swp": "" });
		expect(lettersOf(matrix.facts({ home }), folder, "????")).toBe("tftt");
		const environment = { XDG_CONFIG_HOME: join(home, "xdg") };
		expect(lettersOf(matrix.facts({ home, environment }), folder, "????")).toBe("tfft");
	});
});

describe("operations in progress count, also where nothing else changed", () => {
	checkRows(matrix, [
		[
			"a merge",
			"tff.",
			() => {
				const folder = forked();
				matrix.git(folder, "merge", "-q", "-s", "ours", "--no-commit", "other");
				return folder;
			},
		],
		[
			"a rebase",
			"tff.",
			() => {
				const folder = matrix.clone();
				matrix.git(folder, "rebase", "-q", "-i", "HEAD~1");
				return folder;
			},
		],
		[
			"a cherry-pick",
			"tff.",
			() => {
				const folder = matrix.cloneAfter(["commit", "-q", "--allow-empty", "-m", "empty"]);
				matrix.gitFails(folder, "cherry-pick", "HEAD");
				return folder;
			},
		],
		[
			"a revert",
			"tff.",
			() => {
				const folder = forked();
				matrix.gitFails(folder, "revert", "--no-edit", "other");
				matrix.git(folder, "checkout", "-q", "-f", "HEAD", "--", ".");
				return folder;
			},
		],
		["a bisection", "tff.", () => matrix.cloneAfter(["bisect", "start"], ["bisect", "bad"], ["bisect", "good", "HEAD~2"])],
		["applying mails", "tff.", () => matrix.cloneWith({ ".git/rebase-apply/next": "1\n" })],
		[
			"a merge in another worktree",
			"tft.",
			() => {
				const { main, tree } = matrix.linked();
				matrix.git(tree, "commit", "-q", "--allow-empty", "-m", "empty");
				matrix.git(tree, "merge", "-q", "-s", "ours", "--no-ff", "--no-commit", "main@{0}~1");
				return main;
			},
		],
	]);
});

describe("what is hidden from git", () => {
	checkRows(matrix, [
		["assume-unchanged", "tfu.", () => matrix.cloneAfter(["update-index", "--assume-unchanged", "a.txt"])],
		["assume-unchanged over an edit", "tfu.", () => editedAfter(["update-index", "--assume-unchanged", "a.txt"])],
		["skip-worktree", "tfu.", () => matrix.cloneAfter(["update-index", "--skip-worktree", "a.txt"])],
		["skip-worktree over an edit", "tfu.", () => editedAfter(["update-index", "--skip-worktree", "a.txt"])],
		["a sparse checkout", "tftt", () => matrix.cloneAfter(["sparse-checkout", "set", "--cone", "nothing"])],
		["a sparse index", "tftt", () => matrix.cloneAfter(["sparse-checkout", "set", "--cone", "--sparse-index", "nothing"])],
		["an edit in a sparse checkout", "tfft", () => editedAfter(["sparse-checkout", "set", "--cone", "nothing"])],
		[
			"a file where a sparse checkout has none",
			"tfft",
			() => {
				const folder = matrix.cloneAfter(["sparse-checkout", "set", "--cone", "nothing"]);
				matrix.write(folder, "src/b.txt", "another\n");
				return folder;
			},
		],
		["a split index", "tfu.", () => matrix.cloneAfter(["update-index", "--split-index"])],
		["an index that is no index", "tfu.", () => matrix.cloneWith({ ".git/index": "DIRC nonsense" })],
		[
			"untracked files that status would not show",
			"tff.",
			() => {
				const folder = matrix.cloneWith({ "new.txt": "" });
				matrix.git(folder, "config", "status.showUntrackedFiles", "no");
				return folder;
			},
		],
		[
			"a change of size zero seconds after the commit",
			"tff.",
			() => {
				const folder = matrix.clone();
				matrix.commit(folder, "race.txt", "aaaa\n");
				writeFileSync(join(folder, "race.txt"), "bbbb\n");
				return folder;
			},
		],
		[
			"an edit behind a forgetful stat",
			"tff.",
			() => editedAfter(["config", "core.checkStat", "minimal"], ["config", "core.trustctime", "false"]),
		],
		[
			"an edit behind a stale untracked cache",
			"tff.",
			() => {
				const folder = matrix.cloneAfter(["update-index", "--force-untracked-cache"], ["status"]);
				matrix.write(folder, "src/new.txt", "");
				return folder;
			},
		],
	]);
});

/** A clone with submodules, and a change somewhere in it. */
function nestedAfter(change: (folder: string) => void): string {
	const folder = matrix.copy(matrix.templates.nested);
	change(folder);
	return folder;
}

describe("submodules", () => {
	checkRows(matrix, [
		["clean submodules", "tftt", () => nestedAfter(() => {})],
		["an edit in a submodule", "tfft", () => nestedAfter((folder) => appendFileSync(join(folder, "sub/a.txt"), "x\n"))],
		[
			"an edit in a submodule of a submodule",
			"tfft",
			() => nestedAfter((folder) => appendFileSync(join(folder, "sub/inner/a.txt"), "x\n")),
		],
		["an untracked file in a submodule", "tfft", () => nestedAfter((folder) => matrix.write(folder, "sub/new", ""))],
		[
			"another commit in a submodule",
			"tfft",
			() => nestedAfter((folder) => matrix.git(join(folder, "sub/inner"), "checkout", "-q", "HEAD~1")),
		],
		[
			"another commit in a submodule, staged",
			"tfft",
			() =>
				nestedAfter((folder) => {
					matrix.git(join(folder, "sub"), "commit", "-q", "--allow-empty", "-m", "empty");
					matrix.git(folder, "add", "sub");
				}),
		],
		[
			"dirty submodules that status would not show",
			"tfft",
			() =>
				nestedAfter((folder) => {
					matrix.git(folder, "config", "diff.ignoreSubmodules", "all");
					matrix.git(folder, "config", "submodule.sub.ignore", "all");
					appendFileSync(join(folder, "sub/a.txt"), "x\n");
				}),
		],
		[
			"a submodule that is not checked out",
			"tftt",
			() => nestedAfter((folder) => matrix.git(folder, "submodule", "--quiet", "deinit", "--all")),
		],
		["a submodule that is gone", "tfft", () => nestedAfter((folder) => rmSync(join(folder, "sub"), { recursive: true }))],
		[
			"files where a submodule is not checked out",
			"tfft",
			() =>
				nestedAfter((folder) => {
					matrix.git(folder, "submodule", "--quiet", "deinit", "--all");
					matrix.write(folder, "sub/x", "");
				}),
		],
		[
			"a submodule that is a link to another one",
			"tff.",
			() =>
				nestedAfter((folder) => {
					rmSync(join(folder, "sub"), { recursive: true });
					symlinkSync(matrix.templates.nested, join(folder, "sub"));
				}),
		],
		[
			"a hidden edit in a submodule",
			"tfu.",
			() => nestedAfter((folder) => matrix.git(join(folder, "sub"), "update-index", "--assume-unchanged", "a.txt")),
		],
	]);
});

describe("what is in the way", () => {
	test("nobody waits for a lock that is held, and none is taken", () => {
		const folder = matrix.cloneWith({ ".git/index.lock": "" });
		touch(folder, "a.txt");
		const before = readFileSync(join(folder, ".git/index"));
		expect(lettersOf(matrix.facts(), folder, "????")).toBe("tftt");
		expect(readFileSync(join(folder, ".git/index")).equals(before)).toBe(true);
	});

	test("more changes than are read are changes", () => {
		const folder = matrix.clone();
		const name = "long".repeat(60);
		for (let index = 0; index < 5000; index++) writeFileSync(join(folder, `${name}${index}`), "");
		expect(matrix.facts().ask("git_clean_worktree", null, bytesOfPath(folder))).toBe("false");
	});

	test("nothing is left behind in the folder for temporary files", () => {
		const before = process.env.TMPDIR;
		const temporary = matrix.fresh("temporary");
		mkdirSync(temporary);
		process.env.TMPDIR = temporary;
		try {
			expect(lettersOf(matrix.facts(), matrix.copy(matrix.templates.nested), "????")).toBe("tftt");
			expect(readdirSync(temporary)).toEqual([]);
			process.env.TMPDIR = join(temporary, "missing");
			expect(lettersOf(matrix.facts(), matrix.clone(), "????")).toBe("tfut");
		} finally {
			if (before === undefined) delete process.env.TMPDIR;
			else process.env.TMPDIR = before;
		}
	});
});
