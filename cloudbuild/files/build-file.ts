// A config that was read from a file, and where in the file each part of it stands.
import type { Build } from "../format/build.ts";

/** From the top, as `["steps", 0, "args", 2]`, in the canonical spelling whatever the file's. */
export type Path = readonly (string | number)[];

/** Lines and columns count from 1; `length` is in characters and stays within the line. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

export interface BuildFile {
  /** As the user named it. */
  readonly file: string;
  readonly text: string;
  readonly build: Build;
  /**
   * Of what the path leads to, or of the nearest thing around it that is in the file. `key`: of the field's name instead
   * of its value. `part`: of its first occurrence within the value, where the value shows it as it is.
   */
  readonly placeOf: (path: Path, of?: { readonly key?: boolean; readonly part?: string }) => Place;
}
