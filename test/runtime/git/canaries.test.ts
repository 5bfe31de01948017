/** Nothing that a repository configures runs when facts are read. Each canary is shown to sing when git itself is asked. */

import { chmodSync, existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Matrix, useMatrix } from "./rows.ts";
import { bytesOfPath, lettersOf } from "./sandbox.ts";

const matrix = useMatrix();

/** A program that leaves a file behind, and fails. */
interface Canary {
	readonly program: string;
	readonly sang: () => boolean;
	readonly forget: () => void;
}

function makeCanary(): Canary {
	const folder = matrix.fresh("canary");
	const mark = join(folder, "sang");
	matrix.write(folder, "program", `#!/bin/sh\n: > '${mark}'\nexit 1\n`);
	chmodSync(join(folder, "program"), 0o755);
	return { program: join(folder, "program"), sang: () => existsSync(mark), forget: () => rmSync(mark, { force: true }) };
}

/** All hooks of githooks(5) that a local command could call. */
const HOOKS = [
	"applypatch-msg",
	"commit-msg",
	"fsmonitor-watchman",
	"post-applypatch",
	"post-checkout",
	"post-commit",
	"post-index-change",
	"post-merge",
	"post-rewrite",
	"post-update",
	"pre-applypatch",
	"pre-auto-gc",
	"pre-commit",
	"pre-merge-commit",
	"pre-push",
	"pre-rebase",
	"prepare-commit-msg",
	"reference-transaction",
] as const;

/** Settings that name programs, besides those with a row of their own. */
const PROGRAM_KEYS = [
	"alias.config",
	"alias.for-each-ref",
	"alias.status",
	"core.askPass",
	"core.editor",
	"core.gitProxy",
	"core.pager",
	"core.sshCommand",
	"credential.helper",
	"diff.external",
	"gpg.program",
	"interactive.diffFilter",
	"merge.tool",
	"pager.config",
	"pager.for-each-ref",
	"pager.status",
	"sequence.editor",
	"trailer.x.command",
	"uploadpack.packObjectsHook",
] as const;

function writeHooks(folder: string, program: string): void {
	mkdirSync(folder, { recursive: true });
	for (const hook of HOOKS) {
		writeFileSync(join(folder, hook), `#!/bin/sh\nexec '${program}' < /dev/null\n`);
		chmodSync(join(folder, hook), 0o755);
	}
}

/** A folder of the clone after settings, with a file that git has to compare anew. */
function configured(settings: Readonly<Record<string, string>>): string {
	const folder = matrix.clone();
	for (const [name, value] of Object.entries(settings)) matrix.git(folder, "config", name, value);
	return folder;
}

function touch(folder: string): void {
	utimesSync(join(folder, "a.txt"), 1, 1);
}

/** What is set up, where with the canary, and the git call that does run it. */
interface Slot {
	readonly slot: string;
	readonly make: (program: string) => string;
	readonly provoke: readonly string[];
}

const STATUS = ["status", "--porcelain"] as const;

