import { Session } from "../compiler/diagnostics/session.ts";
import { versionOf } from "../compiler/index.ts";
import { EXIT } from "./exit.ts";
import { CONFIG_FOLDER } from "./find-root.ts";
import { printDiagnostics, slotsOf } from "./load-policy.ts";
import { readSlotFile, slotFile } from "./read-scopes.ts";
import { readSettings } from "./settings.ts";
import { SHARED, type Verb } from "./verb.ts";

export const versions: Verb = {
	name: "versions",
	summary: "list the contract versions that the scope files use",
	about:
		"Compares the version that each scope file says with those that `policyc.json` allows (`v1` unless it says otherwise). `policy 1` and `version: v1` are the same version.",
	options: { root: SHARED.root, json: SHARED.json, format: SHARED.format },
	examples: [["policyc versions", "show which file says which version"]],
	async run(call) {
		const session = new Session();
		const slots = slotsOf(call, session);
		const settings = slots && readSettings(slots.root, session);
		if (!slots || !settings) {
			printDiagnostics(call.io, session, call.text("format"));
			return EXIT.invalid;
		}
		const { root } = slots;
		const files = slots.stems.flatMap((stem) => {
			// A file that does not parse says its version all the same, or none: faults are the business of `validate`.
			const file = readSlotFile(root, stem, new Session());
			return file ? [{ file: file.source.path, version: versionOf(file.source) }] : [];
		});
		const observed = [...new Set(files.flatMap((entry) => entry.version ?? []))].sort();
		const missing = settings.required.filter((stem) => slotFile(root, stem) === null);
		const wrong = files.filter((entry) => entry.version === null || !settings.allowed_versions.includes(entry.version));
		const ok = wrong.length === 0 && missing.length === 0;
		if (call.on("json")) {
			const result = { ok, allowed_versions: settings.allowed_versions, observed_versions: observed, missing_required: missing, files };
			call.io.out(`${JSON.stringify(result, null, "\t")}\n`);
		} else {
			call.io.out(`allowed: ${settings.allowed_versions.join(", ")}\n`);
			for (const { file, version } of files) {
				const note = version !== null && settings.allowed_versions.includes(version) ? "" : "  not allowed";
				call.io.out(`${(version ?? "none").padEnd(6)} ${file}${note}\n`);
			}
			for (const stem of missing) call.io.out(`missing ${CONFIG_FOLDER}/${stem}\n`);
		}
		return ok ? EXIT.ok : EXIT.mismatch;
	},
};
