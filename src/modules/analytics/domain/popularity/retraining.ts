import { COLD_START_DAYS } from './cold-start';

/** So much more history makes a model worth training anew before the night. */
const GROWTH = 1.2;

/** Whether a release with `historyDays` of history needs training; `trainedOn` are the days its model saw, if it has one. */
export function isTrainingDue(historyDays: number, trainedOn: number | undefined): boolean {
  if (trainedOn === undefined) return true;
  // A young release has no model of its own: what is expected of it changes with each of its days.
  if (historyDays < COLD_START_DAYS) return historyDays !== trainedOn;
  return trainedOn < COLD_START_DAYS || historyDays >= trainedOn * GROWTH;
}
