import { Session } from "../compiler/diagnostics/session.ts";
import { EXIT } from "./exit.ts";
import { printDiagnostics, rootOf } from "./load-policy.ts";
import { hashContent, recordTrust } from "./trust-store.ts";
import { SHARED, type Verb } from "./verb.ts";

export const trust: Verb = {
	name: "trust",
	summary: "let this root's policy loosen your own",
	about:
		"With files given by --system or --user, the scopes inside a root may only tighten them. This records, outside the root and by the hash of its policy files, that you trust them; a changed file asks for trust again.",
	options: {
		root: SHARED.root,
		revoke: { help: "forget that this root is trusted" },
		json: SHARED.json,
	},
	examples: [
		["policyc trust", "trust the policy files of this repository as they are now"],
		["policyc trust --revoke", "trust them no longer"],
	],
	async run(call) {
		const session = new Session();
		const root = rootOf(call, session);
		if (root === null) {
			printDiagnostics(call.io, session, undefined);
			return EXIT.invalid;
		}
		const trusted = !call.on("revoke");
		recordTrust(root, trusted, call.io.env);
		if (call.on("json")) call.io.out(`${JSON.stringify({ trusted, content_sha256: hashContent(root) })}\n`);
		else call.io.out(trusted ? "trusted: these policy files, as they are now\n" : "no longer trusted\n");
		return EXIT.ok;
	},
};