const SLOTS: readonly Slot[] = [
	{ slot: "fsmonitor", make: (program) => configured({ "core.fsmonitor": program }), provoke: STATUS },
	{
		slot: "fsmonitor of a submodule",
		make: (program) => {
			const folder = matrix.copy(matrix.templates.nested);
			matrix.git(join(folder, "sub"), "config", "core.fsmonitor", program);
			return folder;
		},
		provoke: STATUS,
	},
	{
		slot: "fsmonitor in an included file",
		make: (program) => {
			const folder = configured({ "include.path": "more" });
			matrix.write(folder, ".git/more", `[core]\n\tfsmonitor = ${program}\n`);
			return folder;
		},
		provoke: STATUS,
	},
	{
		slot: "fsmonitor in a conditionally included file",
		make: (program) => {
			const folder = configured({ "includeIf.onbranch:main.path": "more" });
			matrix.write(folder, ".git/more", `[core]\n\tfsmonitor = ${program}\n`);
			return folder;
		},
		provoke: STATUS,
	},
	{
		slot: "fsmonitor in config.worktree",
		make: (program) => {
			const folder = configured({ "extensions.worktreeConfig": "true" });
			matrix.git(folder, "config", "--worktree", "core.fsmonitor", program);
			return folder;
		},
		provoke: STATUS,
	},
	{
		slot: "clean filter",
		make: (program) => {
			const folder = configured({ "filter.x.clean": program });
			matrix.write(folder, ".gitattributes", "* filter=x\n");
			return folder;
		},
		provoke: STATUS,
	},
	{
		slot: "process filter",
		make: (program) => {
			const folder = configured({ "filter.x.process": program });
			matrix.write(folder, ".gitattributes", "* filter=x\n");
			return folder;
		},
		provoke: STATUS,
	},
	{
		slot: "clean filter of info/attributes",
		make: (program) => {
			const folder = configured({ "filter.x.clean": program });
			matrix.write(folder, ".git/info/attributes", "* filter=x\n");
			return folder;
		},
		provoke: STATUS,
	},
	{
		slot: "clean filter of an attributes file that is configured",
		make: (program) => {
			const folder = configured({ "filter.x.clean": program, "core.attributesFile": join(matrix.folder, "attributes") });
			matrix.write(matrix.folder, "attributes", "* filter=x\n");
			return folder;
		},
		provoke: STATUS,
	},
	{
		slot: "clean filter of the user's attributes",
		make: (program) => {
			matrix.write(matrix.home, ".config/git/attributes", "*.txt filter=x\n");
			return configured({ "filter.x.clean": program });
		},
		provoke: STATUS,
	},
	{
		slot: "hooks",
		make: (program) => {
			const folder = matrix.clone();
			writeHooks(join(folder, ".git/hooks"), program);
			return folder;
		},
		provoke: STATUS,
	},
	{
		slot: "hooks in another folder",
		make: (program) => {
			const folder = configured({ "core.hooksPath": "tools" });
			writeHooks(join(folder, "tools"), program);
			return folder;
		},
		provoke: STATUS,
	},
	{
		slot: "text conversion",
		make: (program) => {
			const folder = configured({ "diff.x.textconv": program, "diff.x.command": program });
			matrix.write(folder, ".gitattributes", "* diff=x\n");
			matrix.write(folder, "a.txt", "other\n");
			return folder;
		},
		provoke: ["diff"],
	},
	{
		slot: "other programs",
		make: (program) => configured(Object.fromEntries(PROGRAM_KEYS.map((key) => [key, program]))),
		provoke: ["commit", "--allow-empty", "-S", "-m", "x"],
	},
	{ slot: "upload program of a remote that promises objects", make: (program) => promised(program, {}), provoke: ["log"] },
	{
		slot: "upload program of a remote, where git lists the refs",
		make: (program) => promised(program, { "include.path": "more" }),
		provoke: ["log"],
	},
];

/** A clone whose branches stand at a commit that only a remote has, which is reached by a program of the repository. */
function promised(program: string, more: Readonly<Record<string, string>>): string {
	const folder = configured({
		"core.repositoryFormatVersion": "1",
		"extensions.partialClone": "origin",
		"protocol.allow": "always",
		"protocol.file.allow": "always",
		"remote.origin.promisor": "true",
		"remote.origin.uploadpack": program,
		...more,
	});
	matrix.git(folder, "pack-refs", "--all");
	for (const ref of ["heads/main", "remotes/origin/main"]) matrix.write(folder, `.git/refs/${ref}`, `${"1".repeat(40)}\n`);
	return folder;
}

function ask(sandbox: Matrix, folder: string): string {
	const facts = sandbox.facts();
	return `${lettersOf(facts, folder, "????")}${facts.ask("git_branch_is", "main", bytesOfPath(folder)).charAt(0)}`;
}

describe("nothing that the repository configures runs", () => {
	test.each(SLOTS)("$slot", ({ make, provoke }) => {
		const canary = makeCanary();
		const folder = make(canary.program);
		canary.forget();
		touch(folder);
		expect(ask(matrix, folder)).toMatch(/^tf[tfu][tfu]t$/);
		expect(canary.sang(), "reading facts ran the canary").toBe(false);
		touch(folder);
		matrix.gitAnyway(folder, ...provoke);
		expect(canary.sang(), "the canary cannot sing: the row shows nothing").toBe(true);
	});

	test("a monitor that once said that nothing changed is not believed", () => {
		const folder = matrix.clone();
		const tool = matrix.fresh("monitor");
		writeFileSync(tool, "#!/bin/sh\nprintf 'token\\0'\n");
		chmodSync(tool, 0o755);
		matrix.git(folder, "config", "core.fsmonitor", tool);
		touch(folder);
		for (const words of [["update-index", "--fsmonitor"], STATUS, STATUS]) matrix.git(folder, ...words);
		matrix.write(folder, "a.txt", "changed\n");
		expect(matrix.git(folder, ...STATUS, "--untracked-files=no")).toBe("");
		expect(lettersOf(matrix.facts(), folder, "????")).toBe("tfft");
	});
});
