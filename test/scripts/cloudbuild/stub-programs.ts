// Programs of a deployment, as scripts on PATH: what they are told is written down, and nothing leaves the machine.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

export interface Stage {
  readonly folder: string;
  /** `terraform apply -input=false`, in the order in which they were run. */
  readonly runs: () => readonly string[];
  /** The names of the variables that a program was given. */
  readonly variables: () => readonly string[];
  readonly install: (program: string, body: string) => void;
}

/** Keeps a state, of what was applied with which values, in its folder or where the backend is: one bucket. */
export const terraform = `
state=terraform.tfstate
[ -e backend.tf.json ] && state="\${0%/*}/../bucket"
case "$1" in
  apply) printf '{"values":{"outputs":{"values":{"value":%s}},"root_module":{"resources":[%s]}}}' \\
      "$(/bin/cat deployment.tfvars.json)" "$(/bin/cat "\${0%/*}/../resources" 2>&-)" > $state;;
  destroy) echo '{}' > $state;;
  show) /bin/cat $state 2>&- || echo '{}';;
  output) echo 'registry = "r"';;
esac
exit 0`;

/** In a folder of its own with these programs, and no others but the system's shell; `body` is shell. */
export async function onStage<T>(
  programs: { readonly [name: string]: string },
  use: (stage: Stage) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "pollux-deploy-"));
  const bin = join(folder, "bin");
  const log = join(folder, "runs");
  mkdirSync(bin);
  const install = (program: string, body: string): void => {
    const text = `#!/bin/sh
printf '%s' ${program} >> '${log}'
for argument in "$@"; do printf ' %s' "$argument" >> '${log}'; done
echo >> '${log}'
/usr/bin/env | /usr/bin/cut -d= -f1 >> '${log}.variables'
${body}
`;
    writeFileSync(join(bin, program), text);
    chmodSync(join(bin, program), 0o755);
  };
  for (const [program, body] of Object.entries(programs)) install(program, body);
  const linesOf = (file: string): readonly string[] =>
    existsSync(file) ? readFileSync(file, "utf8").split("\n").slice(0, -1) : [];
  const path = process.env["PATH"];
  process.env["PATH"] = ["", bin].join(delimiter);
  try {
    return await use({
      folder,
      install,
      runs: () => linesOf(log).map((line) => line.replaceAll(folder, "FOLDER")),
      variables: () => linesOf(`${log}.variables`),
    });
  } finally {
    process.env["PATH"] = path;
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a command says on stdout and stderr, and its exit code. */
export async function told(
  run: () => Promise<number>,
): Promise<{ readonly code: number; readonly out: string; readonly talk: readonly string[] }> {
  const talk: string[] = [];
  let out = "";
  const { error } = console;
  const write = process.stdout.write.bind(process.stdout);
  console.error = (line: unknown) => void talk.push(String(line));
  process.stdout.write = ((text: string) => {
    out += text;
    return true;
  }) as typeof process.stdout.write; // nothing else is called here
  try {
    const code = await run();
    return { code, out, talk };
  } finally {
    console.error = error;
    process.stdout.write = write;
  }
}
