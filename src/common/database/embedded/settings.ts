import { totalmem } from 'node:os';

const MIB = 2 ** 20;
const LEAST_BUFFERS_MIB = 64;
const MOST_BUFFERS_MIB = 1_024;

/** Bytes that this process and the server may fill: of the machine, or of the container around it. */
function availableMemory(): number {
  return Math.min(totalmem(), process.constrainedMemory() || Infinity);
}

/**
 * `memory` in bytes. An eighth of it holds the pages that the ingest touches (users and indexes in no order); what is
 * reserved is taken only as it is used. The planner counts on half of it, with the system's cache.
 */
export function memorySettings(memory: number) {
  const buffers = Math.min(MOST_BUFFERS_MIB, Math.max(LEAST_BUFFERS_MIB, Math.floor(memory / MIB / 8)));
  return { shared_buffers: `${buffers}MB`, effective_cache_size: `${4 * buffers}MB` };
}

/**
 * Written into postgresql.conf once, by initdb, so that an operator may change them there. For a machine of two
 * cores that it shares with the service.
 */
export const initialSettings: Record<string, string> = {
  timezone: 'UTC',
  log_timezone: 'UTC',
  ...memorySettings(availableMemory()),
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  max_connections: '50',
  max_wal_size: '1GB',
  random_page_cost: '1.1',
  // Costs more than it saves on statements that take milliseconds.
  jit: 'off',
  // No personal data in the log: neither a failed statement nor the key in "already exists".
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

/** Given on the command line at every start, over whatever the file says: the launcher depends on them. */
export const fixedSettings = (port: number): Record<string, string> => ({
  listen_addresses: '127.0.0.1',
  port: String(port),
  // A socket's path is limited to about 100 bytes, the data folder's is not.
  unix_socket_directories: '',
  logging_collector: 'off',
  log_destination: 'stderr',
  log_line_prefix: '%m [%p] ',
});

export const asArguments = (settings: Record<string, string>): string[] =>
  Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
