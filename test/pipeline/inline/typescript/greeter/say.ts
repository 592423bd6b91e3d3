// Imported only when it is needed.
export const say = (greeting: string, name: string): string => `${greeting}, ${name}!`;
