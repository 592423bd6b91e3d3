// Google's libraries warn where they find no metadata server; that there are no credentials, our own errors say better.

/** Leaves all other warnings as they are. */
export function quietMetadataLookup(): void {
  const emit = process.emitWarning;
  const quiet = (warning: string | Error, ...more: readonly unknown[]): void => {
    if (more[0] === "MetadataLookupWarning") return;
    Reflect.apply(emit, process, [warning, ...more]);
  };
  process.emitWarning = quiet;
}
