import { canonicalText, compareText, sha256 } from "../../compiler/ir/canonical.ts";
import type { Bundle } from "../target.ts";
import { sharedText } from "./shared-text.ts";

/**
 * The `bundle_hash`: SHA-256 of the canonical JSON (RFC 8785) of a bundle without that key.
 *
 * Registry and tables make most of a bundle and are the same for every host of a build, so their texts are kept; keys
 * are put in order here as RFC 8785 section 3.2.3 does.
 */
export function hashBundle(bundle: Omit<Bundle, "bundle_hash">): string {
	const members = Object.entries(bundle).map(([key, value]): [string, string] => {
		if (key === "registry") return [key, sharedText(bundle.registry)];
		if (key === "automata") return [key, `[${bundle.automata.map(sharedText).join(",")}]`];
		return [key, canonicalText(value)];
	});
	members.sort(([a], [b]) => compareText(a, b));
	return sha256(`{${members.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(",")}}`);
}
