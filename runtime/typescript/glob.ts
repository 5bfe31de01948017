/**
 * Globs over one text: `*` any bytes, `?` one character, `\x` the character x.
 */

import { type Bytes, decodeScalar } from "./bytes.ts";
import { bytesOf } from "./registry.ts";

export type GlobToken = { readonly kind: "many" | "character" } | { readonly kind: "byte"; readonly byte: number };

/** A glob text of a bundle, ready to match. */
export function prepareGlob(pattern: string): readonly GlobToken[] {
	const bytes = bytesOf(pattern);
	const tokens: GlobToken[] = [];
	for (let at = 0; at < bytes.length; at++) {
		const byte = bytes.charAt(at);
		if (byte === "*") {
			if (tokens.at(-1)?.kind !== "many") tokens.push({ kind: "many" });
		} else if (byte === "?") tokens.push({ kind: "character" });
		else {
			if (byte === "\\" && at + 1 < bytes.length) at += 1;
			tokens.push({ kind: "byte", byte: bytes.charCodeAt(at) });
		}
	}
	return tokens;
}

/**
 * Whether a whole text matches. At most the length of the text times that of the pattern, because only the
 * last `*` is ever widened.
 *
 * @example globMatches(prepareGlob("a*"), "abc") // true
 */
export function globMatches(tokens: readonly GlobToken[], text: Bytes): boolean {
	let at = 0;
	let token = 0;
	let star = -1;
	let resume = 0;
	for (;;) {
		const wanted = tokens[token];
		if (wanted?.kind === "many") {
			star = token++;
			resume = at;
			continue;
		}
		const length = wanted && at < text.length ? tokenLength(wanted, text, at) : 0;
		if (length > 0) {
			at += length;
			token += 1;
			continue;
		}
		if (!wanted && at === text.length) return true;
		if (star < 0 || resume >= text.length) return false;
		resume += 1;
		at = resume;
		token = star + 1;
	}
}

/** How many bytes of the text a token takes; 0: it does not match here. */
function tokenLength(token: GlobToken, text: Bytes, at: number): number {
	if (token.kind === "byte") return text.charCodeAt(at) === token.byte ? 1 : 0;
	return decodeScalar(text, at)?.length ?? 0;
}
