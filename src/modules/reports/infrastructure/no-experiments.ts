import { Injectable } from '@nestjs/common';
import { type ExperimentReport, ExperimentResults } from '../domain/experiment-results';

/** Where nobody runs experiments, no test is there. */
@Injectable()
export class NoExperiments extends ExperimentResults {
  find(): Promise<ExperimentReport | null> {
    return Promise.resolve(null);
  }
}
