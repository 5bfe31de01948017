/** Makes a request that evaluators answer differently as small as it stays different. */

/** Whether each of these requests is answered differently still. */
export type StillWrong = (requests: readonly string[]) => Promise<readonly boolean[]>;

/** No more rounds than that: each asks the evaluator once. */
const MOST_ROUNDS = 200;

/**
 * The smallest request that was found: a shorter command, and nothing beside it that does not matter. What is no JSON stays as it is.
 *
 * @example await shrink('{"command":"a b c"}', async (all) => all.map((one) => one.includes("b"))) // '{"command":"b"}'
 */
export async function shrink(request: string, isWrong: StillWrong): Promise<string> {
	let smallest = request;
	for (let round = 0; round < MOST_ROUNDS; round++) {
		const candidates = smallerRequests(smallest);
		const wrong = candidates.length === 0 ? [] : await isWrong(candidates);
		const next = candidates.find((_, at) => wrong[at]);
		if (next === undefined) break;
		smallest = next;
	}
	return smallest;
}

/** Requests with less in them, the smallest first. */
function smallerRequests(request: string): readonly string[] {
	const read = readObject(request);
	if (!read) return [];
	const { command, ...around } = read;
	const lesser = Object.keys(around).map((key) => ({ command, ...without(around, key) }));
	const facts = around.facts;
	const fewer = isObject(facts) ? Object.keys(facts).map((key) => ({ command, ...around, facts: without(facts, key) })) : [];
	const shorter = typeof command === "string" ? shorterTexts(command).map((text) => ({ command: text, ...around })) : [];
	return [...shorter, ...lesser, ...fewer].map((one) => JSON.stringify(one));
}

/** A text without each of its parts: halves, quarters, down to single letters. */
function shorterTexts(text: string): readonly string[] {
	const letters = [...text];
	const texts: string[] = [];
	for (let size = Math.ceil(letters.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
		for (let at = 0; at < letters.length; at += size) texts.push([...letters.slice(0, at), ...letters.slice(at + size)].join(""));
	}
	return texts;
}

function without(object: object, key: string): object {
	return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}

function readObject(text: string): { readonly [key: string]: unknown } | null {
	try {
		const value: unknown = JSON.parse(text);
		return isObject(value) ? value : null;
	} catch {
		return null;
	}
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
