import { METHOD_NAMES } from '../../../../src/modules/analytics/domain/popularity/methods/methods';
import { describeModel, METHODS } from './describe-model';

describe('the version of a forecast', () => {
  it.each([
    ['linear_v1.0', 'linear', []],
    ['cold_start_v1.0', 'cold_start', []],
    ['seasonal_v1.0:mstl', 'seasonal', []],
    ['auto_v1.0:theta', 'single', ['theta']],
    ['auto_v1.0:revert180+mstl', 'combined', ['revert180', 'mstl']],
    ['later_v9', 'other', []],
  ])('%s is put into words', (version, kind, methods) => {
    expect(describeModel(version)).toEqual({ kind, methods });
  });

  it('names no method that the page has no word for', () => {
    expect([...METHODS].sort()).toEqual([...METHOD_NAMES].sort());
  });
});
