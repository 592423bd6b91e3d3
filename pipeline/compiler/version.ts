// What compiled pipelines say they were compiled by.

/** The version of this package; a test holds it against package.json. */
export const version = "0.1.0";

export const sdkVersion = `pollux-${version}`;
export const schemaVersion = "2.1.0";
