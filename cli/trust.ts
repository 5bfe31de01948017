import { Session } from "../compiler/diagnostics/session.ts";
import { EXIT } from "./exit.ts";
import { printDiagnostics, slotsOf } from "./load-policy.ts";
import { recordTrust, trustPath } from "./trust-store.ts";
import { tryWriting } from "./try-writing.ts";
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
		const slots = slotsOf(call, session);
		const place = trustPath(call.io.env);
		if (slots && place === null) {
			session.report("cannot-write", null, { path: "policyc/trust.json", problem: "neither XDG_CONFIG_HOME nor HOME names a folder" });
		}
		if (!slots || place === null) {
			printDiagnostics(call.io, session, undefined);
			return EXIT.invalid;
		}
		const trusted = !call.on("revoke");
		const hash = tryWriting(call, place, () => recordTrust(slots.root, trusted, place));
		if (hash === null) return EXIT.invalid;
		if (call.on("json")) call.io.out(`${JSON.stringify({ trusted, content_sha256: hash }, null, "\t")}\n`);
		else call.io.out(trusted ? "trusted: these policy files, as they are now\n" : "no longer trusted\n");
		return EXIT.ok;
	},
};
