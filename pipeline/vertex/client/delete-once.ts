// Deletes something, whatever becomes of the replies.
import { UserError } from "../../ir/user-error.ts";
import type { ServiceCall } from "./call-service.ts";
import type { Connection } from "./connection.ts";

/** Gone by an earlier try, whose reply was lost, is gone. */
export async function deleteOnce(connection: Connection, one: ServiceCall<unknown>): Promise<void> {
  let tries = 0;
  const call: typeof one.call = (options) => {
    tries += 1;
    return one.call(options);
  };
  try {
    await connection.call({ ...one, call });
  } catch (error) {
    if (!(tries > 1 && error instanceof UserError && error.code === "VERTEX_NOT_FOUND")) throw error;
  }
}
