import { anAbTest } from '../../../../test/factories/experiment.factory';
import { act, changeDefinition, draftTest } from './change-test';

const NOW = new Date('2026-03-01T12:00:00Z');

const weighing = (...weights: number[]) =>
  anAbTest().variants.map((variant, index) => ({ ...variant, weight: weights[index]! }));

describe('changeDefinition', () => {
  it('begins a phase when weights change under way, and only then', () => {
    const test = anAbTest();
    const changed = changeDefinition(test, { variants: weighing(1, 3) }, NOW);
    expect(changed.phases).toEqual([...test.phases, { from: NOW, weights: [1, 3] }]);
    expect(changeDefinition(test, { name: 'Other', variants: weighing(1, 1) }, NOW).phases).toEqual(
      test.phases,
    );
    const draft = draftTest('id', anAbTest(), NOW);
    expect(changeDefinition(draft, { variants: weighing(1, 3) }, NOW).phases).toEqual([]);
  });

  it('names the locked field as requests do', () => {
    const change = () => changeDefinition(anAbTest(), { minimumDetectableEffect: 0.1 }, NOW);
    expect(change).toThrow(
      expect.objectContaining({
        code: 'test.locked_field',
        params: { field: 'minimum_detectable_effect', status: 'running' },
      }),
    );
  });

  it('takes the same once more for no change, also of a completed test', () => {
    const audience = { role: null, genre: 'War', registeredFrom: NOW, registeredUntil: null };
    const test = anAbTest({ status: 'completed', audience });
    const same = { ...audience, registeredFrom: new Date(NOW) };
    expect(changeDefinition(test, { audience: same }, NOW)).toEqual(test);
  });

  it('checks the whole when a part changes', () => {
    const change = () => changeDefinition(anAbTest(), { variants: weighing(0, 0) }, NOW);
    expect(change).toThrow(
      expect.objectContaining({ code: 'validation.weightsPositive', field: 'variants' }),
    );
  });
});

describe('act', () => {
  it('keeps the first start, and gives the range back at the end', () => {
    const started = act(draftTest('id', anAbTest(), NOW), 'start', NOW);
    expect(started).toMatchObject({
      status: 'running',
      startedAt: NOW,
      phases: [{ from: NOW, weights: [1, 1] }],
    });
    const later = new Date('2026-03-02T12:00:00Z');
    const again = act(act(started, 'pause', later), 'start', later);
    expect(again).toEqual(started);
    const ended = act({ ...again, range: { start: 0, end: 0.5 } }, 'complete', later);
    expect(ended).toMatchObject({ status: 'completed', endedAt: later, range: null });
  });

  it('refuses what the status does not allow', () => {
    expect(() => act(anAbTest(), 'start', NOW)).toThrow(
      expect.objectContaining({ code: 'test.wrong_status' }),
    );
  });
});
