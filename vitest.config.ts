import { defineConfig, type Plugin } from "vitest/config";

/** `.policy` files are imported as texts, as in the built program. */
const policyTexts: Plugin = {
	name: "policy-texts",
	enforce: "pre",
	transform: (code, id) => (id.endsWith(".policy") ? `export default ${JSON.stringify(code)};` : null),
};

/** Minutes each, or not settled yet (automata-commands meets a state cap with `prefix **`): `npm run test:slow` runs them. */
const SLOW = [
	"test/property/automata-commands.test.ts",
	"test/oracle/two-ways.test.ts",
	"test/oracle/laws.test.ts",
	"test/property/law-1-rules.test.ts",
	"test/property/law-4-lines.test.ts",
	"test/property/law-5*.test.ts",
];

export default defineConfig({
	plugins: [policyTexts],
	test: {
		include: ["test/**/*.test.ts"],
		exclude: process.env.POLICYC_SLOW ? [] : SLOW,
		globalSetup: "test/support/build-dist.ts",
		testTimeout: 300_000,
		hookTimeout: 300_000,
		maxWorkers: 2,
	},
});
