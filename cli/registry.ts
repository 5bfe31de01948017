/** The built-in command registry. */

import data from "../runtime/registry.json" with { type: "json" };
import { type ReviewedRegistry, resolveRegistry } from "../targets/bundle/resolve-registry.ts";

/** Typed by hand, since a JSON import has no literal types; a test holds the file to `schemas/registry.schema.json`. */
export const REGISTRY = resolveRegistry(data as unknown as ReviewedRegistry);
