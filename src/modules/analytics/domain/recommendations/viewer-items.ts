/** Who has watched what, in the compressed rows of a sparse matrix. */
export interface ViewerItems {
  /** Items are numbered 0 … itemCount − 1. */
  readonly itemCount: number;
  /**
   * Viewer v watched items[offsets[v]] … items[offsets[v + 1] − 1]: each once, in any order. Work grows with the square
   * of a list's length, so whoever builds the lists cuts them to the latest {@link MAX_VIEWER_ITEMS}.
   */
  readonly items: Int32Array;
  /** One more than there are viewers; from 0 to the number of pairs. */
  readonly offsets: Int32Array;
}

/** Who has watched more tells little of each item; without a bound a few such people would make most of the work. */
export const MAX_VIEWER_ITEMS = 500;
