import { type ArtifactTarget, FILES } from "../target.ts";
import { writeJson } from "../writer/json.ts";
import { lowerManifest, type Manifest } from "./lower.ts";

/** `policy-wrapper-dispatch.manifest.json`: what was built, how to call it, and the hash of every file. */
export const MANIFEST: ArtifactTarget<Manifest> = { path: FILES.manifest, executable: false, lower: lowerManifest, write: writeJson };
