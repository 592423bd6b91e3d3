// The project and location that a task was given to the environment that the drivers of endpoints read.

export function environmentFor(
  { project, location }: { readonly project: string; readonly location: string },
  env: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  return {
    ...env,
    ...(project !== "" && { POLLUX_PROJECT: project }),
    ...(location !== "" && { POLLUX_LOCATION: location }),
  };
}
