/** Commands whose execution is looked for: how they are written, the rule that denies them, and how to tell one that was received. */

export interface Target {
	readonly program: string;
	/** The words after the program that come first. */
	readonly words: readonly string[];
	/** What may follow them, in several forms. */
	readonly options: readonly (readonly string[])[];
	/** Global options that change nothing, to stand before the first word. */
	readonly globals: readonly (readonly string[])[];
	/** The clauses of the deny rule. */
	readonly rule: string;
	/** Whether these words, as a program received them, are denied. Written apart from the rule, in plain steps. */
	denies(args: readonly string[]): boolean;
}

const afterGlobals = (args: readonly string[], withValue: readonly string[]): readonly string[] => {
	let at = 0;
	for (;;) {
		const word = args[at];
		if (word?.startsWith("-") !== true) return args.slice(at);
		at += withValue.includes(word) ? 2 : 1;
	}
};

export const TARGETS: readonly Target[] = [
	{
		program: "git",
		words: ["push"],
		options: [["--force"], ["-f"], ["-uf", "origin"], ["--force", "origin", "main"], ["origin", "main", "-qf"]],
		globals: [["-C", "."], ["--no-pager"], ["-c", "color.ui=never"], ["--git-dir", ".git"], ["--git-dir=.git"]],
		rule: "command prefix `git push`\n  args { flag `-f` `--force` }",
		denies(args) {
			const [verb, ...rest] = afterGlobals(args, ["-C", "-c", "--git-dir"]);
			return verb === "push" && rest.some((word) => word === "--force" || /^-[a-z]*f/.test(word));
		},
	},
	{
		program: "rm",
		words: [],
		options: [
			["-rf", "data"],
			["-r", "-f", "data"],
			["--recursive", "data"],
			["data", "-R"],
			["-fr", "--", "data"],
			["-vr", "other", "data"],
		],
		globals: [],
		rule: "command prefix `rm`\n  args {\n    flag `-r` `-R` `--recursive`\n    operand `data`\n  }",
		denies: (args) => args.some((word) => word === "--recursive" || /^-[a-zA-Z]*[rR]/.test(word)) && args.includes("data"),
	},
	{
		program: "kubectl",
		words: ["delete"],
		options: [
			["ns", "prod"],
			["namespace", "prod", "--wait=false"],
			["--now", "ns", "prod"],
		],
		globals: [["-n", "app"], ["--context", "live"], ["--context=live"]],
		rule: "command prefix `kubectl delete`\n  args { operand `ns` `namespace` }",
		denies(args) {
			const [verb, ...rest] = afterGlobals(args, ["-n", "--context"]);
			return verb === "delete" && rest.some((word) => word === "ns" || word === "namespace");
		},
	},
	{
		program: "npm",
		words: ["publish"],
		options: [[], ["--tag", "beta"], ["--access", "public"]],
		globals: [["--silent"], ["--loglevel", "error"]],
		rule: "command prefix `npm publish`",
		denies: (args) => afterGlobals(args, ["--loglevel"])[0] === "publish",
	},
	{
		program: "terraform",
		words: ["destroy"],
		options: [[], ["-auto-approve"], ["-target", "module.db"]],
		globals: [["-chdir=infra"]],
		rule: "command prefix `terraform destroy`",
		denies: (args) => afterGlobals(args, [])[0] === "destroy",
	},
	{
		// Exact, and a program that the registry does not know.
		program: "launch-all",
		words: ["--now", "everything"],
		options: [[]],
		globals: [],
		rule: "command exact `launch-all --now everything`",
		denies: (args) => args.length === 2 && args[0] === "--now" && args[1] === "everything",
	},
];

/** `default allow`, and one deny rule a target. */
export const POLICY = `policy 1
scope repo
default allow

${TARGETS.map(({ program, rule }) => `deny never-${program} {\n  ${rule}\n  reason "Looked for."\n}\n`).join("\n")}`;

/** Whether a program that was given these words ran a denied command. */
export function isDenied([program, ...args]: readonly string[]): boolean {
	return TARGETS.some((target) => target.program === program && target.denies(args));
}
