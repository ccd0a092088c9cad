import { DatabaseMonitor } from '../../../src/common/database/database-monitor';

/** A service that is broken on purpose: nobody notices that PostgreSQL has fallen silent. */
DatabaseMonitor.prototype.start = () => undefined;
