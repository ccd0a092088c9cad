/** A running server that this process uses. */
export interface EmbeddedPostgres {
  /** Connection string with user, password, loopback address, port and database `kinoscope`. */
  url: string;
  /**
   * Fast shutdown, bounded wait; leaves the server alone while another living process uses it too: the last
   * one to leave stops it.
   */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** e.g. ".kinoscope"; the cluster lives in <dataDir>/postgres, its log in <dataDir>/postgres.log */
  dataDir: string;
  /** Progress codes with parameters, not sentences: the caller localises. */
  log: (message: EmbeddedPostgresMessage) => void;
  /** Extra server settings for this start, e.g. { fsync: 'off' } in tests. */
  settings?: Record<string, string>;
}

export interface EmbeddedPostgresMessage {
  code: EmbeddedPostgresMessageCode;
  params: Record<string, string>;
}

type EmbeddedPostgresMessageCode =
  /** {directory, user}: a new cluster is made */
  | 'postgres.initialising'
  /** {directory, port, user}: a server process was launched */
  | 'postgres.starting'
  /** {port}: somebody took the port first, another one is tried */
  | 'postgres.port_taken'
  /** {directory}: the server is not ours to launch just now: it is starting, recovering or going down */
  | 'postgres.waiting'
  /** {port, pid}: a server that was already running is used */
  | 'postgres.reused'
  /** {port, pid}: the server launched here takes connections */
  | 'postgres.ready'
  /** {pid} */
  | 'postgres.stopping'
  /** {pid} */
  | 'postgres.stopped'
  /** {users}: not stopped, as many other users are connected to it */
  | 'postgres.left_running';
