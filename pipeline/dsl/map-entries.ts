// The same names with other values.

export function mapEntries<V, W>(
  record: { readonly [name: string]: V },
  map: (value: V, name: string) => W,
): { readonly [name: string]: W } {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value, name)]));
}
