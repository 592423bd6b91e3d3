// The APIs that are switched on, and which of them a resource needs.
import { type Data, type Resource, resource } from "./terraform.ts";
import type { DataType, ResourceType } from "./resource-types.ts";

/** By the beginning of the type, without `google_`; the longest that fits counts. */
const services = {
  artifact_registry: "artifactregistry",
  bigquery: "bigquery",
  cloud_run: "run",
  cloudbuild: "cloudbuild",
  cloudbuildv2: "cloudbuild",
  eventarc: "eventarc",
  project: "cloudresourcemanager",
  project_iam_custom_role: "iam",
  pubsub: "pubsub",
  secret_manager: "secretmanager",
  service_account: "iam",
  storage: "storage",
} as const;

/** What no resource needs, but what runs on them. Container Analysis keeps what Cloud Build says of how an image was built. */
const usedWhileRunning = ["aiplatform", "containeranalysis", "iamcredentials", "logging"] as const;

const names = [...new Set([...Object.values(services), ...usedWhileRunning])].sort();

/** They stay on when all else is torn down: something else of the project may need them. */
export const apis: readonly Resource<"google_project_service">[] = names.map((name) =>
  resource("google_project_service", name, { service: `${name}.googleapis.com`, disable_on_destroy: false }),
);

type ServiceName = (typeof services)[keyof typeof services];

/** `apiNamed("pubsub")` */
export function apiNamed(name: ServiceName): Resource<"google_project_service"> {
  const found = apis.find((api) => api.name === name);
  if (found === undefined) throw new Error(`${name}: is no API that is switched on`);
  return found;
}

/** The same, made or looked up after its API is on. */
export function afterApi<T extends Resource | Data>(one: T): T {
  const api = apiOf(one.type);
  return api === undefined || one.after.includes(api) ? one : { ...one, after: [...one.after, api] };
}

/** `undefined`: it is an API itself. */
function apiOf(type: ResourceType | DataType): Resource<"google_project_service"> | undefined {
  if (type === "google_project_service") return undefined;
  const short = type.replace(/^google_/, "");
  const fitting = Object.entries(services)
    .filter(([beginning]) => short === beginning || short.startsWith(`${beginning}_`))
    .sort(([a], [b]) => b.length - a.length);
  return fitting[0] && apiNamed(fitting[0][1]);
}
