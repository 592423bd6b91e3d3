// Numbers of things as people read them.

/** `1 task`, `2,000 tasks`. */
export function count(number: number, thing: string): string {
  return `${grouped(number)} ${number === 1 ? thing : `${thing}s`}`;
}

export function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}
