// The Gemmas: how large they are and what their shapes ask of memory. Gemma 3: the models' config.json; Gemma 4:
// https://ai.google.dev/gemma/docs/core (memory) and the published configs (shapes).
import { UserError } from "../../ir/user-error.ts";

/** What a token leaves in the cache: layers that see everything keep all tokens, the others a window of them. */
interface CacheShape {
  readonly globalLayers: number;
  readonly localLayers: number;
  readonly window: number;
  /** Of one layer: keys and values in bfloat16. */
  readonly globalBytes: number;
  readonly localBytes: number;
}

/** What training runs through: absent of models that the trainer does not know. */
interface TrainedShape {
  readonly layers: number;
  readonly hidden: number;
  readonly queries: number;
  readonly keysAndValues: number;
  readonly inner: number;
  readonly vocabulary: number;
}

export interface Gemma {
  readonly name: GemmaName;
  /** In 10^9, with whatever sees and hears. */
  readonly totalParameters: number;
  /** In 10^9, of those that a token passes; less than all in models of experts or with embeddings per layer. */
  readonly effectiveParameters: number;
  /** In 10^9; of the text model alone, which is what the trainer reads. */
  readonly textParameters?: number;
  /** In GB, bfloat16. */
  readonly weightsGb: number;
  readonly cache: CacheShape;
  readonly shape?: TrainedShape;
  /** Attention heads: a number of GPUs that share a model must divide it. */
  readonly heads: number;
  /** Tokens that the model can see. */
  readonly longestContext: number;
}

export const gemmaNames = [
  "gemma-3-270m",
  "gemma-3-1b",
  "gemma-3-4b",
  "gemma-3-12b",
  "gemma-3-27b",
  "gemma-4-E2B",
  "gemma-4-E4B",
  "gemma-4-12B",
  "gemma-4-26B-A4B",
  "gemma-4-31B",
] as const;
export type GemmaName = (typeof gemmaNames)[number];

const parameters: { readonly [name in GemmaName]: Pick<Gemma, "totalParameters" | "effectiveParameters"> } = {
  "gemma-3-270m": { totalParameters: 0.268, effectiveParameters: 0.268 },
  "gemma-3-1b": { totalParameters: 1, effectiveParameters: 1 },
  "gemma-3-4b": { totalParameters: 4.3, effectiveParameters: 4.3 },
  "gemma-3-12b": { totalParameters: 12.2, effectiveParameters: 12.2 },
  "gemma-3-27b": { totalParameters: 27.4, effectiveParameters: 27.4 },
  "gemma-4-E2B": { totalParameters: 5.1, effectiveParameters: 2.3 },
  "gemma-4-E4B": { totalParameters: 8, effectiveParameters: 4.5 },
  "gemma-4-12B": { totalParameters: 12, effectiveParameters: 12 },
  "gemma-4-26B-A4B": { totalParameters: 25.2, effectiveParameters: 3.8 },
  "gemma-4-31B": { totalParameters: 30.7, effectiveParameters: 30.7 },
};

export const gemmas: { readonly [name in GemmaName]: Gemma } = {
  "gemma-3-270m": gemma3("gemma-3-270m", {
    layers: 18,
    hidden: 640,
    heads: 4,
    kvHeads: 1,
    inner: 2048,
    window: 512,
  }),
  "gemma-3-1b": gemma3("gemma-3-1b", {
    layers: 26,
    hidden: 1152,
    heads: 4,
    kvHeads: 1,
    inner: 6912,
    window: 512,
  }),
  "gemma-3-4b": gemma3("gemma-3-4b", { layers: 34, hidden: 2560, heads: 8, kvHeads: 4, inner: 10_240 }),
  "gemma-3-12b": gemma3("gemma-3-12b", { layers: 48, hidden: 3840, heads: 16, kvHeads: 8, inner: 15_360 }),
  "gemma-3-27b": gemma3("gemma-3-27b", {
    layers: 62,
    hidden: 5376,
    heads: 32,
    kvHeads: 16,
    headDim: 128,
    inner: 21_504,
  }),
  "gemma-4-E2B": gemma4("gemma-4-E2B", { weightsGb: 11.4, layers: 35, heads: 8, kvHeads: 1, window: 512 }),
  "gemma-4-E4B": gemma4("gemma-4-E4B", { weightsGb: 17.9, layers: 42, heads: 8, kvHeads: 2, window: 512 }),
  // Its shape was not to be had: the cache of the largest is certainly enough.
  "gemma-4-12B": gemma4("gemma-4-12B", {
    weightsGb: 26.7,
    layers: 60,
    heads: 16,
    kvHeads: 16,
    globalKvHeads: 4,
  }),
  "gemma-4-26B-A4B": gemma4("gemma-4-26B-A4B", {
    weightsGb: 57.7,
    layers: 30,
    heads: 16,
    kvHeads: 8,
    globalKvHeads: 2,
  }),
  "gemma-4-31B": gemma4("gemma-4-31B", {
    weightsGb: 69.9,
    layers: 60,
    heads: 32,
    kvHeads: 16,
    globalKvHeads: 4,
  }),
};

