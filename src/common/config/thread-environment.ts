/** What a thread beside the service knows of its environment: Node's own options, and none of the service's secrets. */
export const THREAD_ENVIRONMENT: NodeJS.ProcessEnv = { NODE_OPTIONS: process.env.NODE_OPTIONS };
