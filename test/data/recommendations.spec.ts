import { guessLast, hitRate, mean, ndcg, readHistories } from './recommendation-holdout';

const PLAIN_COSINE = { perItem: 50, leastViewers: 1, shrinkage: 0 };
/** Views before the last that the rules were chosen by. */
const EARLIER = [1, 2, 3, 4, 5, 6, 7, 8];

describe('recommendations for the users of MovieLens', () => {
  const histories = readHistories();

  it('foresee the last view of everybody far better than what is popular', () => {
    const guesses = guessLast(histories, 0);
    const figures = (by: 'ours' | 'popular') =>
      `hit rate@10 ${hitRate(guesses, by).toFixed(4)}, nDCG@10 ${ndcg(guesses, by).toFixed(4)}`;
    console.log(`${guesses.length} users: ${figures('ours')}; popular unseen: ${figures('popular')}`);
    expect(guesses).toHaveLength(671);
    expect(hitRate(guesses, 'ours') / hitRate(guesses, 'popular')).toBeGreaterThan(2);
    expect(ndcg(guesses, 'ours') / ndcg(guesses, 'popular')).toBeGreaterThan(2);
  });

  it('are better than those of the plain cosine on the views before', () => {
    const guesses = EARLIER.map((later) => guessLast(histories, later));
    const ours = mean(guesses.map((own) => ndcg(own, 'ours')));
    const popular = mean(guesses.map((own) => ndcg(own, 'popular')));
    const plain = mean(EARLIER.map((later) => ndcg(guessLast(histories, later, PLAIN_COSINE), 'ours')));
    console.log(
      `2nd to 9th last views, nDCG@10: ${ours.toFixed(4)}, plain cosine ${plain.toFixed(4)}, popular ${popular.toFixed(4)}`,
    );
    expect(ours).toBeGreaterThan(1.03 * plain);
    expect(ours).toBeGreaterThan(2 * popular);
  });
});
