/** Values found by the program that entries name, so that a rule is held against the entries about its own programs alone. */

import type { Extent } from "../target.ts";

/** Values under the extents that they came with. Answers keep the order in which the values came. */
export class ByProgram<T> {
	private readonly named = new Map<string, Set<T>>();
	/** Texts whose program goes on in a star, or is one. */
	private readonly started: { readonly start: string; readonly value: T }[] = [];
	private readonly answers = new Map<string | undefined, readonly T[]>();

	add(extent: Extent, value: T): void {
		this.answers.clear();
		for (const { name, goesOn } of programsOf(extent)) {
			if (goesOn) this.started.push({ start: name, value });
			else this.valuesOf(name).add(value);
		}
	}

	/** The values with an extent that may be about a program; without one, all of them. */
	about(program: string | undefined): readonly T[] {
		const found = this.answers.get(program) ?? (program === undefined ? this.all() : this.find(program));
		this.answers.set(program, found);
		return found;
	}

	private find(program: string): readonly T[] {
		const started = this.started.flatMap(({ start, value }) => (program.startsWith(start) ? [value] : []));
		return [...new Set([...(this.named.get(program) ?? []), ...started])];
	}

	private all(): readonly T[] {
		return [...new Set([...[...this.named.values()].flatMap((values) => [...values]), ...this.started.map(({ value }) => value)])];
	}

	private valuesOf(name: string): Set<T> {
		const known = this.named.get(name) ?? new Set();
		this.named.set(name, known);
		return known;
	}
}

interface NamedProgram {
	readonly name: string;
	/** More letters may follow, or other words. */
	readonly goesOn: boolean;
}

function programsOf(extent: Extent): readonly NamedProgram[] {
	switch (extent.kind) {
		case "words":
			return extent.words[0]?.map((name) => ({ name, goesOn: false })) ?? [{ name: "", goesOn: true }];
		case "gaps":
			return [{ name: (extent.words[0] ?? "").toLowerCase(), goesOn: false }];
		case "text": {
			const [name = ""] = extent.glob.split(/[* ]/, 1);
			return [{ name, goesOn: extent.glob.charAt(name.length) === "*" }];
		}
	}
}

/** Extents by the programs that they name. */
export function indexExtents(extents: Iterable<Extent>): ByProgram<Extent> {
	const index = new ByProgram<Extent>();
	for (const extent of extents) index.add(extent, extent);
	return index;
}
