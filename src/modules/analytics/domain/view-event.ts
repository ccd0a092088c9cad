export interface ViewEvent {
  readonly eventId: string;
  readonly userId: string;
  readonly releaseId: string;
  readonly viewedAt: Date;
  /** Whole seconds, 0…86,400. */
  readonly watchSeconds: number;
  /** Share of the title that was watched, 0…1; null: not known. */
  readonly completion: number | null;
}

/** Whether two events with one id say the same. */
export function isSameView(a: ViewEvent, b: ViewEvent): boolean {
  return (
    a.userId === b.userId &&
    a.releaseId === b.releaseId &&
    a.viewedAt.getTime() === b.viewedAt.getTime() &&
    a.watchSeconds === b.watchSeconds &&
    a.completion === b.completion
  );
}
