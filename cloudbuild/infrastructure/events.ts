// Eventarc: what is uploaded for tuning starts the starter, which starts the job.
import { ofEvents } from "./access.ts";
import { events } from "./accounts.ts";
import { starterService } from "./run.ts";
import { tuningData } from "./storage.ts";
import { ref, resource, valueOf } from "./terraform.ts";
import { functionsImage, labels, region, tuningImage } from "./variables.ts";

/** In the place of its bucket, as Eventarc requires. */
export const tuningTrigger = resource(
  "google_eventarc_trigger",
  "tuning",
  {
    name: "pollux-tuning",
    location: valueOf(region),
    labels,
    service_account: ref(events, "email"),
    matching_criteria: [
      { attribute: "type", value: "google.cloud.storage.object.v1.finalized" },
      { attribute: "bucket", value: ref(tuningData, "name") },
    ],
    destination: {
      cloud_run_service: {
        service: ref(starterService, "name"),
        region: valueOf(region),
        path: "/tuning",
      },
    },
  },
  { when: [functionsImage, tuningImage], after: ofEvents },
);
