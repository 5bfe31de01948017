/** How an answer differs from the one that is expected. */

/** The places where two texts of JSON differ, each with both values; the texts themselves where one is no JSON. */
export function differences(expected: string, found: string): readonly string[] {
	if (expected === found) return [];
	try {
		const places = differencesAt("", JSON.parse(expected), JSON.parse(found));
		return places.length > 0 ? places : [`written differently: ${found}, not ${expected}`];
	} catch {
		return [`${found}, not ${expected}`];
	}
}

function differencesAt(path: string, expected: unknown, found: unknown): readonly string[] {
	if (Object.is(expected, found)) return [];
	if (!isContainer(expected) || !isContainer(found)) return [`${path}: ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`];
	const keys = new Set([...Object.keys(expected), ...Object.keys(found)]);
	return [...keys].flatMap((key) => differencesAt(`${path}/${key}`, expected[key], found[key]));
}

function isContainer(value: unknown): value is { readonly [key: string]: unknown } {
	return typeof value === "object" && value !== null;
}

/** The first request whose answers differ, with the differences; null where all are the same. */
export function firstDifference(
	requests: readonly (string | Uint8Array)[],
	expected: readonly string[],
	found: readonly string[],
): string | null {
	const at = requests.findIndex((_, index) => expected[index] !== found[index]);
	if (at < 0) return expected.length === found.length ? null : `${found.length} answers, not ${expected.length}`;
	const count = requests.filter((_, index) => expected[index] !== found[index]).length;
	const places = differences(expected[at] ?? "no answer", found[at] ?? "no answer");
	return [`${count} of ${requests.length} answers differ; the first is to ${Buffer.from(requests[at] ?? "")}`, ...places].join("\n\t");
}
