// A component that runs in a container, as one of the same inputs and outputs that Google's launcher (interface of
// google-cloud-pipeline-components 2.22.0, Apache-2.0) runs as a custom job: for what a pipeline's task cannot ask for,
// an exact machine type, a spot machine, a disk. Shared memory neither of them can ask for; only a served model can.
import { componentOf } from "../../pipeline/dsl/component.ts";
import type { Component } from "../../pipeline/dsl/component-types.ts";
import type { CommandText, ContainerWork } from "../../pipeline/dsl/graph.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import { componentDefinition, googleCloudLocation, googleCloudProject } from "../../pipeline/index.ts";
import type { Machine } from "../../pipeline/vertex/machines/index.ts";
import { gcpResources } from "../google/inputs.ts";
import { launch } from "../google/launch.ts";

export interface CustomJobOptions {
  readonly machine: Machine;
  /** Default false. What runs on a spot machine may be stopped at any time, and is then started again. */
  readonly spot?: boolean;
  /** Besides the component's own; placeholders are filled in. */
  readonly env?: { readonly [name: string]: string };
  /** GB; default 100. */
  readonly bootDiskGb?: number;
  /** Seconds; default 7 days. */
  readonly timeoutSeconds?: number;
}

/**
 *     const trainOnSpot = customJobOf(train, { machine: requireMachine("train", { machineType: "g2-standard-8" }), spot: true });
 *
 * It has one output more, `gcp_resources`, JSON of the job. Throws `CUSTOM_JOB_OF_CODE` unless the component is a command
 * line of plain texts.
 */
export function customJobOf<I, O, R>(
  component: Component<I, O, R>,
  options: CustomJobOptions,
): Component<I, O & { readonly gcp_resources: string }, R> {
  const definition = componentDefinition(component);
  const { name } = definition;
  if (definition.kind !== "container" || definition.work.kind !== "container") {
    throw new UserError(
      "CUSTOM_JOB_OF_CODE",
      `${name}: a custom job is made of a command line, and this is ${definition.kind === "container" ? "code" : `a component of kind ${definition.kind}`}. Give a component with a container.`,
    );
  }
  const { type, description } = gcpResourcesDefinition;
  const spec = launch("custom_job.launcher", [
    "--type",
    "CustomJob",
    "--payload",
    payload(name, definition.work, options),
    "--project",
    googleCloudProject,
    "--location",
    googleCloudLocation,
    "--gcp_resources",
    "{{$.outputs.parameters['gcp_resources'].output_file}}",
  ]);
  return componentOf({
    ...definition,
    outputs: { ...definition.outputs, gcp_resources: { type, description } },
    work: {
      kind: "container",
      image: spec.image,
      command: spec.command ?? [],
      args: spec.args ?? [],
      env: {},
    },
  });
}

const gcpResourcesDefinition = {
  type: { kind: "parameter", type: gcpResources.type } as const,
  description: gcpResources.description ?? "",
};

/** JSON; a `CustomJob` of Vertex AI's API as the launcher takes it. */
function payload(name: string, work: ContainerWork, options: CustomJobOptions): string {
  const { machine, spot = false, env = {}, bootDiskGb = 100, timeoutSeconds = 7 * 24 * 3600 } = options;
  const texts = (list: readonly CommandText[]) => list.map((text) => escaped(name, text));
  const variables = Object.entries({ ...work.env, ...env });
  return JSON.stringify({
    display_name: name,
    job_spec: {
      worker_pool_specs: [
        {
          machine_spec: {
            machine_type: machine.type.name,
            ...(machine.accelerators && {
              accelerator_type: machine.accelerators.type,
              accelerator_count: machine.accelerators.count,
            }),
          },
          replica_count: 1,
          disk_spec: { boot_disk_type: "pd-ssd", boot_disk_size_gb: bootDiskGb },
          container_spec: {
            image_uri: work.image,
            command: texts(work.command),
            args: texts(work.args),
            env: variables.map(([key, value]) => ({ name: key, value: escaped(name, value) })),
          },
        },
      ],
      scheduling: {
        timeout: `${timeoutSeconds}s`,
        restart_job_on_worker_restart: spot,
        strategy: spot ? "SPOT" : "STANDARD",
      },
      service_account: "{{$.pipeline_service_account}}",
    },
  });
}

/**
 * Values are filled in inside of JSON text, so that their quotes and backslashes must be escaped once; names of the
 * pipeline and its root have none.
 */
function escaped(name: string, text: CommandText): string {
  if (typeof text === "string") {
    return text.replace(/\{\{\$(|\.(?:in|out)puts\..*?)\}\}/gs, "{{$$$1.json_escape[1]}}");
  }
  throw new UserError(
    "CUSTOM_JOB_OF_CODE",
    `${name}: concat() and ifPresent() cannot stand in a custom job. Give a command line of plain texts.`,
  );
}
