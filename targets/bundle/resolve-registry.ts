/** The reviewed registry (`runtime/registry.json`) as evaluators and the compiler read it: without what only reviewers need. */

import type { Registry } from "../target.ts";

/**
 * What an entry of the reviewed file has besides its keys: the section of the manual that it follows, lines of which the
 * registry hides nothing and of which it cannot know everything, and the entry that it is the same as, save for its own keys.
 */
export interface Review {
	readonly source?: string;
	readonly accepts?: readonly string[];
	readonly refuses?: readonly string[];
	readonly like?: string;
}

type Entries<Key extends "programs" | "wrappers"> = { readonly [name: string]: Partial<Registry[Key][string]> & Review };

export interface ReviewedRegistry extends Omit<Registry, "programs" | "wrappers"> {
	readonly programs: Entries<"programs">;
	readonly wrappers: Entries<"wrappers">;
}

/**
 * The registry of a reviewed file: sources and tests left out, and every `like` of a program followed (one step: an entry
 * that others are like stands for itself). Wrappers keep theirs, which evaluators follow.
 *
 * @example resolveRegistry({ programs: { awk: { shape: "awk", source: "awk(1)" }, gawk: { like: "awk" } }, … }).programs.gawk // { shape: "awk" }
 */
export function resolveRegistry(reviewed: ReviewedRegistry): Registry {
	return {
		...reviewed,
		programs: followLikes(mapEntries(reviewed.programs, withoutReview)),
		wrappers: mapEntries(reviewed.wrappers, withoutReview),
	};
}

/** Entries without `like`, each with the keys of the entry that it was like. */
export function followLikes<Entry extends object>(entries: {
	readonly [name: string]: Entry & { readonly like?: string };
}): {
	[name: string]: Entry;
} {
	return mapEntries(entries, ({ like, ...own }) => {
		const { like: _, ...shared } = (like === undefined ? undefined : entries[like]) ?? {};
		return { ...shared, ...own } as unknown as Entry;
	});
}

function withoutReview<Entry extends Review>({ source, accepts, refuses, ...entry }: Entry): Omit<Entry, "source" | "accepts" | "refuses"> {
	return entry;
}

function mapEntries<From, To>(entries: { readonly [name: string]: From }, map: (entry: From) => To): { [name: string]: To } {
	return Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, map(entry)]));
}
