// Every IR file that must survive the way to TypeScript and back, by set: those kept here, and those of kfp, of Google
// and of other people that lie beside the repository where it is developed.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const shared = join(import.meta.dirname, "../../../shared/kfp");

export interface RoundTripFile {
  readonly set: string;
  /** The path below the folder of its set, with its extension. */
  readonly name: string;
  readonly path: string;
}

export interface RoundTripSet {
  readonly set: string;
  /** Empty where its folder is missing. */
  readonly files: readonly RoundTripFile[];
  /** Why there are no files, to put in the title of a test; "" where there are some. */
  readonly skipped: string;
}

function filesOf(set: string, folder: string): RoundTripSet {
  if (!existsSync(folder)) {
    return { set, files: [], skipped: ` (skipped: the files of "${set}" are not beside this repository)` };
  }
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => /\.(yaml|json)$/.test(name) && !/(^|\/)INDEX\.json$/.test(name))
    .sort();
  const files = names.map((name) => ({ set, name, path: join(folder, name) }));
  return { set, files, skipped: "" };
}

export const roundTripSets: readonly RoundTripSet[] = [
  filesOf("corpus", join(shared, "corpus")),
  filesOf("google-components", join(shared, "google-components")),
  filesOf("wild", join(shared, "wild")),
  filesOf("kfp", join(import.meta.dirname, "kfp")),
  filesOf("hand-written", join(import.meta.dirname, "hand-written")),
];
