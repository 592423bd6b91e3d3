// Whatever kfp's SDK and Google compiled is IR to us as well.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readPipelineFile, writePipelineFile } from "../../pipeline/ir/pipeline-file.ts";

/** Beside the repository where it is developed, and nowhere else. */
const folders = ["corpus", "google-components"].map((name) =>
  join(import.meta.dirname, "../../../shared/kfp", name),
);
const files = folders.flatMap((folder) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true }).flatMap((name) =>
        String(name).endsWith(".yaml") ? [join(folder, String(name))] : [],
      )
    : [],
);
const skipped = files.length > 0 ? "" : " (skipped: kfp's files are not beside this repository)";

describe.skipIf(skipped !== "")(`the files of kfp and Google${skipped}`, () => {
  test("fit the schema, and all their references lead somewhere", () => {
    const refused = files.flatMap((file) => {
      try {
        readPipelineFile(readFileSync(file, "utf8"), file);
        return [];
      } catch (error) {
        return [String(error)];
      }
    });
    expect(refused).toEqual([]);
  });

  test("are written by us so that the same is read again", () => {
    for (const file of files) {
      const read = readPipelineFile(readFileSync(file, "utf8"), file);
      expect(readPipelineFile(writePipelineFile(read), file)).toEqual(read);
    }
  });
});
