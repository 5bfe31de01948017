/** The arrows of ARCHITECTURE.md: who may import whom. */

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** A room is a path prefix; the longest that fits counts. `type-only` arrows carry no code. */
const ARROWS: Record<string, readonly string[]> = {
	"compiler/source": [],
	"compiler/automata": [],
	"compiler/ir": [],
	"compiler/ir/oracle": ["compiler/ir"],
	"compiler/diagnostics": ["compiler/source"],
	"compiler/syntax": ["grammar", "compiler/diagnostics", "compiler/source"],
	"compiler/documents": ["compiler/syntax", "compiler/diagnostics", "compiler/source"],
	"compiler/passes": [
		"compiler/syntax",
		"compiler/documents",
		"compiler/automata",
		"compiler/ir",
		"compiler/diagnostics",
		"compiler/source",
	],
	"compiler/index.ts": [
		"compiler/passes",
		"compiler/syntax",
		"compiler/documents",
		"compiler/ir",
		"compiler/diagnostics",
		"compiler/source",
	],
	"targets/target.ts": ["compiler/ir", "runtime/typescript/types.ts"],
	"targets/writer": [],
	"runtime/typescript": ["runtime/protocols.json"],
	grammar: [],
	schemas: [],
};
const ROOMS_OF_TARGETS = [
	"compiler/ir",
	"compiler/automata",
	"targets/target.ts",
	"targets/install.ts",
	"targets/writer",
	"targets/plan",
	"runtime/protocols.json",
];

const files = ["grammar", "compiler", "targets", "runtime/typescript", "cli", "schemas"].flatMap((folder) => listSources(folder));

describe("arrows", () => {
	test.each(files)("%s imports only what its room may", (file) => {
		for (const target of importsOf(file)) expect(mayImport(file, target), `${file} imports ${target}`).toBe(true);
	});

	test("the oracle shares no code with the runtime or the automata", () => {
		for (const file of files.filter((path) => path.startsWith("compiler/ir/oracle"))) {
			for (const target of importsOf(file)) expect(target).toMatch(/^compiler\/ir\//);
		}
	});

	test("only cli/ reads files, environment and clock", () => {
		const pure = files.filter((file) => /^(compiler|targets)\//.test(file) && !/generate\.ts$/.test(file));
		for (const file of pure) {
			const text = readFileSync(join(root, file), "utf8");
			expect(text, file).not.toMatch(/from "node:(fs|os|child_process|process|net|http)"|process\.|Date\.now|new Date|Math\.random/);
		}
	});
});

function mayImport(file: string, target: string): boolean {
	if (roomOf(file) === roomOf(target)) return true;
	if (file.startsWith("cli/")) return true;
	if (/^targets\/(?!target\.ts|writer)/.test(file)) {
		// The table of targets names them all; a shared artifact may read the plan; no host reads another.
		if (file === "targets/index.ts" || /^targets\/[a-z-]+\.ts$/.test(file))
			return target.startsWith("targets/") || ROOMS_OF_TARGETS.some((room) => within(target, room));
		return ROOMS_OF_TARGETS.some((room) => within(target, room));
	}
	const allowed = ARROWS[roomOf(file)] ?? [];
	return (
		allowed.some((room) => within(target, room)) ||
		(/^(runtime\/registry|schemas\/[a-z_]+\.schema)\.json$/.test(target) && file.startsWith("compiler/passes"))
	);
}

function roomOf(file: string): string {
	const rooms = Object.keys(ARROWS).filter((room) => within(file, room));
	const longest = rooms.sort((a, b) => b.length - a.length)[0];
	return (
		longest ??
		file
			.split("/")
			.slice(0, file.startsWith("targets/") ? 2 : 1)
			.join("/")
	);
}

function within(file: string, room: string): boolean {
	return file === room || file.startsWith(`${room}/`);
}

function importsOf(file: string): string[] {
	const text = readFileSync(join(root, file), "utf8");
	const found = [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].map((match) => match[1] ?? "");
	return found.map((path) => relative(root, join(root, dirname(file), path)));
}

function listSources(folder: string): string[] {
	return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
		const path = `${folder}/${entry.name}`;
		if (entry.isDirectory()) return entry.name === "generated" ? [] : listSources(path);
		return entry.name.endsWith(".ts") && !entry.name.endsWith(".d.ts") ? [path] : [];
	});
}
