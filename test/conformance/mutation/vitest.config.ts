/** Vitest for runs on programs that are wrong on purpose: as always, but nothing is built anew. */

import { join } from "node:path";
import base from "../../../vitest.config.ts";

export default { ...base, root: join(import.meta.dirname, "../../.."), test: { ...base.test, globalSetup: [] } };
