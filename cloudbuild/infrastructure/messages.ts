// Pub/Sub: what was uploaded, on its way to training, and what could not be delivered.
import { events } from "./accounts.ts";
import { ref, resource, text, valueOf } from "./terraform.ts";
import { starterService } from "./run.ts";
import { functionsImage, labels, region } from "./variables.ts";

const week = `${7 * 24 * 3600}s`;

/** Kept for a week, so that what comes before there is somebody to start training is not lost. */
export const uploads = resource("google_pubsub_topic", "uploads", {
  name: "pollux-uploads",
  labels,
  message_retention_duration: week,
  message_storage_policy: { allowed_persistence_regions: [valueOf(region)] },
});

export const undelivered = resource("google_pubsub_topic", "undelivered", {
  name: "pollux-undelivered",
  labels,
  message_storage_policy: { allowed_persistence_regions: [valueOf(region)] },
});

/** For people to look at; without a subscription the topic would drop them. */
export const undeliveredSubscription = resource("google_pubsub_subscription", "undelivered", {
  name: "pollux-undelivered",
  topic: ref(undelivered, "id"),
  labels,
  message_retention_duration: week,
  expiration_policy: { ttl: "" },
});

export const uploadsSubscription = resource(
  "google_pubsub_subscription",
  "uploads",
  {
    name: "pollux-uploads",
    topic: ref(uploads, "id"),
    labels,
    ack_deadline_seconds: 60,
    message_retention_duration: week,
    expiration_policy: { ttl: "" },
    dead_letter_policy: { dead_letter_topic: ref(undelivered, "id"), max_delivery_attempts: 5 },
    retry_policy: { minimum_backoff: "10s", maximum_backoff: "600s" },
    push_config: {
      push_endpoint: text`${ref(starterService, "uri")}/uploads`,
      oidc_token: {
        service_account_email: ref(events, "email"),
        audience: ref(starterService, "uri"),
      },
    },
  },
  { when: [functionsImage] },
);
