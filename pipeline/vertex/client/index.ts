// Google's official clients: how they are made, called, and what their errors mean.
export { accessTokens, askHttp } from "./ask-http.ts";
export { connect, type Connection } from "./connection.ts";
export { deleteOnce } from "./delete-once.ts";
export { listPages } from "./list-pages.ts";
export { clientOptions, parseEndpoint, type ClientOptions } from "./client-options.ts";
export {
  callService,
  interruptible,
  passing,
  sleep,
  startIt,
  startTries,
  usualPolicy,
  withDeadline,
  type CallPolicy,
  type CallSettings,
  type OneCall,
  type ServiceCall,
} from "./call-service.ts";
export {
  httpStatus,
  isUnreached,
  serviceError,
  statusCodeOf,
  statusOf,
  type StatusName,
} from "./service-error.ts";
