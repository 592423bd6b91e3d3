// OpenTofu or Terraform on a configuration, without its providers: each resource becomes a `terraform_data`, which is
// built in, so that everything but the arguments of resources is really evaluated.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { referencesIn } from "../../../cloudbuild/infrastructure/references.ts";
import type { Module } from "../../../cloudbuild/infrastructure/terraform.ts";
import { writeModule } from "../../../cloudbuild/infrastructure/write-module.ts";

export const terraform = ["tofu", "terraform"].find(
  (program) => spawnSync(program, ["version"], { stdio: "ignore" }).status === 0,
);

export interface Attempt {
  readonly status: number | null;
  readonly output: string;
}

/** A folder with one configuration, and Terraform in it; nothing of the user's settings counts. */
export function inFolder<T>(
  configuration: string,
  use: (run: (...args: readonly string[]) => Attempt, folder: string) => T,
): T {
  const folder = mkdtempSync(join(tmpdir(), "pollux-terraform-"));
  try {
    writeFileSync(join(folder, "main.tf.json"), configuration);
    writeFileSync(join(folder, "none.tfrc"), "");
    const env = { ...process.env, TF_CLI_CONFIG_FILE: join(folder, "none.tfrc"), CHECKPOINT_DISABLE: "1" };
    return use((...args) => {
      const done = spawnSync(terraform ?? "terraform", args, { cwd: folder, env, encoding: "utf8" });
      return { status: done.status, output: `${done.stdout}${done.stderr}` };
    }, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Blocks = {
  readonly [type: string]: { readonly [name: string]: { readonly [argument: string]: unknown } };
};
const meta = ["count", "depends_on", "lifecycle"];

/** The configuration with `terraform_data.TYPE__NAME` in the place of everything that needs a provider. */
export function withoutProviders(module: Module): string {
  const written = JSON.parse(writeModule(module)) as { readonly resource: Blocks; readonly data: Blocks };
  const { resource, data, variable, output } = JSON.parse(
    renamed(JSON.stringify(written)),
  ) as typeof written & {
    readonly variable: object;
    readonly output: object;
  };
  const attributes = attributesOf(module);
  const blocks = [
    ...Object.entries(resource),
    ...Object.entries(data).map(([t, b]) => [`data__${t}`, b] as const),
  ];
  const stand = blocks.flatMap(([type, named]) =>
    Object.entries(named).map(([name, body]) => {
      const fields = Object.entries(body);
      const key = `${type}__${name}`;
      // What the provider would compute, of which only the names matter.
      const computed = Object.fromEntries([...(attributes.get(key) ?? [])].map((one) => [one, one]));
      return [
        key,
        {
          input: { ...computed, ...Object.fromEntries(fields.filter(([field]) => !meta.includes(field))) },
          ...Object.fromEntries(fields.filter(([field]) => meta.includes(field) && field !== "lifecycle")),
        },
      ] as const;
    }),
  );
  return JSON.stringify({
    variable,
    output,
    resource: { terraform_data: Object.fromEntries(stand) },
  });
}

/** `${google_a.b.id}` -> `${terraform_data.google_a__b.output.id}`, and `google_a.b` alone as in `depends_on`. */
function renamed(configuration: string): string {
  return configuration.replace(
    /\b(data\.)?(google_[a-z0-9_]+)\.([a-z0-9_]+)(\[[0*]\])?(\.[a-z_]+)?/g,
    (_, data?: string, type?: string, name?: string, index = "", attribute?: string) =>
      `terraform_data.${data === undefined ? "" : "data__"}${type}__${name}${index}${attribute === undefined ? "" : `.output${attribute}`}`,
  );
}

function attributesOf(module: Module): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const all = [...module.resources.map(({ body }) => body), module.outputs].flatMap(referencesIn);
  for (const { address, attribute } of all) {
    if (attribute === undefined) continue;
    const key = address.replace(/^data\./, "data__").replace(".", "__");
    found.set(key, (found.get(key) ?? new Set()).add(attribute));
  }
  return found;
}
