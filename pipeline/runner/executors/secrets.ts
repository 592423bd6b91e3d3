// Keeps secrets that a task was given in its variables out of what is shown and stored.

const secretName = /key|token|secret|passw|credential|auth/i;
/** Shorter values would blot out ordinary words. */
const shortest = 6;

/** Gives what replaces each secret value in a text by `***`. */
export function secretMasker(env: { readonly [name: string]: string }): (text: string) => string {
  const secrets = Object.entries(env)
    .filter(([name, value]) => secretName.test(name) && value.length >= shortest && !value.startsWith("/"))
    .map(([, value]) => value)
    .sort((a, b) => b.length - a.length); // the longest first: one may contain another
  return (text) => secrets.reduce((masked, secret) => masked.replaceAll(secret, "***"), text);
}
