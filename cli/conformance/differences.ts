/** How an answer differs from the one that is expected. */

/** One place where two answers differ; the path is a JSON pointer (RFC 6901), empty for the whole answer. */
export interface Difference {
	readonly path: string;
	/** The value as JSON; null where there is none. Where an answer is no JSON, its text. */
	readonly expected: string | null;
	readonly found: string | null;
}

/**
 * The places where two answers differ, field by field.
 *
 * @param found null where no answer came
 * @example differences('{"a":1}', '{"a":2}') // [{ path: "/a", expected: "1", found: "2" }]
 */
export function differences(expected: string, found: string | null): readonly Difference[] {
	if (expected === found) return [];
	const whole: Difference = { path: "", expected, found };
	if (found === null) return [whole];
	try {
		const places = differencesAt("", JSON.parse(expected), JSON.parse(found));
		// The same values, written in another way: the bytes are what is promised.
		return places.length > 0 ? places : [whole];
	} catch {
		return [whole];
	}
}

function differencesAt(path: string, expected: unknown, found: unknown): readonly Difference[] {
	if (Object.is(expected, found)) return [];
	if (!isContainer(expected) || !isContainer(found) || Array.isArray(expected) !== Array.isArray(found))
		return [{ path, expected: write(expected), found: write(found) }];
	const keys = new Set([...Object.keys(expected), ...Object.keys(found)]);
	return [...keys].flatMap((key) => differencesAt(`${path}/${escapeKey(key)}`, expected[key], found[key]));
}

const write = (value: unknown): string | null => JSON.stringify(value) ?? null;

const escapeKey = (key: string): string => key.replaceAll("~", "~0").replaceAll("/", "~1");

function isContainer(value: unknown): value is { readonly [key: string]: unknown } {
	return typeof value === "object" && value !== null;
}

/** The first request that is answered differently, and how many are. */
export interface FirstDifference {
	readonly at: number;
	readonly count: number;
	readonly places: readonly Difference[];
}

/**
 * Compares answers request by request; null where all are the same. Answers without a request count too.
 *
 * @example compareAnswers(["1", "2"], ["1"]) // { at: 1, count: 1, places: [{ path: "", expected: "2", found: null }] }
 */
export function compareAnswers(expected: readonly string[], found: readonly string[]): FirstDifference | null {
	const length = Math.max(expected.length, found.length);
	const wrong = Array.from({ length }, (_, at) => at).filter((at) => expected[at] !== found[at]);
	const [at] = wrong;
	if (at === undefined) return null;
	const extra: Difference = { path: "", expected: null, found: found[at] ?? null };
	const wanted = expected[at];
	return { at, count: wrong.length, places: wanted === undefined ? [extra] : differences(wanted, found[at] ?? null) };
}
