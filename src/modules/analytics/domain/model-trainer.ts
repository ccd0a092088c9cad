import type { BgNbdFit, CountedSummary } from './churn/bg-nbd';
import type { GammaGammaFit, PaymentSummary } from './churn/gamma-gamma';
import type { ItemNeighbours } from './recommendations/item-neighbours';
import type { ViewerItems } from './recommendations/viewer-items';

/** Runs long computations where they keep nobody waiting. Each may take minutes; `signal` breaks it off. */
export abstract class ModelTrainer {
  abstract fitBgNbd(histories: readonly CountedSummary[], signal: AbortSignal): Promise<BgNbdFit | null>;

  abstract fitGammaGamma(
    people: readonly PaymentSummary[],
    signal: AbortSignal,
  ): Promise<GammaGammaFit | null>;

  abstract findItemNeighbours(views: ViewerItems, signal: AbortSignal): Promise<ItemNeighbours>;
}
