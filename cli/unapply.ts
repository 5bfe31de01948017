import { join, relative } from "node:path";
import { Session } from "../compiler/diagnostics/session.ts";
import { HARNESSES } from "../targets/index.ts";
import { INSTALLS } from "../targets/install-table.ts";
import type { ChangedFile, FileChange } from "./apply/change-files.ts";
import { actionOf, changeLive } from "./apply/change-live.ts";
import { LIVE_OPTIONS, type Live, liveOf } from "./apply/choose-hosts.ts";
import { planUnapply } from "./apply/plan-file.ts";
import { harnessesAsked } from "./build.ts";
import { EXIT } from "./exit.ts";
import { exitFor } from "./exit-for.ts";
import { printDiagnostics, rootOf } from "./load-policy.ts";
import { type Call, SHARED, type Verb } from "./verb.ts";

export const unapply: Verb = {
	name: "unapply",
	summary: "take policyc out of the hosts' files again",
	about:
		"Puts back what stood in each live file before `policyc apply`, byte for byte. Where others have changed a file since, only the entries that apply wrote are taken out. The build itself stays.",
	options: {
		root: SHARED.root,
		harness: { value: "NAME", multiple: true, offers: HARNESSES, help: "this host only; may be repeated (default: all)" },
		...LIVE_OPTIONS,
		json: SHARED.json,
		format: SHARED.format,
	},
	examples: [
		["policyc unapply", "undo what `policyc apply` did in this repository"],
		["policyc unapply --level user --harness codex", "leave one host's files in your home folder as they were"],
	],
	async run(call) {
		const session = new Session();
		const changed = unapplyAll(call, session);
		printDiagnostics(call.io, session, call.text("format"));
		if (!changed) return exitFor(session);
		const files = changed.map((file) => ({ path: file.path, action: actionOf(file) }));
		if (call.on("json")) call.io.out(`${JSON.stringify({ ok: true, files }, null, "\t")}\n`);
		else if (files.length === 0) call.io.out("nothing was applied here\n");
		else for (const { path, action } of files) call.io.out(`${action.padEnd(10)} ${relative(call.io.cwd, path)}\n`);
		return EXIT.ok;
	},
};

function unapplyAll(call: Call, session: Session): readonly ChangedFile[] | null {
	const root = rootOf(call, session);
	const live = root && liveOf(call, root, session);
	const hosts = harnessesAsked(call, session) ?? HARNESSES;
	if (!live || session.failed) return null;
	const paths = new Set(hosts.flatMap((host) => INSTALLS[host].files.map(({ place }) => join(live.base, place[live.level]))));
	const changes = [...paths].flatMap((path) => changeOf(path, live));
	return changeLive(changes, live, true, call.io.cwd, session);
}

/** The undoing of one file, if something was applied to it. */
function changeOf(path: string, { ledger }: Live): readonly FileChange[] {
	if (!ledger.read(path)) return [];
	return [
		{
			path,
			plan: (content, entered) => (entered ? planUnapply(content, entered, (hash) => ledger.kept(hash)) : { next: content, entered: null }),
		},
	];
}
