/** Where two JSON values first differ. */

/**
 * The JSON pointer (RFC 6901) of the first difference in document order, or null if the values are equal.
 *
 * @example firstDifference({ a: [1, 2] }, { a: [1, 3] }) // "/a/1"
 */
export function firstDifference(a: unknown, b: unknown, pointer = ""): string | null {
	if (Object.is(a, b)) return null;
	if (!isContainer(a) || !isContainer(b) || Array.isArray(a) !== Array.isArray(b)) return pointer;
	const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
	for (const key of keys) {
		const below = `${pointer}/${key.replace(/~/g, "~0").replace(/\//g, "~1")}`;
		if (!Object.hasOwn(a, key) || !Object.hasOwn(b, key)) return below;
		const found = firstDifference(a[key], b[key], below);
		if (found !== null) return found;
	}
	return null;
}

function isContainer(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null;
}
