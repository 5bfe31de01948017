/**
 * Tables of which a decision needs a few entries: each is made ready when it is first asked for.
 */

/** What is asked of a table. */
export interface Lookup<Value> {
	get(key: string): Value | undefined;
	has(key: string): boolean;
}

/**
 * A table that makes its values of raw entries, each at most once.
 *
 * @example new LazyMap([["git", { flags: ["-C"] }]], (raw) => new Set(raw.flags)).get("git") // Set { "-C" }
 */
export class LazyMap<Raw, Value> implements Lookup<Value> {
	private readonly raw: ReadonlyMap<string, Raw>;
	private readonly made = new Map<string, Value>();

	constructor(
		entries: Iterable<readonly [string, Raw]>,
		private readonly make: (raw: Raw) => Value,
	) {
		this.raw = new Map(entries);
	}

	has(key: string): boolean {
		return this.raw.has(key);
	}

	get(key: string): Value | undefined {
		const known = this.made.get(key);
		if (known !== undefined) return known;
		const raw = this.raw.get(key);
		if (raw === undefined) return undefined;
		const value = this.make(raw);
		this.made.set(key, value);
		return value;
	}
}
