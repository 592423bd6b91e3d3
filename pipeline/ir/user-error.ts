// A mistake of the user's: the command line prints its message without a stack and exits 1.

/** `message` reads `<where>: <what is wrong, with the value>. <what to do>.`; tests assert the `code`. */
export class UserError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = "UserError";
    this.code = code;
  }
}
