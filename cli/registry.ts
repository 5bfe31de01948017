/** The built-in command registry. */

import data from "../runtime/registry.json" with { type: "json" };
import type { Registry } from "../runtime/typescript/index.ts";

/** Typed by hand, since a JSON import has no literal types; a test holds the file to `schemas/registry.schema.json`. */
export const REGISTRY = data as unknown as Registry;
