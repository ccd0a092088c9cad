import { fitBgNbd } from '../../domain/churn/bg-nbd';
import { fitGammaGamma } from '../../domain/churn/gamma-gamma';
import { findItemNeighbours } from '../../domain/recommendations/item-neighbours';
import type { ViewerItems } from '../../domain/recommendations/viewer-items';

const TASKS = {
  fitBgNbd,
  fitGammaGamma,
  findItemNeighbours: (views: ViewerItems) => findItemNeighbours(views),
};

export type TrainingTasks = typeof TASKS;

export interface TrainingTask<Name extends keyof TrainingTasks = keyof TrainingTasks> {
  readonly name: Name;
  readonly input: Parameters<TrainingTasks[Name]>;
}

/** What the thread does with a task. */
export default function run<Name extends keyof TrainingTasks>({ name, input }: TrainingTask<Name>): unknown {
  return (TASKS[name] as (...args: unknown[]) => unknown)(...input);
}
