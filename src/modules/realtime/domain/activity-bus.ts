import type { Activity } from './activity';

export interface BusListener {
  /** This process or another one has committed something. */
  heard(activity: Activity): void;
  /** Something may not have been heard: what is stored has to be read anew. */
  missed(): void;
}

/** Over it the processes of one service tell each other what they have committed. */
export abstract class ActivityBus {
  /** Listens until the application shuts down; begins with `missed`. */
  abstract listen(listener: BusListener): void;

  /** Tells this process and all others. Never fails: who cannot be told loses frames, and reads anew later. */
  abstract publish(activity: Activity): Promise<void>;
}
