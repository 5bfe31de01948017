/** Model servers on the loopback interface that ask for one shell command after another and then are done. */

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A server that runs; nothing outside of this machine can reach it. */
export interface ModelServer {
	readonly url: string;
	close(): Promise<void>;
}

type Json = Readonly<Record<string, unknown>>;

/** How many commands one answer of the model asks for. */
const BATCH = 20;

/**
 * Speaks Anthropic's Messages API with server-sent events: message_start, one content block per command, message_delta,
 * message_stop. The n-th command has the id `call-n`.
 */
export function serveMessages(commands: readonly string[]): Promise<ModelServer> {
	let next = 0;
	return serve((request, body, response) => {
		if (!request.url?.includes("/messages") || request.url.includes("count_tokens")) {
			response.writeHead(200, { "content-type": "application/json" });
			response.end('{"input_tokens":1}');
			return;
		}
		const send = startEvents(response);
		// Claude Code asks for titles and the like besides: those requests have no tools.
		const asksForTools = Array.isArray(body.tools) && body.tools.some((tool: Json) => tool.name === "Bash");
		const batch = asksForTools ? commands.slice(next, next + BATCH) : [];
		const usage = { input_tokens: 1, output_tokens: 1 };
		const message = { id: `message-${next}`, type: "message", role: "assistant", model: body.model, content: [], stop_reason: null, usage };
		send("message_start", { message });
		for (const [index, command] of batch.entries()) {
			const block = { type: "tool_use", id: `call-${next + index}`, name: "Bash", input: {} };
			const partial_json = JSON.stringify({ command, description: "a command of the test" });
			send("content_block_start", { index, content_block: block });
			send("content_block_delta", { index, delta: { type: "input_json_delta", partial_json } });
			send("content_block_stop", { index });
		}
		if (batch.length === 0) {
			send("content_block_start", { index: 0, content_block: { type: "text", text: "" } });
			send("content_block_delta", { index: 0, delta: { type: "text_delta", text: "done" } });
			send("content_block_stop", { index: 0 });
		}
		next += batch.length;
		send("message_delta", { delta: { stop_reason: batch.length > 0 ? "tool_use" : "end_turn" }, usage: { output_tokens: 1 } });
		send("message_stop", {});
		response.end();
	});
}

/** Speaks OpenAI's Responses API: one function call of `exec_command` per answer, with the id `call-n`. */
export function serveResponses(commands: readonly string[]): Promise<ModelServer> {
	let next = 0;
	return serve((request, _, response) => {
		if (!request.url?.endsWith("/responses")) {
			response.writeHead(404, { "content-type": "application/json" });
			response.end("{}");
			return;
		}
		const send = startEvents(response);
		const id = `response-${next}`;
		const command = commands[next];
		send("response.created", { response: { id } });
		const item =
			command === undefined
				? { type: "message", role: "assistant", content: [{ type: "output_text", text: "done" }] }
				: { type: "function_call", call_id: `call-${next}`, name: "exec_command", arguments: JSON.stringify({ cmd: command }) };
		next++;
		send("response.output_item.done", { item });
		const usage = { input_tokens: 1, output_tokens: 1, total_tokens: 2, input_tokens_details: null, output_tokens_details: null };
		send("response.completed", { response: { id, usage } });
		response.end();
	});
}

function startEvents(response: ServerResponse): (type: string, data: Json) => void {
	response.writeHead(200, { "content-type": "text/event-stream" });
	return (type, data) => response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
}

async function serve(answer: (request: IncomingMessage, body: Json, response: ServerResponse) => void): Promise<ModelServer> {
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on("data", (chunk: Buffer) => chunks.push(chunk));
		request.on("end", () => answer(request, JSON.parse(Buffer.concat(chunks).toString("utf8") || "{}"), response));
	});
	await new Promise<void>((settle) => server.listen(0, "127.0.0.1", settle));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		close: () =>
			new Promise((settle) => {
				server.close(() => settle());
				server.closeAllConnections();
			}),
	};
}

/** Proxies that lead nowhere: what a host asks of other machines fails at once. */
export const NO_NETWORK = {
	HTTP_PROXY: "http://127.0.0.1:1",
	HTTPS_PROXY: "http://127.0.0.1:1",
	NO_PROXY: "127.0.0.1",
} as const;
