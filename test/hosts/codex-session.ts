/** Codex itself, through its app server (JSON-RPC on standard input and output), with a model of ours. */

import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Outcome, SessionPlace } from "./claude-session.ts";
import { findHost } from "./find-hosts.ts";
import { startLines } from "./line-process.ts";
import { NO_NETWORK, serveResponses } from "./mock-models.ts";

/** What Codex knows of one hook. */
export interface CodexHook {
	readonly key: string;
	readonly eventName: string;
	readonly currentHash: string;
	readonly trustStatus: string;
}

const RAN = "the stub ran";

/**
 * Runs one session of Codex in which the model asks for these commands, in order; approvals are asked of a person where
 * Codex's rules want one (`on-request`), and declined.
 *
 * Commands that are let through find a stub in the place of `git`, so that nothing happens to a repository.
 *
 * @param trusted what of Codex's own questions about hooks is answered with yes
 */
export async function runCodex(
	place: SessionPlace,
	commands: readonly string[],
	trusted: readonly CodexHook[],
): Promise<readonly Outcome[]> {
	const model = await serveResponses(commands);
	writeHome(place, model.url, trusted);
	const outcomes = new Map<string, Outcome>();
	const server = startServer(place);
	const asked = new Set<string>();
	server.answer("item/commandExecution/requestApproval", ({ itemId }) => {
		asked.add(String(itemId));
		return { decision: "decline" };
	});
	const turn = new Promise<void>((settle) => server.hear("turn/completed", () => settle()));
	server.hear("item/completed", ({ item }) => {
		const { type, id, status, aggregatedOutput } = item as Item;
		if (type !== "commandExecution") return;
		const text = aggregatedOutput ?? "";
		const answer = text.includes(RAN) ? "ran" : asked.has(id) ? "asked" : "refused";
		outcomes.set(id, { answer, text: `${status}: ${text}`, byPath: false });
	});
	await server.start();
	const { thread } = (await server.call("thread/start", { cwd: place.cwd, approvalPolicy: "on-request", sandbox: "workspace-write" })) as {
		readonly thread: { readonly id: string };
	};
	await server.call("turn/start", { threadId: thread.id, input: [{ type: "text", text: "go" }] });
	await turn;
	await server.stop();
	await model.close();
	// What is refused before it starts is no item.
	return commands.map((_, at) => outcomes.get(`call-${at}`) ?? { answer: "refused", text: "", byPath: false });
}

/** The hooks of a home folder and a project, as Codex lists them. */
export async function listCodexHooks(place: SessionPlace): Promise<readonly CodexHook[]> {
	writeHome(place, "http://127.0.0.1:1", []);
	const server = startServer(place);
	await server.start();
	const { data } = (await server.call("hooks/list", { cwds: [place.cwd] })) as {
		readonly data: readonly { readonly hooks: readonly CodexHook[]; readonly errors: readonly unknown[] }[];
	};
	await server.stop();
	const errors = data.flatMap((entry) => entry.errors);
	if (errors.length > 0) throw new Error(`Codex refuses a hook: ${JSON.stringify(errors)}`);
	return data.flatMap(({ hooks }) => hooks);
}

interface Item {
	readonly type: string;
	readonly id: string;
	readonly status?: string;
	readonly aggregatedOutput?: string | null;
}

type Values = Readonly<Record<string, unknown>>;

/** The settings: the model's place and the trusted hooks; and a login profile that puts the stub before the real programs. */
function writeHome({ home, path }: SessionPlace, url: string, trusted: readonly CodexHook[]): void {
	const folder = join(home, ".codex");
	mkdirSync(folder, { recursive: true });
	const lines = [
		'model = "mock"',
		'model_provider = "mock"',
		"[model_providers.mock]",
		'name = "mock"',
		`base_url = "${url}/v1"`,
		'wire_api = "responses"',
	];
	for (const { key, currentHash } of trusted)
		lines.push(`[hooks.state.${JSON.stringify(key)}]`, "enabled = true", `trusted_hash = ${JSON.stringify(currentHash)}`);
	writeFileSync(join(folder, "config.toml"), `${lines.join("\n")}\n`);
	const stubs = join(home, "stubs");
	mkdirSync(stubs, { recursive: true });
	writeFileSync(join(stubs, "git"), `#!/bin/sh\necho '${RAN}'\n`);
	chmodSync(join(stubs, "git"), 0o755);
	writeFileSync(join(home, ".bash_profile"), `PATH='${stubs}:${path}'\n`);
}

/** A client of the app server. */
function startServer({ home, cwd, path }: SessionPlace) {
	const program = findHost("codex");
	if (program === null) throw new Error("the package of Codex is not installed");
	const waiting = new Map<number, { readonly settle: (result: unknown) => void; readonly fail: (error: Error) => void }>();
	const answers = new Map<string, (params: Values) => object>();
	const listeners = new Map<string, (params: Values) => void>();
	const env = { ...NO_NETWORK, HOME: home, PATH: path, LANG: "C.UTF-8", SHELL: "/bin/bash" };
	const process = startLines(program, ["app-server"], { cwd, env }, (value) => {
		const { id, method, params, result, error } = value as unknown as Message;
		if (method === undefined) {
			const caller = waiting.get(id ?? 0);
			if (error) caller?.fail(new Error(JSON.stringify(error)));
			else caller?.settle(result);
		} else if (id === undefined) listeners.get(method)?.(params ?? {});
		else process.send({ jsonrpc: "2.0", id, result: answers.get(method)?.(params ?? {}) ?? {} });
	});
	let calls = 0;
	const call = (method: string, params: object) =>
		new Promise<unknown>((settle, fail) => {
			waiting.set(++calls, { settle, fail });
			process.send({ jsonrpc: "2.0", id: calls, method, params });
		});
	process.ended.then(
		(errors) => {
			for (const { fail } of waiting.values()) fail(new Error(`Codex has ended: ${errors}`));
		},
		(error: Error) => {
			for (const { fail } of waiting.values()) fail(error);
		},
	);
	return {
		call,
		answer: (method: string, give: (params: Values) => object) => answers.set(method, give),
		hear: (method: string, listen: (params: Values) => void) => listeners.set(method, listen),
		async start() {
			await call("initialize", { clientInfo: { name: "policyc-test", version: "1" } });
			process.send({ jsonrpc: "2.0", method: "initialized" });
		},
		async stop() {
			process.kill();
			await process.ended;
		},
	};
}

interface Message {
	readonly id?: number;
	readonly method?: string;
	readonly params?: Values;
	readonly result?: unknown;
	readonly error?: unknown;
}
