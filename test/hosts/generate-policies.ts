/** Policies over real programs for comparing hosts: varied, and the same for the same seed. */

/** A linear congruential generator (Numerical Recipes constants): sequences repeat exactly. */
export function randomFrom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return state / 2 ** 32;
	};
}

interface Tool {
	readonly name: string;
	readonly subcommands: readonly string[];
	readonly flags: readonly string[];
	readonly operands: readonly string[];
}

/** What commands are made of. `mytool` and `deploy` are programs that nobody knows. */
export const TOOLS: readonly Tool[] = [
	{
		name: "git",
		subcommands: ["push", "status", "reset", "log", "commit", "checkout", "stash", "branch"],
		flags: ["--force", "-f", "--hard", "-D"],
		operands: ["origin", "main", "agent/x"],
	},
	{
		name: "npm",
		subcommands: ["install", "test", "run", "publish", "ci"],
		flags: ["--global", "-g", "--dry-run"],
		operands: ["build", "lint"],
	},
	{ name: "docker", subcommands: ["ps", "rm", "push", "build"], flags: ["-f", "--all"], operands: ["web", "latest"] },
	{ name: "kubectl", subcommands: ["get", "delete", "apply"], flags: ["--context", "-n", "--force"], operands: ["pods", "prod-1"] },
	{ name: "rm", subcommands: [], flags: ["-r", "-f", "--recursive"], operands: ["build", "/", "src/a.txt"] },
	{ name: "ls", subcommands: [], flags: ["-l", "--all"], operands: ["src", ".."] },
	{ name: "curl", subcommands: [], flags: ["-o", "--insecure"], operands: ["https://example.org/x"] },
	{ name: "make", subcommands: [], flags: ["-B"], operands: ["test", "build", "release"] },
	{ name: "mytool", subcommands: ["up", "down"], flags: ["--yes"], operands: ["a", "b"] },
	{ name: "deploy", subcommands: [], flags: ["--prod"], operands: ["web"] },
];

export interface Picker {
	readonly pick: <T>(list: readonly T[]) => T;
	readonly chance: (share: number) => boolean;
}

export function pickerFrom(seed: number): Picker {
	const random = randomFrom(seed);
	return {
		pick: (list) => {
			const found = list[Math.floor(random() * list.length)];
			if (found === undefined) throw new RangeError("nothing to pick from");
			return found;
		},
		chance: (share) => random() < share,
	};
}

/** The text of a policy of 2 to 9 rules. */
export function generatePolicy(seed: number): string {
	const picker = pickerFrom(seed * 7919 + 17);
	const count = picker.pick([2, 3, 4, 5, 6, 7, 8, 9]);
	const items = ["policy 1", 'scope repo "generated"', "", `default ${picker.pick(["request", "request", "deny", "allow", "host"])}`, ""];
	for (let index = 0; index < count; index++) items.push(generateRule(index, picker), "");
	return items.join("\n");
}

function generateRule(index: number, picker: Picker): string {
	const { pick, chance } = picker;
	const tool = pick(TOOLS);
	const effect = pick(["allow", "allow", "request", "deny"]);
	const lines: string[] = [];
	const kind = pick(["prefix", "prefix", "prefix", "exact", "several", "wild", "glob", "regex"] as const);
	const sub = tool.subcommands.length > 0 && chance(0.85) ? ` ${pick(tool.subcommands)}` : "";
	const head = tool.name + sub;
	switch (kind) {
		case "prefix":
			lines.push(`command prefix \`${head}\``, ...argsOf(tool, picker));
			break;
		case "exact":
			lines.push(`command exact \`${head}${chance(0.5) ? ` ${pick(tool.operands)}` : ""}\``);
			break;
		case "several":
			lines.push(`command prefix \`{${tool.name},${pick(TOOLS).name}}\``);
			break;
		case "wild":
			lines.push(`command prefix \`${head} ${pick(["rel*", "*", "ma?n"])}\``);
			break;
		case "glob":
			lines.push(`command glob \`${pick([`${head}*`, `${head} *`, `${tool.name} *${pick(tool.operands)}`])}\``);
			break;
		case "regex":
			lines.push(
				`command regex /^${tool.name} ${pick([pick(tool.operands), "(.* )?x", "[a-m]+"])
					.replaceAll("/", "\\/")
					.replaceAll(".", "\\.")}/`,
			);
			break;
	}
	if (effect !== "allow" && kind === "prefix" && chance(0.25)) lines.push(`except exact \`${head} ${pick(tool.operands)}\``);
	if (chance(0.08)) lines.push("when git_clean_worktree", "on_mismatch request");
	return `${effect} rule-${index} {\n${lines.map((line) => `  ${line}\n`).join("")}}`;
}

function argsOf(tool: Tool, { pick, chance }: Picker): readonly string[] {
	if (!chance(0.5)) return [];
	const flag = `flag \`${pick(tool.flags)}\``;
	const operand = `operand \`${pick(tool.operands)}\``;
	return [`args { ${pick([flag, flag, `not ${flag}`, operand, `not ${operand}`, "count >= 1", `some \`${pick(tool.operands)}*\``])} }`];
}
