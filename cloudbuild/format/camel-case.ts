// A field's name in snake_case -> the API's: both are taken where a config is read.

export function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
