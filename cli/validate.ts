import { type DiagnosticJson, renderJson } from "../compiler/diagnostics/render.ts";
import { Session } from "../compiler/diagnostics/session.ts";
import { resolve } from "../compiler/index.ts";
import { EXIT } from "./exit.ts";
import { CONFIG_FOLDER } from "./find-root.ts";
import { plural, printDiagnostics, slotsOf } from "./load-policy.ts";
import { includeReader, readSlotFile, type Selection, slotFile } from "./read-scopes.ts";
import { REGISTRY } from "./registry.ts";
import { readSettings } from "./settings.ts";
import { SHARED, type Verb } from "./verb.ts";

export const validate: Verb = {
	name: "validate",
	summary: "check every scope file against the contract",
	about:
		"Checks each scope file under `policy-config/` by itself, whichever harness or task domain it belongs to. Slots that `policyc.json` requires and that have no file are listed as missing.",
	options: { root: SHARED.root, json: SHARED.json, format: SHARED.format },
	examples: [
		["policyc validate", "check all scope files of this repository"],
		["policyc validate --root dotfiles --json", "the same elsewhere, for a machine to read"],
	],
	async run(call) {
		const session = new Session();
		const slots = slotsOf(call, session);
		const settings = slots && readSettings(slots.root, session);
		if (!slots || !settings) {
			printDiagnostics(call.io, session, call.text("format"));
			return EXIT.invalid;
		}
		const { root } = slots;
		const selection: Selection = { root, harness: null, taskDomain: null, taskInstance: null, system: null, user: null };
		const checked: string[] = [];
		const invalid: { file: string; violations: DiagnosticJson[] }[] = [];
		const all: Session[] = [];
		for (const stem of slots.stems) {
			const own = new Session();
			all.push(own);
			const file = readSlotFile(root, stem, own);
			if (file) resolve({ files: [file], readInclude: includeReader(selection), trusted: true, registry: REGISTRY }, own);
			const path = file?.source.path ?? `${CONFIG_FOLDER}/${stem}`;
			checked.push(path);
			const violations = own.diagnostics.filter((found) => found.severity === "error").map(renderJson);
			if (violations.length > 0) invalid.push({ file: path, violations });
		}
		const missing = settings.required.filter((stem) => slotFile(root, stem) === null);
		const ok = invalid.length === 0 && missing.length === 0;
		if (call.on("json")) {
			call.io.out(`${JSON.stringify({ ok, checked, missing, invalid }, null, "\t")}\n`);
		} else {
			for (const own of all) printDiagnostics(call.io, own, call.text("format"));
			for (const stem of missing) call.io.out(`missing  ${CONFIG_FOLDER}/${stem}\n`);
			call.io.out(`${plural(checked.length, "scope file")} checked, ${invalid.length} invalid, ${missing.length} missing\n`);
		}
		return ok ? EXIT.ok : EXIT.invalid;
	},
};
