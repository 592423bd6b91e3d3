// `*` in patterns over names that are no paths: image references and variables.

/** `globToRegExp("GOOGLE_*")` matches whole names that start with `GOOGLE_`. */
export function globToRegExp(pattern: string): RegExp {
  const literal = pattern.split("*").map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"));
  return new RegExp(`^${literal.join(".*")}$`, "s");
}
