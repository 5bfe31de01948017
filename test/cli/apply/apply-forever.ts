/** A program for tests: applies one set of entries after another to a file until it is killed, or `times` times. */

import { changeFiles } from "../../../cli/apply/change-files.ts";
import { withLock } from "../../../cli/apply/lock.ts";
import { entriesWanted, planApply } from "../../../cli/apply/plan-file.ts";
import { Ledger } from "../../../cli/apply/state-folder.ts";

const [file = "", state = "", root = "", names = "", times = "1000000000"] = process.argv.slice(2);
const ledger = new Ledger(state);
for (let count = 0; count < Number(times); count++) {
	const value = names.split(",")[count % names.split(",").length] ?? "";
	const wanted = entriesWanted([{ kind: "member", path: ["permissions", "deny"], value: `Bash(${value} *)` }]);
	const plan: Parameters<typeof changeFiles>[0][number]["plan"] = (content, entered) => planApply(file, content, entered, wanted);
	const result = withLock(`${state}/lock`, 30_000, () => changeFiles([{ path: file, plan }], [root], ledger, true));
	if (result === null || "problem" in result) {
		process.stderr.write(`${JSON.stringify(result)}\n`);
		process.exit(1);
	}
	if (count === 0) process.stdout.write("ready\n");
}
