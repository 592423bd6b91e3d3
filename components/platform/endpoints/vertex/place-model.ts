// A model's files and its container to a `Model` in Vertex AI's registry: the one that there is, or a new one.
import type { ServingContainer } from "./serving-container.ts";
import { findOne, make, makingSeconds, markOf, type Services } from "./services.ts";

export interface PlacedModel {
  readonly name: string;
  /** `gs://bucket/folder` */
  readonly uri: string;
}

/** By its id, which says what is in it: what was uploaded before is not uploaded again. */
export async function placeModel(
  services: Services,
  { id, displayName, uri, container }: UploadRequest,
): Promise<PlacedModel> {
  const { parent, models } = services;
  const name = `${parent}/models/${id}`;
  const what = `model "${id}"`;
  await make(services, {
    what,
    seconds: makingSeconds,
    late: "See in the console whether it is still copied, and run this again: it goes on with what there is.",
    isThere: async () =>
      (await findOne(services, what, async (options) => (await models.getModel({ name }, options))[0])) !==
      undefined,
    begin: async (options) => {
      const { deploymentTimeout, ...containerSpec } = container;
      const [operation] = await models.uploadModel(
        {
          parent,
          modelId: id,
          model: {
            displayName,
            artifactUri: uri,
            containerSpec: {
              ...mutable(containerSpec),
              deploymentTimeout: { seconds: Number.parseInt(deploymentTimeout, 10) },
            },
            ...markOf(services, displayName),
          },
        },
        options,
      );
      return operation.name ?? "";
    },
  });
  return { name, uri };
}

export interface UploadRequest {
  readonly id: string;
  /** The endpoint's name. */
  readonly displayName: string;
  readonly uri: string;
  readonly container: ServingContainer;
}

type Mutable<T> = T extends object ? { -readonly [F in keyof T]: Mutable<T[F]> } : T;

/** The clients' types want to be able to change what they are given. */
function mutable<T>(value: T): Mutable<T> {
  return value as Mutable<T>; // they do not
}
