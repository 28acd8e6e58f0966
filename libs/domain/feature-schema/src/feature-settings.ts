/** One grid of lags: `lags` prices, `stepSeconds` apart. */
export type Resolution = { readonly lags: number; readonly stepSeconds: number };

export const LAG_ORDERS = ['newest-first', 'oldest-first'] as const;

export const PRICES_OF_A_SECOND = ['last', 'mean'] as const;

/** What a team may change about the features; everything else follows from it. */
export type FeatureSettings = {
  /** The article's window is one resolution of 600 lags, one second apart. */
  readonly resolutions: readonly Resolution[];
  /** `newest-first`: lag 1 comes first. `oldest-first` is how the article's implementation laid them out. */
  readonly lagOrder: (typeof LAG_ORDERS)[number];
  /** What a second with several ticks counts for: their last mid (the default) or, as in the article's implementation, their mean. */
  readonly priceOfSecond?: (typeof PRICES_OF_A_SECOND)[number];
  /** How long a last price may stand in for the missing ones after it. */
  readonly maxGapSeconds: number;
};

/** The article's text; its implementation has the lags oldest first and the mean of each second. */
export const ARTICLE_FEATURES: FeatureSettings = {
  resolutions: [{ lags: 600, stepSeconds: 1 }],
  lagOrder: 'newest-first',
  maxGapSeconds: 60,
};