interface Shape3 {
  readonly layers: number;
  readonly hidden: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly inner: number;
  /** Default 1024. */
  readonly window?: number;
  /** Default 256. */
  readonly headDim?: number;
}

function gemma3(name: GemmaName, given: Shape3): Gemma {
  const { layers, hidden, heads, kvHeads, inner, window = 1024, headDim = 256 } = given;
  const shape: TrainedShape = {
    layers,
    hidden,
    queries: heads * headDim,
    keysAndValues: 2 * kvHeads * headDim,
    inner,
    vocabulary: 262_144,
  };
  const bytes = 2 * shape.keysAndValues;
  return {
    name,
    ...parameters[name],
    textParameters: countParameters(shape) / 1e9,
    weightsGb: 2 * parameters[name].totalParameters,
    cache: { ...everySixth(layers), window, globalBytes: bytes, localBytes: bytes },
    shape,
    heads,
    longestContext: name === "gemma-3-270m" || name === "gemma-3-1b" ? 32_768 : 131_072,
  };
}

/** Five layers with a window, one without. */
function everySixth(layers: number): Pick<CacheShape, "globalLayers" | "localLayers"> {
  const globalLayers = Math.floor(layers / 6);
  return { globalLayers, localLayers: layers - globalLayers };
}

/** Attention's four matrices and the three of what follows it, in each layer; the embedding once. */
function countParameters(shape: TrainedShape): number {
  const { layers, hidden, queries, keysAndValues, inner, vocabulary } = shape;
  return vocabulary * hidden + layers * (hidden * (2 * queries + keysAndValues) + 3 * hidden * inner);
}

function gemma4(
  name: GemmaName,
  given: Pick<Gemma, "weightsGb" | "heads"> & {
    readonly layers: number;
    readonly kvHeads: number;
    /** Default: as in the layers with a window. */
    readonly globalKvHeads?: number;
    /** Default 1024. */
    readonly window?: number;
  },
): Gemma {
  const { weightsGb, heads, layers, kvHeads, globalKvHeads = kvHeads, window = 1024 } = given;
  return {
    name,
    ...parameters[name],
    weightsGb,
    cache: {
      ...everySixth(layers),
      window,
      globalBytes: 2 * globalKvHeads * 512 * 2,
      localBytes: 2 * kvHeads * 256 * 2,
    },
    heads,
    longestContext: name === "gemma-4-E2B" || name === "gemma-4-E4B" ? 131_072 : 262_144,
  };
}

/** Files are counted in GB, memory in GiB. */
export function gib(gb: number): number {
  return (gb * 1e9) / 2 ** 30;
}

/** In GB, of one conversation of so many tokens. */
export function cacheGb({ cache }: Gemma, tokens: number): number {
  const { globalLayers, localLayers, window, globalBytes, localBytes } = cache;
  return (globalLayers * globalBytes * tokens + localLayers * localBytes * Math.min(tokens, window)) / 1e9;
}

/**
 * The Gemma that a reference names, as `hf://google/gemma-3-4b-it`, `gemma-3-4b` or
 * `kaggle://keras/gemma3/keras/gemma3_instruct_4b`; `undefined`: it names none.
 */
export function gemmaNamed(reference: string): GemmaName | undefined {
  const text = reference.toLowerCase().replaceAll("_", "-");
  const found = gemmaNames.filter((name) => {
    const [, generation = "", size = ""] = /^gemma-(\d)-(.*)$/.exec(name.toLowerCase()) ?? [];
    return new RegExp(`gemma-?${generation}(?:-instruct)?-${size}(?![0-9a-z])`).test(text);
  });
  return found[0];
}

/** Throws `GEMMA_UNKNOWN`, which lists them. */
export function requireGemma(where: string, reference: string): Gemma {
  const name = gemmaNamed(reference);
  if (name !== undefined) return gemmas[name];
  throw new UserError(
    "GEMMA_UNKNOWN",
    `${where}: "${reference}" names no Gemma whose size is known. Say which it is: ${gemmaNames.join(", ")}.`,
  );
}
