// A command line that hands a script to a shell, to where the two stand in it: `env A=1 /bin/bash -euo pipefail -c SCRIPT`.

export interface ScriptPlace {
  readonly shell: number;
  readonly script: number;
}

/** `undefined`: no shell begins the line (from `start` on), or it is given no script. */
export function scriptIn(line: readonly string[], start = 0): ScriptPlace | undefined {
  const shell = afterEnv(line, start);
  if (!/^(?:.*\/)?(?:ba|da|a|z|k)?sh$/.test(line[shell] ?? "")) return undefined;
  let at = shell + 1;
  let takesScript = false;
  for (let flag = line[at]; flag !== undefined && /^[-+]./.test(flag); flag = line[at]) {
    at += 1;
    if (flag === "--") break;
    if (flag.startsWith("--")) {
      if (/^--(?:rcfile|init-file)$/.test(flag)) at += 1;
      continue;
    }
    takesScript ||= flag.startsWith("-") && flag.includes("c");
    at += flag.match(/o/gi)?.length ?? 0; // each has its value in a word of its own
  }
  return takesScript && at < line.length ? { shell, script: at } : undefined;
}

function afterEnv(line: readonly string[], start: number): number {
  let at = start;
  while (/^(?:.*\/)?(?:env|busybox)$/.test(line[at] ?? "")) {
    at += 1;
    for (let word = line[at]; word !== undefined && /^-|^[A-Za-z_]\w*=/.test(word); word = line[at]) {
      at += /^-[uC]$/.test(word) ? 2 : 1;
    }
  }
  return at;
}
