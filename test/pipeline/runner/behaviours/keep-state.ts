// A component that shows what is left of earlier tasks, and leaves something itself.
import fs from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { implement } from "../../../../pipeline/executor/index.ts";
import { component, string } from "../../../../pipeline/index.ts";

const keepState = component({
  name: "keep-state",
  inputs: { leave: string() },
  run: { image: "example.com/pollux/node:1", code: new URL(import.meta.url) },
});

let tasks = 0;

const changes: Readonly<Record<string, () => void>> = {
  "a global variable": () => Object.assign(globalThis, { left: true }),
  "a property of every object": () => Object.assign(Object.prototype, { left: true }),
  "another console.log": () => Object.assign(console, { log: () => {} }),
  "another fs.readFileSync": () => Object.assign(fs, { readFileSync: () => "left" }),
  "another Date.now": () => Object.assign(Date, { now: () => 0 }),
  "another prototype": () => void Object.setPrototypeOf(Map, Set),
};

export default implement(keepState, async ({ leave }, _, { log }) => {
  tasks += 1;
  log(`process ${process.pid} task ${tasks} variable ${process.env["LEFT"] ?? "none"} in ${process.cwd()}`);
  changes[leave]?.();
  switch (leave) {
    case "variable":
      process.env["LEFT"] = "left";
      return;
    case "timer":
      setTimeout(() => console.log("late"), 50);
      return;
    case "what Node loads once it is read":
      void [globalThis.CompressionStream, globalThis.WebSocket, globalThis.crypto, process.stdin];
      return;
    case "listener":
      process.on("exit", () => console.log("bye"));
      return;
    case "error":
      setTimeout(() => {
        throw new Error("nobody catches this");
      });
      return wait(600_000);
    case "rejection":
      void Promise.reject(new Error("nobody waits for this"));
      return wait(600_000);
    case "nothing to wait for":
      return new Promise(() => {});
    case "end":
      return process.exit();
    case "memory": {
      const held: string[][] = [];
      for (;;) held.push(Array.from({ length: 100_000 }, (_, i) => `${held.length} ${i}`));
    }
  }
});
