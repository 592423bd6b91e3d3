// Where an artifact's address is to be found as a file.

const mounts = [
  ["gs://", "/gcs/"],
  ["s3://", "/s3/"],
  ["minio://", "/minio/"],
] as const;

/** Vertex AI mounts buckets: `gs://bucket/x` is `/gcs/bucket/x`. A local address is a path already. */
export function artifactPath(uri: string): string {
  const mount = mounts.find(([scheme]) => uri.startsWith(scheme));
  return mount === undefined ? uri : mount[1] + uri.slice(mount[0].length);
}
