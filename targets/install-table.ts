/** Where each host reads what a build holds. */

import { claudeInstall } from "./claude/install.ts";
import { codexInstall } from "./codex/install.ts";
import { cursorInstall } from "./cursor/install.ts";
import { droidInstall } from "./factory-droid/install.ts";
import { geminiInstall } from "./gemini/install.ts";
import type { Install } from "./install.ts";

export const INSTALLS = {
	codex: codexInstall,
	cursor: cursorInstall,
	claude: claudeInstall,
	"factory-droid": droidInstall,
	gemini: geminiInstall,
} as const satisfies Record<string, Install>;
