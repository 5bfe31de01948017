/** A generated policy of a given size: varied as real policies are, the same for the same size. */

/** A small linear congruential generator (Numerical Recipes constants), so that sizes repeat exactly. */
function makeRandom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return state / 2 ** 32;
	};
}

const VERBS = ["get", "set", "list", "apply", "delete", "create", "update", "run", "push", "pull", "sync", "deploy"];
const FLAGS = ["--force", "--all", "--yes", "--recursive", "--prune", "--hard", "--quiet", "-f", "-r", "-a", "-y", "-n"];

/**
 * The text of a `.policy` file with `size` rules: at least 100 (or all) on `git`, 1 % whose program is a
 * wildcard, the rest over many programs; flags, operands, options, exceptions and conditions mixed in.
 *
 * @param most how many rules are about `git`, and whether there are wildcards, where the size alone is to differ
 */
export function generatePolicy(
	size: number,
	most: { readonly onGit: number; readonly wild: boolean } = { onGit: 100, wild: true },
): string {
	const random = makeRandom(size);
	const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
	const items = ["policy 1", 'scope repo "generated"', ""];
	const onGit = Math.min(size, most.onGit);
	for (let index = 0; index < size; index++) {
		const effect = pick(["allow", "request", "deny"]);
		const wild = most.wild && index % 100 === 99;
		const program = wild ? `*tool${index}*` : index < onGit ? "git" : `prog${Math.floor(random() * (size / 4 + 1))}`;
		const verb = `${pick(VERBS)}${index}`;
		const lines = [`  command prefix \`${program} {${verb},${pick(VERBS)}-${index}}\``];
		const kind = index % 10;
		if (kind < 3) lines.push(`  args { ${random() < 0.5 ? "not " : ""}flag \`${pick(FLAGS)}\` \`--opt-${index % 40}\` }`);
		else if (kind === 3) lines.push(`  args {\n    flag \`${pick(FLAGS)}\`\n    operand \`env-${index % 50}/*\`\n  }`);
		else if (kind === 4) lines.push(`  args { option \`--context\` \`prod-${index % 30}*\` }`);
		else if (kind === 5) lines.push(`  except exact \`${wild ? "x" : program} ${verb} --help\``);
		if (kind === 6 && effect !== "deny")
			lines.push('  when all {\n    git_clean_worktree\n    git_branch_is "agent/*"\n  }', "  on_mismatch request");
		lines.push(`  reason "Generated rule ${index}."`);
		items.push(`${effect} rule-${index} {`, ...lines, "}", "");
	}
	return items.join("\n");
}
