// A local environment: the programs, variables and code that an image holds, found on this machine instead.

/** Every path in it is absolute. */
export interface Environment {
  /** Where it was read from; paths in `fingerprint` start here. */
  readonly folder: string;
  /** Patterns over image references; `*` stands for any text. */
  readonly images: readonly string[];
  /** Folders that go in front of PATH. */
  readonly path: readonly string[];
  readonly env: { readonly [name: string]: string };
  /** Names of the caller's variables that a task may see; `*` stands for any text. */
  readonly passEnv: readonly string[];
  /**
   * Files and folders, `*` and `**` allowed, whose content decides whether cached results still hold. So do `path`,
   * `env`, the variables that pass, the interpreters found and the packages of a virtual environment, by themselves.
   */
  readonly fingerprint: readonly string[];
  /** Nothing may be written into its folder, not even what Python compiles. Default: false. */
  readonly readOnly?: boolean;
  /**
   * By the name of a program: the module that does the same in a warm thread; it exports `run(args)`, and
   * `accepts(args)` if it does not do all that the program does. Default: every task starts its program.
   */
  readonly threads?: { readonly [program: string]: string };
}
