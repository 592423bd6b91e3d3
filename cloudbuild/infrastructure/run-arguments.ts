// The same for Cloud Run, and for Eventarc, which starts it.
import type { Labels, Member } from "./resource-arguments.ts";
import type { TerraformText } from "./terraform.ts";

interface Container {
  readonly image: TerraformText;
  readonly args?: readonly TerraformText[];
  readonly env?: readonly EnvironmentVariable[];
  readonly resources?: { readonly limits: { readonly cpu: string; readonly memory: string } };
}

export interface EnvironmentVariable {
  readonly name: string;
  readonly value?: TerraformText;
  readonly value_source?: {
    readonly secret_key_ref: { readonly secret: TerraformText; readonly version: string };
  };
}

export interface RunService {
  readonly name: TerraformText;
  readonly location: TerraformText;
  readonly labels?: Labels;
  readonly description?: TerraformText;
  readonly deletion_protection: boolean;
  readonly ingress: "INGRESS_TRAFFIC_ALL" | "INGRESS_TRAFFIC_INTERNAL_ONLY";
  readonly template: {
    readonly service_account: TerraformText;
    readonly timeout?: string;
    readonly max_instance_request_concurrency?: number;
    readonly scaling: { readonly min_instance_count: number; readonly max_instance_count: number };
    readonly containers: readonly Container[];
  };
}

export interface RunServiceMember extends Member {
  readonly name: TerraformText;
  readonly location: TerraformText;
}

export interface RunJob {
  readonly name: TerraformText;
  readonly location: TerraformText;
  readonly labels?: Labels;
  readonly deletion_protection: boolean;
  readonly template: {
    readonly task_count?: number;
    readonly template: {
      readonly service_account: TerraformText;
      readonly timeout: string;
      readonly max_retries: number;
      readonly containers: readonly Container[];
    };
  };
}

export interface EventTrigger {
  readonly name: TerraformText;
  readonly location: TerraformText;
  readonly labels?: Labels;
  readonly service_account: TerraformText;
  readonly matching_criteria: readonly { readonly attribute: string; readonly value: TerraformText }[];
  readonly destination: {
    readonly cloud_run_service: {
      readonly service: TerraformText;
      readonly region: TerraformText;
      readonly path?: string;
    };
  };
}
