// All that a deployment has, as one configuration for Terraform or OpenTofu.
import type { BuildTrigger } from "../triggers/trigger.ts";
import { access, sessionAccess } from "./access.ts";
import { accounts, builder, pipeline, storageAgent, thisProject } from "./accounts.ts";
import { tuningTrigger } from "./events.ts";
import { undelivered, undeliveredSubscription, uploads, uploadsSubscription } from "./messages.ts";
import { images, templates } from "./registry.ts";
import { googleProvider } from "./resource-types.ts";
import { starterService, tuningJob, webService } from "./run.ts";
import { secrets } from "./secrets.ts";
import { afterApi, apis } from "./services.ts";
import { connection, type Defaults, repository, triggerOf } from "./source.ts";
import { buckets, builds, runs, users } from "./storage.ts";
import { type Module, type Output, ref, refIfMade, text, valueOf } from "./terraform.ts";
import { project, region, remembered, variables } from "./variables.ts";

const outputs: readonly Output[] = [
  {
    name: "registry",
    description: "Where images go.",
    value: text`${valueOf(region)}-docker.pkg.dev/${valueOf(project)}/${ref(images, "repository_id")}`,
  },
  {
    name: "pipeline_root",
    description: "Where pipeline runs keep what they make: POLLUX_PIPELINE_ROOT.",
    value: ref(runs, "url"),
  },
  {
    name: "pipeline_account",
    description: "As whom pipelines run: POLLUX_SERVICE_ACCOUNT.",
    value: ref(pipeline, "email"),
  },
  {
    name: "values",
    description: "With which values it was made: the next deployment, and the teardown, begin with these.",
    value: Object.fromEntries(remembered.map((one) => [one.name, valueOf(one)])),
  },
  { name: "builder_account", description: "As whom builds run.", value: ref(builder, "id") },
  { name: "build_sources", description: "Where the sources of builds go.", value: ref(builds, "url") },
  { name: "web", description: "The web app, once it has an image.", value: refIfMade(webService, "uri") },
  {
    name: "github_app",
    description:
      "A person installs this app on the repository; the number at the end of the page's address that follows is github_installation.",
    value: "https://github.com/apps/google-cloud-build",
  },
];

/** The triggers are those of builds.ts, as `makeTriggers` gives them; the defaults are the configs' substitutions. */
export function infrastructure(triggers: readonly BuildTrigger[], defaults: Defaults = {}): Module {
  const resources = [
    ...[images, templates, ...buckets, users, ...secrets, ...accounts],
    ...[uploads, undelivered, undeliveredSubscription, uploadsSubscription],
    { ...webService, after: [sessionAccess] },
    ...[starterService, tuningJob, ...access, tuningTrigger],
    ...[connection, repository, ...triggers.map((trigger) => triggerOf(trigger, defaults))],
  ];
  return {
    comment: "Written by `pollux cloudbuild infrastructure` from cloudbuild/infrastructure. Change that.",
    requiredVersion: ">= 1.6.0",
    requiredProviders: { google: googleProvider },
    providers: { google: { project: valueOf(project), region: valueOf(region) } },
    variables,
    data: [thisProject, storageAgent].map(afterApi),
    resources: [...apis, ...resources.map(afterApi)],
    outputs,
  };
}
