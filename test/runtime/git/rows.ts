/** Rows of the matrix: states of real repositories, and what the git predicates say of them. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { useEvaluators } from "../../conformance/compare.ts";
import { factReaders } from "../../conformance/fact-readers.ts";
import { GIT_PREDICATES, lettersOf, Sandbox } from "./sandbox.ts";

/** Repositories to copy: a bare one, a clone of it with three commits, and a clone with a submodule in a submodule. */
export interface Templates {
	readonly origin: string;
	readonly clone: string;
	readonly nested: string;
}

/** The sandbox of one test file with its templates, which are there once the tests run. */
export class Matrix extends Sandbox {
	private made: Templates | null = null;

	get templates(): Templates {
		if (!this.made) throw new Error("templates are asked for before the tests run");
		return this.made;
	}

	build(): void {
		this.made = makeTemplates(this);
	}

	/** A copy of the clone. */
	clone(name?: string): string {
		return this.copy(this.templates.clone, name);
	}

	/** A copy of the clone after git ran with each of these words. */
	cloneAfter(...calls: readonly (readonly string[])[]): string {
		const folder = this.clone();
		for (const words of calls) this.git(folder, ...words);
		return folder;
	}

	/** A copy of the clone with more files. */
	cloneWith(files: Readonly<Record<string, string>>): string {
		const folder = this.clone();
		for (const [path, text] of Object.entries(files)) this.write(folder, path, text);
		return folder;
	}

	/** A linked worktree of a copy of the clone, on a new branch. */
	linked(name = "linked"): { readonly main: string; readonly tree: string } {
		const main = this.clone();
		const tree = this.fresh(name);
		this.git(main, "worktree", "add", "-q", "-b", "topic", tree);
		return { main, tree };
	}
}

/** A matrix whose templates, and evaluators in other languages, are made before the tests of a file and removed after them. */
export function useMatrix(): Matrix {
	const matrix = new Matrix();
	const evaluators = useEvaluators();
	beforeAll(() => {
		matrix.build();
		matrix.others = factReaders(evaluators, matrix.home, GIT_PREDICATES);
	});
	afterAll(() => matrix.remove());
	return matrix;
}

/** What the state is, the values (in a work tree, linked, clean, synced; `.` is not the point), and how it is made. */
export type Row = readonly [state: string, wanted: string, make: () => string | Buffer];

/** A test for each row. */
export function checkRows(matrix: Matrix, rows: readonly Row[]): void {
	test.each(rows)("%s: %s", (_, wanted, make) => {
		expect(lettersOf(matrix.facts(), make(), wanted)).toBe(wanted);
	});
}

function makeTemplates(sandbox: Sandbox): Templates {
	const seed = sandbox.fresh("seed");
	sandbox.git(sandbox.folder, "init", "-q", seed);
	sandbox.commit(seed, "a.txt", "one\ntwo\nthree\n");
	sandbox.commit(seed, "src/b.txt", "b\n");
	sandbox.commit(seed, ".gitignore", "*.log\n");
	const origin = sandbox.fresh("origin.git");
	sandbox.git(seed, "clone", "-q", "--bare", seed, origin);
	const clone = sandbox.fresh("clone");
	sandbox.git(sandbox.folder, "clone", "-q", origin, clone);
	const middle = sandbox.copy(seed, "middle");
	sandbox.git(middle, "submodule", "--quiet", "add", origin, "inner");
	sandbox.git(middle, "commit", "-q", "-m", "submodule");
	const outer = sandbox.copy(seed, "outer");
	sandbox.git(outer, "submodule", "--quiet", "add", middle, "sub");
	sandbox.git(outer, "commit", "-q", "-m", "submodule");
	const nested = sandbox.fresh("nested");
	sandbox.git(sandbox.folder, "clone", "-q", "--recurse-submodules", outer, nested);
	return { origin, clone, nested };
}
