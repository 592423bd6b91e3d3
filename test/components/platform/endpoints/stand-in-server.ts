// A model server without a model, on the wire of `trainer.serve`: it repeats what it is told, word by word.
// Some messages make it misbehave: "refuse", "break off", "go on for ever"; "short" makes five messages too many. A model
// in a folder called "broken" does not load, one in "mute" answers nothing but that it is healthy.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";

interface ChatBody {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly max_tokens?: number;
  readonly stream?: boolean;
  readonly instances?: readonly unknown[];
}

const { values } = parseArgs({
  options: {
    model: { type: "string" },
    "served-model-name": { type: "string" },
    port: { type: "string" },
    "exit-with-stdin": { type: "boolean" },
  },
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url === "/health") {
    response.end("{}");
    return;
  }
  let text = "";
  for await (const part of request) text += String(part);
  const { messages, max_tokens: limit = 100, model, stream, instances } = JSON.parse(text) as ChatBody; // the test's own request
  if (values.model?.endsWith("mute")) {
    response.writeHead(500, { "content-type": "application/json" });
    response.end(JSON.stringify({ error: { message: "the chat template is missing." } }));
    return;
  }
  if (instances !== undefined) {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(
      JSON.stringify({ predictions: instances.map((instance) => ({ instance, path: request.url })) }),
    );
    return;
  }
  const last = messages.at(-1)?.content ?? "";
  if (last === "refuse") {
    response.writeHead(400, { "content-type": "application/json" });
    response.end(JSON.stringify({ error: { message: "the message is too long." } }));
    return;
  }
  if (messages.length >= 5 && messages.some(({ content }) => content === "short")) {
    response.writeHead(400, { "content-type": "application/json" });
    response.end(JSON.stringify({ error: { message: "too long", code: "context_length_exceeded" } }));
    return;
  }
  if (stream !== true) {
    const choices = [
      { index: 0, message: { role: "assistant", content: `${messages.length}: ${last} — ✓` } },
    ];
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ model, served: values.model, choices }));
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream" });
  const send = (content: string): void => {
    response.write(`data: ${JSON.stringify({ model, choices: [{ index: 0, delta: { content } }] })}\n\n`);
  };
  if (last === "break off") {
    send("Wait");
    await sleep(20);
    response.destroy();
    return;
  }
  for (let i = 0; last === "go on for ever" && !response.destroyed; i++) {
    send(`and ${i} `);
    await sleep(20);
  }
  const words = `${messages.length}: ${last} — ✓`.split(/(?<= )/);
  for (const word of words.slice(0, limit)) {
    send(word);
    await sleep(1);
  }
  response.end("data: [DONE]\n\n");
}

const server = createServer((request, response) => void answer(request, response));
if (values.model?.endsWith("broken")) {
  console.error("serve: the weights are not readable.");
  process.exit(1);
}
server.listen(0, "127.0.0.1", () => {
  console.log(`listening http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
if (values["exit-with-stdin"]) process.stdin.resume().once("end", () => process.exit(0));
