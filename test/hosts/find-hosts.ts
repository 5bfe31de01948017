/**
 * Finds the hosts' packages, which are pinned in `package.json` beside this file. A plain install leaves them out; `npm run
 * hosts:install` fetches them, and POLICYC_HOSTS names another `node_modules` that holds them.
 */

import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PACKAGES = process.env.POLICYC_HOSTS ?? join(import.meta.dirname, "node_modules");

/** Files that a host is asked through, inside the packages. */
const FILES = {
	codex: "@openai/codex-linux-x64/vendor/x86_64-unknown-linux-musl/bin/codex",
	"factory-droid": "@factory/cli-linux-x64/bin/droid",
	gemini: "@google/gemini-cli-core/dist/src/policy/policy-engine.js",
	claude: "@anthropic-ai/claude-code-linux-x64/claude",
} as const;

export type AskableHost = keyof typeof FILES;

/** The file of a host, or null where its package is not installed. */
export function findHost(host: AskableHost): string | null {
	const path = join(PACKAGES, FILES[host]);
	return existsSync(path) ? path : null;
}

/** The title of a test that needs a host: it says aloud where that is missing. */
export function titleFor(host: AskableHost, title: string): string {
	return findHost(host) ? title : `${title} (not run: the package of ${host} is not installed)`;
}

/** An environment of its own: nothing of the person's settings is read. */
export function isolatedEnvironment(): { readonly home: string; readonly env: NodeJS.ProcessEnv } {
	const home = mkdtempSync(join(tmpdir(), "policyc-host-"));
	return { home, env: { HOME: home, PATH: "/usr/bin:/bin", LANG: "C.UTF-8" } };
}
