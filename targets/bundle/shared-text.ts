import { canonicalText } from "../../compiler/ir/canonical.ts";

const texts = new WeakMap<object, string>();

/** The canonical text of a large part that several bundles of one build share, made once. */
export function sharedText(part: object): string {
	const known = texts.get(part);
	if (known !== undefined) return known;
	const text = canonicalText(part);
	texts.set(part, text);
	return text;
}
