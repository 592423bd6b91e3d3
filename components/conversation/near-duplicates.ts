// Finds texts that are nearly the same: MinHash signatures over shingles of five characters, in bands.
import { normalizeText } from "./plain-text.ts";

const shingleLength = 5;
const bands = 16;
const rows = 8;

/** Texts whose shingles agree in this part are near duplicates. */
const threshold = 0.8;

export interface NearDuplicates {
  readonly add: (text: string) => void;
  /** Whether a text already added says nearly the same. */
  readonly has: (text: string) => boolean;
}

/** Starts empty. Case, punctuation and spaces do not count. Adding and asking take time linear in the text. */
export function nearDuplicates(): NearDuplicates {
  const exact = new Set<string>();
  const signatures: Uint32Array[] = [];
  const buckets = new Map<string, number[]>();
  return {
    add: (text) => {
      const normal = normalizeText(text);
      if (exact.has(normal)) return;
      exact.add(normal);
      const signature = sign(normal);
      signatures.push(signature);
      for (const key of bandKeys(signature)) {
        const bucket = buckets.get(key);
        if (bucket === undefined) buckets.set(key, [signatures.length - 1]);
        else bucket.push(signatures.length - 1);
      }
    },
    has: (text) => {
      const normal = normalizeText(text);
      if (exact.has(normal)) return true;
      const signature = sign(normal);
      const candidates = new Set(bandKeys(signature).flatMap((key) => buckets.get(key) ?? []));
      return [...candidates].some((index) => agreement(signature, signatures[index]) >= threshold);
    },
  };
}

/** Odd multipliers and offsets of the hash functions, from a fixed generator: the same everywhere. */
const functions = (() => {
  const numbers = new Uint32Array(bands * rows * 2);
  let state = 0x9e3779b9;
  for (let index = 0; index < numbers.length; index += 1) {
    state = Math.imul(state ^ (state >>> 15), 0x85ebca6b) + 0x6d2b79f5;
    numbers[index] = index % 2 === 0 ? state | 1 : state;
  }
  return numbers;
})();

function sign(text: string): Uint32Array {
  const signature = new Uint32Array(bands * rows).fill(0xffffffff);
  for (const hash of shingleHashes(text)) {
    for (let index = 0; index < signature.length; index += 1) {
      const mixed = Math.imul(hash, functions[index * 2] ?? 1) + (functions[index * 2 + 1] ?? 0);
      const value = (mixed ^ (mixed >>> 16)) >>> 0;
      if (value < (signature[index] ?? 0)) signature[index] = value;
    }
  }
  return signature;
}

/** FNV-1a of each shingle; a text shorter than one is its own. */
function shingleHashes(text: string): ReadonlySet<number> {
  const hashes = new Set<number>();
  for (let start = 0; start <= Math.max(0, text.length - shingleLength); start += 1) {
    let hash = 0x811c9dc5;
    for (let at = start; at < Math.min(text.length, start + shingleLength); at += 1) {
      hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    }
    hashes.add(hash >>> 0);
  }
  return hashes;
}

function bandKeys(signature: Uint32Array): string[] {
  return Array.from(
    { length: bands },
    (_, band) => `${band}:${signature.subarray(band * rows, (band + 1) * rows).join(",")}`,
  );
}

function agreement(one: Uint32Array, other: Uint32Array | undefined): number {
  return one.filter((value, index) => value === other?.[index]).length / one.length;
}
