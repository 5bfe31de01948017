/** Measures commands of Node beside a peer: in turn, so that a busy machine slows all of them alike. */

import { spawnSync } from "node:child_process";

export interface Sample {
	/** Wall-clock milliseconds, the median of all rounds. */
	readonly milliseconds: number;
	/** The shortest of all rounds: the one that other work on the machine disturbed least. */
	readonly best: number;
	/** Peak resident memory in MB (10^6 bytes), of one run. */
	readonly megabytes: number;
}

/** Prints the peak memory when the program ends. */
const HOOK = "process.on('exit',()=>process.stderr.write('peak_kb='+process.resourceUsage().maxRSS))";

/**
 * Runs Node with the arguments of every entry, round by round. Time and memory are taken in rounds of their own, since the
 * hook that reads the memory costs time.
 *
 * @throws if a run fails
 * @example measure({ "node -e 0": ["-e", "0"] }, 5)["node -e 0"].milliseconds // about 40
 */
export function measure<Name extends string>(commands: Readonly<Record<Name, readonly string[]>>, rounds: number): Record<Name, Sample> {
	const names = Object.keys(commands) as Name[];
	const walls = new Map<Name, number[]>(names.map((name) => [name, []]));
	for (let round = 0; round < rounds; round++) {
		for (const name of names) {
			const start = process.hrtime.bigint();
			run(name, commands[name]);
			walls.get(name)?.push(Number(process.hrtime.bigint() - start) / 1e6);
		}
	}
	const samples = names.map((name): [Name, Sample] => {
		const printed = run(name, ["--import", `data:text/javascript,${encodeURIComponent(HOOK)}`, ...commands[name]]);
		const peak = Number(/peak_kb=(\d+)/.exec(printed)?.[1]);
		const times = walls.get(name) ?? [];
		return [name, { milliseconds: median(times), best: Math.min(...times), megabytes: (peak * 1024) / 1e6 }];
	});
	return Object.fromEntries(samples) as Record<Name, Sample>;
}

function run(name: string, args: readonly string[]): string {
	const { status, stderr } = spawnSync(process.execPath, args, {
		stdio: ["ignore", "ignore", "pipe"],
		encoding: "utf8",
		maxBuffer: 1 << 28,
	});
	if (status !== 0) throw new Error(`${name} failed: ${stderr.slice(0, 2000)}`);
	return stderr;
}

/** The middle of some numbers. */
export function median(values: readonly number[]): number {
	return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
