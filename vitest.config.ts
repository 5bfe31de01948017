import { defineConfig, type Plugin } from "vitest/config";

/** `.policy` files are imported as texts, as in the built program. */
const policyTexts: Plugin = {
	name: "policy-texts",
	enforce: "pre",
	transform: (code, id) => (id.endsWith(".policy") ? `export default ${JSON.stringify(code)};` : null),
};

export default defineConfig({
	plugins: [policyTexts],
	test: {
		include: ["test/**/*.test.ts"],
		// Packages that the host tests install hold tests of their own.
		exclude: ["**/node_modules/**"],
		globalSetup: "test/support/build-dist.ts",
		testTimeout: 300_000,
		hookTimeout: 300_000,
		maxWorkers: 2,
	},
});
