/** Parses every scope file and takes in what it includes: each file once, cycles refused. */

import type { Session } from "../diagnostics/session.ts";
import { parseDocument } from "../documents/index.ts";
import type { Source } from "../source/source.ts";
import type { IncludeItem, Item, PolicyFile } from "../syntax/ast.ts";
import { parsePolicy } from "../syntax/index.ts";
import type { ReadInclude, ScopeFile, Unit } from "./units.ts";

const MAX_FILES = 64;

/** Parses a file by its extension: `.policy` text, or a YAML or JSON document. */
export function parseSource(source: Source, session: Session): PolicyFile {
	return source.path.endsWith(".policy") ? parsePolicy(source, session) : parseDocument(source, session);
}

interface Parsed {
	readonly text: string;
	readonly file: PolicyFile;
}

/** Per run and path. */
const parsedIn = new WeakMap<Session, Map<string, Parsed>>();

/** Parses a file once, however many compilations of a run (a policy per harness) it takes part in: what it reports is in the session. */
function parseOnce(source: Source, session: Session): PolicyFile {
	const parsed = parsedIn.get(session) ?? new Map<string, Parsed>();
	parsedIn.set(session, parsed);
	const known = parsed.get(source.path);
	if (known?.text === source.text) return known.file;
	const file = parseSource(source, session);
	parsed.set(source.path, { text: source.text, file });
	return file;
}

/**
 * A unit per scope file: its items and those of its includes, in reading order.
 *
 * Reports cycles, unreadable includes, too many files, and headers that an included file may not have.
 */
export function gatherUnits(files: readonly ScopeFile[], read: ReadInclude, session: Session): Unit[] {
	return files.map((file) => gatherUnit(file, read, session));
}

function gatherUnit(file: ScopeFile, read: ReadInclude, session: Session): Unit {
	const sources: Source[] = [];
	const items: Item[] = [];
	const ignores: Unit["ignores"][number][] = [];
	const open: string[] = [];
	const take = (source: Source, isMain: boolean): void => {
		sources.push(source);
		open.push(source.path);
		const parsed = parseOnce(source, session);
		ignores.push(...parsed.ignores.map((ignore) => ({ ...ignore, path: source.path })));
		for (const item of parsed.items) {
			if (item.kind === "include") include(item);
			else if (isMain || !isHeader(item)) items.push(item);
			else if (item.kind !== "version") session.report("header-in-include", item.span, { header: item.kind, file: file.source.path });
		}
		open.pop();
	};
	const include = (item: IncludeItem): void => {
		const answer = read(item.path.value, file);
		if ("problem" in answer) {
			session.report("include-unreadable", item.path.span, { path: item.path.value, problem: answer.problem });
		} else if (open.includes(answer.source.path)) {
			session.report("include-cycle", item.path.span, { path: item.path.value, cycle: [...open, answer.source.path].join(" -> ") });
		} else if (sources.length >= MAX_FILES) {
			session.report("too-many-includes", item.path.span, { limit: MAX_FILES });
		} else if (!sources.some((source) => source.path === answer.source.path)) {
			take(answer.source, false);
		}
	};
	take(file.source, true);
	const scope = items.find((item) => item.kind === "scope");
	return { file, sealed: scope?.kind === "scope" && scope.sealed, sources, items, ignores };
}

function isHeader(item: Item): boolean {
	return item.kind === "version" || item.kind === "scope" || item.kind === "default" || item.kind === "fallback";
}
