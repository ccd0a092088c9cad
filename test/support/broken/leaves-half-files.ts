import { LocalFileStorage } from '../../../src/common/storage/local-file-storage';

/** A service that is broken on purpose: what a killed worker has left lies there for good. */
LocalFileStorage.prototype.delete = () => Promise.resolve();
