// Why a request is refused: gRPC's codes, and what they are over HTTP.

import { status as codes } from "@grpc/grpc-js";
import { UserError } from "../../ir/user-error.ts";

const httpStatus = {
  CANCELLED: 499,
  UNKNOWN: 500,
  INVALID_ARGUMENT: 400,
  DEADLINE_EXCEEDED: 504,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  PERMISSION_DENIED: 403,
  RESOURCE_EXHAUSTED: 429,
  FAILED_PRECONDITION: 400,
  ABORTED: 409,
  OUT_OF_RANGE: 400,
  UNIMPLEMENTED: 501,
  INTERNAL: 500,
  UNAVAILABLE: 503,
} as const;

export type StatusName = keyof typeof httpStatus;

/** What a handler throws to refuse a request; anything else it throws is INTERNAL. */
export class StatusError extends Error {
  readonly status: StatusName;

  constructor(status: StatusName, message: string) {
    super(message);
    this.name = "StatusError";
    this.status = status;
  }
}

export function statusCode(status: StatusName): number {
  return codes[status];
}

export function httpStatusOf(status: StatusName): number {
  return httpStatus[status];
}

/** What `check` gives; what it refuses is one more of the problems, or several. */
export function collect<R>(problems: string[], check: () => R): R | undefined {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof UserError || error instanceof StatusError)) throw error;
    problems.push(...error.message.split("\n"));
    return undefined;
  }
}
