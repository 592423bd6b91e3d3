import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { readFile, writeFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { implement } from "pollux/executor";
import { parse } from "yaml";
import { greet } from "./component.ts";
import people from "./people.json" with { type: "json" };

const require = createRequire(import.meta.url);
const { sep: separator } = require("node:path") as typeof import("node:path");
const backendTexts = await Promise.resolve("{{$}} {{$.inputs.parameters['greeting']}} $(HOME) $$ \u0000 ’");

export default implement(greet, async ({ greeting, mode }, outputs, { log, progress, signal }) => {
  if (mode === "defect") throw new TypeError("greet: out of breath");
  if (mode === "file beside") await readFile(new URL("./people.json", import.meta.url));
  if (mode === "wait") {
    log("waiting");
    await setTimeout(60_000, undefined, { signal });
  }
  const { say } = await import("./say.ts");
  const { text } = parse(greeting) as { readonly text: string };
  const greetings = people.map((name) => say(text, name));
  log(greetings.join(" "));
  await writeFile(outputs.greetings.path, `${greetings.join("\n")}\n`);
  outputs.greetings.setMetadata({ people: people.length });
  progress(2, 2, "done");
  return {
    count: people.length,
    facts: {
      backendTexts,
      url: import.meta.url,
      separator,
      beside: existsSync(import.meta.dirname),
      argv: process.argv.slice(1, 3),
    },
  };
});
