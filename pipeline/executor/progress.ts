// Says how far a task has come, in lines that the runner reads: `progress 120/2400 loss 2.31`.

const leastPause = 1000;

/** The first and the last are always said, between them one a second. `now` is in milliseconds. */
export function progressSayer(
  say: (line: string) => void,
  now: () => number = performance.now.bind(performance),
): (done: number, total: number, text?: string) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (done, total, text = "") => {
    if (done < total && now() - last < leastPause) return;
    last = now();
    say(`progress ${done}/${total} ${text.replaceAll(/\s+/g, " ")}`.trimEnd());
  };
}
