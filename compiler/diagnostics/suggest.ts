/** Finds the name that was probably meant: shared by every family of diagnostics. */

const LONGEST = 64;

/**
 * The candidate closest to a name, or null if none is close.
 *
 * Close is an edit distance (insert, delete, replace, swap of neighbours; case ignored) of at most a third
 * of the name's length, and at least one. Of equally close candidates the first stands.
 *
 * @example suggest("comand", ["command", "args"]) // "command"
 */
export function suggest(name: string, candidates: Iterable<string>): string | null {
	if (name.length === 0 || name.length > LONGEST) return null;
	const written = name.toLowerCase();
	let limit = Math.max(1, Math.floor(name.length / 3)) + 1;
	let best: string | null = null;
	for (const candidate of candidates) {
		if (candidate === name || Math.abs(candidate.length - name.length) >= limit) continue;
		const distance = editDistance(written, candidate.toLowerCase());
		if (distance < limit) {
			limit = distance;
			best = candidate;
		}
	}
	return best;
}

function editDistance(a: string, b: string): number {
	let beforeLast: number[] = [];
	let last = Array.from({ length: b.length + 1 }, (_, column) => column);
	for (let row = 1; row <= a.length; row++) {
		const current = [row];
		for (let column = 1; column <= b.length; column++) {
			const same = a[row - 1] === b[column - 1];
			let cost = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + (same ? 0 : 1));
			const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
			if (swapped) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
			current.push(cost);
		}
		beforeLast = last;
		last = current;
	}
	return last[b.length] ?? 0;
}
