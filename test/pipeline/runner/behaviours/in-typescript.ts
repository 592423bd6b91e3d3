// The behaviours of the contract as a component in TypeScript.
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { implement } from "../../../../pipeline/executor/index.ts";
import { component, list, string } from "../../../../pipeline/index.ts";
import type { Behave } from "./behaviours.ts";

const behave = component({
  name: "behave",
  inputs: { behaviour: string(), given: list(string()) },
  run: { image: "example.com/pollux/node:1", code: new URL(import.meta.url) },
});

export default implement(behave, async ({ behaviour, given }, _, { log, signal }) => {
  const stopped = new Promise((resolve) => signal.addEventListener("abort", resolve));
  switch (behaviour) {
    case "exit":
      console.log("one");
      console.error("two");
      process.stdout.write("three");
      return process.exit(4);
    case "arguments":
      return void process.stdout.write(given.map((each) => `<${each}>`).join(""));
    case "variables":
      return log(given.flatMap((name) => (process.env[name] ?? "none").trim().split(/\s+/)).join(" "));
    case "complain":
      return console.error(process.env["API_KEY"]);
    case "write":
      return writeFileSync("here", "x\n");
    case "stop":
      log("ready");
      await Promise.race([stopped, wait(600_000, undefined, { signal }).catch(() => {})]);
      return writeFileSync("bye", "bye\n");
    case "stay":
      log(`${process.pid} ${spawn("sh", ["-c", 'trap "" TERM; sleep 600']).pid}`);
      for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
    case "sleep":
      return wait(600_000);
    case "leave":
      return log(String(startAndForget("sleep", ["600"])));
    case "escape":
      return log(String(startAndForget("sleep", ["600"], true)));
    case "kill":
      process.kill(process.pid, "SIGKILL");
      return wait(600_000);
    case "talk":
      for (let line = 0; line < 5000; line += 1) console.log(`line ${line}`);
      return void process.stdout.write("x".repeat(200_000));
  }
});

function startAndForget(program: string, args: readonly string[], detached = false): number | undefined {
  const child = spawn(program, args, { stdio: "ignore", detached });
  child.unref();
  return child.pid;
}

const toArgs = (...[behaviour, ...given]: Parameters<Behave>) => [
  "--executor_input",
  JSON.stringify({ inputs: { parameterValues: { behaviour, given } } }),
];

export const inTypeScript: Behave = (...line) => ({
  command: ["pollux-component", "test/pipeline/runner/behaviours/in-typescript.ts"],
  args: toArgs(...line),
});
