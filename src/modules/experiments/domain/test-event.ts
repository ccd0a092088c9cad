/** Something that a user did, as a client of the service tells it. */
export interface TestEvent {
  readonly eventId: string;
  readonly testId: string;
  readonly userId: string;
  readonly metricName: string;
  /** 1 where the client gives none. */
  readonly value: number;
  readonly occurredAt: Date;
}

/** Whether two events with one id say the same. */
export function isSameEvent(a: TestEvent, b: TestEvent): boolean {
  return (
    a.testId === b.testId &&
    a.userId === b.userId &&
    a.metricName === b.metricName &&
    a.value === b.value &&
    a.occurredAt.getTime() === b.occurredAt.getTime()
  );
}
