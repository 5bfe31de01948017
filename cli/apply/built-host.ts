import { join } from "node:path";
import { INSTALLS } from "../../targets/install-table.ts";
import { FILES } from "../../targets/target.ts";
import type { Built } from "../build.ts";
import type { BuiltHost } from "./plan-host.ts";

/** A host's part of a build, as what goes live: its own configuration, which is the first file, and the hook. */
export function builtHost({ harness, emitted }: Built, folder: string): BuiltHost {
	const [artifact] = emitted.files;
	return { host: harness, install: INSTALLS[harness], artifact: artifact?.content ?? "", dispatch: join(folder, harness, FILES.dispatch) };
}
