/** models/skill.json: does what is deployed know anything? From batches that came after the models. */
export type PublishedSkill = {
  readonly skillVersion: 1;
  readonly statement: 'better than the base rate' | 'worse' | 'cannot tell';
  readonly reason: string;
  readonly paperLabel: boolean;
  readonly batches: number;
  readonly orders: number;
  readonly flagged: number;
  readonly precision: number | null;
  readonly baseRate: number | null;
  /** The smallest difference of precision that would have been seen; null: none. */
  readonly minimumDetectable: number | null;
  /** Of a flagged order after the spread, in price units. */
  readonly expectancy: number | null;
  /** Up to where it was looked. */
  readonly lastCloseMs: number;
};
