/** Runs programs in turn, round by round, and takes the time of each. */

import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** A program with its words, and what stands on its standard input. */
export interface Runner {
	readonly words: readonly [string, ...string[]];
	readonly input: string;
	readonly cwd?: string;
	/** Calls in one round; their mean is one measurement. */
	readonly calls?: number;
}

/** Milliseconds of one call, the middle one of the rounds: until it ended, and of processor time, which other work disturbs less. */
export interface Times {
	readonly wall: number;
	readonly cpu: number;
}

/** Starts a program again and again: a shell does that with next to nothing of its own. Times are seconds with three decimals. */
const LOOP =
	'input=$1 output=$2 i=$3 TIMEFORMAT="times %3R %3U %3S"; shift 3; time while [ "$i" -gt 0 ]; do "$@" <"$input" >"$output"; i=$((i-1)); done';
const CALLS = 20;

/**
 * Races programs: every round runs each of them, so that a busy machine slows all alike. It needs bash, which takes the times.
 *
 * @param folder for their input and output
 * @throws if one cannot be started
 */
export function race<Name extends string>(runners: Readonly<Record<Name, Runner>>, rounds: number, folder: string): Record<Name, Times> {
	const names = Object.keys(runners) as Name[];
	const taken = new Map<Name, Times[]>(names.map((name) => [name, []]));
	for (const [at, name] of names.entries()) writeFileSync(join(folder, `input-${at}`), runners[name].input);
	for (let round = 0; round < rounds; round++) {
		for (const [at, name] of names.entries()) {
			const { words, cwd = folder, calls = CALLS } = runners[name];
			const args = ["-c", LOOP, "bash", join(folder, `input-${at}`), join(folder, "output"), String(calls), ...words];
			const { stderr } = spawnSync("bash", args, { cwd, encoding: "utf8", stdio: ["ignore", "ignore", "pipe"] });
			const [, wall, user, system] = /^times ([\d.]+) ([\d.]+) ([\d.]+)$/m.exec(stderr ?? "") ?? [];
			if (wall === undefined || /not found|cannot execute|Permission denied/.test(stderr)) throw new Error(`${name}: ${stderr}`);
			taken.get(name)?.push({ wall: (Number(wall) * 1000) / calls, cpu: ((Number(user) + Number(system)) * 1000) / calls });
		}
	}
	return Object.fromEntries(names.map((name) => [name, middleOf(taken.get(name) ?? [])])) as Record<Name, Times>;
}

function middleOf(times: readonly Times[]): Times {
	const middle = (values: readonly number[]): number => [...values].sort((one, other) => one - other)[values.length >> 1] ?? Number.NaN;
	return { wall: middle(times.map(({ wall }) => wall)), cpu: middle(times.map(({ cpu }) => cpu)) };
}

/** Prints a table of times with their ratios to one of them. */
export function printRace(title: string, times: Readonly<Record<string, Times>>, peer: string): void {
	const base = times[peer] ?? { wall: Number.NaN, cpu: Number.NaN };
	const heads = ["median", "ratio", "processor", "ratio"].map((head) => head.padStart(11)).join("");
	console.log(`\n${title}\n  ${"".padEnd(48)}${heads}`);
	for (const [name, { wall, cpu }] of Object.entries(times)) {
		const columns = [
			`${wall.toFixed(2)} ms`,
			`${(wall / base.wall).toFixed(2)}x`,
			`${cpu.toFixed(2)} ms`,
			`${(cpu / base.cpu).toFixed(2)}x`,
		];
		console.log(`  ${name.padEnd(48)}${columns.map((column) => column.padStart(11)).join("")}`);
	}
}
