// The same for Cloud Build: GitHub's connection, the repository and the triggers.
import type { Numeric } from "./resource-arguments.ts";
import type { Expression, TerraformText } from "./terraform.ts";

export interface Connection {
  readonly name: TerraformText;
  readonly location: TerraformText;
  readonly github_config: {
    readonly app_installation_id: Numeric;
    readonly authorizer_credential: { readonly oauth_token_secret_version: TerraformText };
  };
}

export interface ConnectedRepository {
  readonly name: TerraformText;
  readonly location: TerraformText;
  readonly parent_connection: TerraformText;
  readonly remote_uri: TerraformText;
}

export interface BuildTrigger {
  readonly name: TerraformText;
  readonly location: TerraformText;
  readonly description?: TerraformText;
  readonly disabled?: boolean;
  readonly tags?: readonly string[];
  readonly filename: TerraformText;
  readonly service_account: TerraformText;
  readonly filter?: TerraformText;
  readonly included_files?: readonly string[];
  readonly ignored_files?: readonly string[];
  readonly include_build_logs?: string;
  readonly substitutions?: { readonly [name: string]: TerraformText } | Expression;
  readonly approval_config?: { readonly approval_required: boolean };
  readonly repository_event_config: RepositoryEvents & { readonly repository: TerraformText };
}

/** One of the two. */
export interface RepositoryEvents {
  readonly push?: { readonly branch?: string; readonly tag?: string; readonly invert_regex?: boolean };
  readonly pull_request?: {
    readonly branch?: string;
    readonly comment_control?: string;
    readonly invert_regex?: boolean;
  };
}
