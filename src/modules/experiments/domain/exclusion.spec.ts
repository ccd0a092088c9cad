import fc from 'fast-check';
import { anAbTest } from '../../../../test/factories/experiment.factory';
import { assign } from './assignment/assign';
import { assignmentOf, withRange } from './exclusion';

const inGroup = (allocation: number) => anAbTest({ exclusionGroup: 'group', allocation });

describe('withRange', () => {
  it('gives neighbours their parts, and none without room', () => {
    const first = withRange(inGroup(0.3), []);
    const second = withRange(inGroup(0.7), [first]);
    expect([first.range, second.range]).toEqual([
      { start: 0, end: 0.3 },
      { start: 0.3, end: 1 },
    ]);
    expect(() => withRange(inGroup(0.001), [first, second])).toThrow(
      expect.objectContaining({ code: 'test.group_full', field: 'allocation' }),
    );
  });

  it('grows and shrinks a part at its end, as far as the neighbours let it', () => {
    const first = withRange(inGroup(0.3), []);
    const second = withRange(inGroup(0.3), [first]);
    const shrunk = withRange({ ...first, allocation: 0.2 }, [second]);
    expect(shrunk.range).toEqual({ start: 0, end: 0.2 });
    expect(withRange({ ...shrunk, allocation: 0.3 }, [second]).range).toEqual({ start: 0, end: 0.3 });
    expect(() => withRange({ ...shrunk, allocation: 0.301 }, [second])).toThrow(/group_full/);
    expect(withRange({ ...second, allocation: 0.7 }, [first]).range).toEqual({ start: 0.3, end: 1 });
    expect(() => withRange({ ...second, allocation: 0.701 }, [first])).toThrow(/group_full/);
  });

  it('is nothing without a group', () => {
    expect(withRange(anAbTest(), [withRange(inGroup(1), [])]).range).toBeNull();
  });

  it('never lets two tests of a group share a user, and moves nobody when one grows', () => {
    const share = fc.integer({ min: 1, max: 400 }).map((thousandths) => thousandths / 1000);
    fc.assert(
      fc.property(share, share, fc.array(fc.uuid(), { minLength: 20, maxLength: 20 }), (a, b, users) => {
        const first = withRange(inGroup(a), []);
        const second = withRange(inGroup(b), [first]);
        const wider = withRange({ ...second, allocation: b + 0.1 }, [first]);
        for (const user of users) {
          const [one, other, later] = [first, second, wider].map((test) =>
            assign(assignmentOf(test, user, 0)),
          );
          expect(one === null || other === null).toBe(true);
          if (other !== null) expect(later).toBe(other);
        }
      }),
    );
  });
});
