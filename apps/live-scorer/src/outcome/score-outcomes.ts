import type { BotSettings, PriceTick } from '@moving-ground/market';
import type { Journal } from '../publish/journal.ts';
import type { Followed } from '../reading.ts';
import { EvidenceByModel } from './evidence-by-model.ts';
import { FollowUp, type Scored } from './follow-up.ts';

/** Scores on their way to their outcome: followed up, published, and kept as evidence about their model. */
export class ScoreOutcomes {
  readonly evidence = new EvidenceByModel();
  readonly #followUp: FollowUp;
  readonly #journal: Journal;

  constructor(settings: BotSettings, journal: Journal) {
    this.#followUp = new FollowUp(settings);
    this.#journal = journal;
  }

  get open(): number {
    return this.#followUp.open;
  }

  get oldestOpenMs(): number {
    return this.#followUp.oldestOpenMs;
  }

  onTick(tick: PriceTick): void {
    for (const followed of this.#followUp.onTick(tick)) this.#tell(followed);
  }

  /** @returns the order's id; undefined where the bot would not deal on this tick */
  place(tick: PriceTick): string | undefined {
    return this.#followUp.place(tick);
  }

  score(id: string, scored: Scored): void {
    const followed = this.#followUp.score(id, scored);
    if (followed) this.#tell(followed);
  }

  drop(id: string): void {
    this.#followUp.drop(id);
  }

  dropAskedSince(askedAtMs: number): void {
    this.#followUp.dropAskedSince(askedAtMs);
    this.evidence.dropAskedSince(askedAtMs);
  }

  #tell(followed: Followed): void {
    this.evidence.add(followed);
    this.#journal.publish({ kind: 'outcome', data: followed });
  }
}
