// Makes a Gemma 3 with random weights: it speaks nonsense, but as a real model does.
import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";

const trainer = join(resolve(import.meta.dirname, "../../../.."), "containers", "trainer");

const script = `
import sys
import trainer
from tests.tiny import tiny_gemma
from trainer.hugging_face import export_hugging_face
made = tiny_gemma("gemma3_text")
export_hugging_face(made.lm, made.tokenizer, sys.argv[1])
`;

/** `folder` becomes a Hugging Face folder. */
export function makeTinyGemma(python: string, folder: string): void {
  execFileSync(python, ["-c", script, folder], { cwd: trainer, env: { ...process.env, PYTHONPATH: "." } });
}
