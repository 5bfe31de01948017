/** Writes the generated pages of `docs/`. */

import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { renderDiagnostics } from "./render-diagnostics.ts";

writeFileSync(join(dirname(fileURLToPath(import.meta.url)), "diagnostics.md"), renderDiagnostics());
