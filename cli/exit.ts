/** Exit statuses, the same for every verb. */
export const EXIT = {
	/** Done; for verbs that decide: `allow`. */
	ok: 0,
	internal: 1,
	/** Verification failed: drift, hash, snapshot. */
	mismatch: 2,
	deny: 3,
	request: 4,
	/** A test, coverage floor or conformance check failed. */
	regression: 5,
	/** Invalid input, policy or usage. */
	invalid: 6,
	/** A needed tool is missing. */
	missingTool: 7,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
