import type { RunId } from '@moving-ground/run';
import type { Followed } from '../reading.ts';
import { LiveEvidence } from './live-evidence.ts';

/** Models whose followed scores are kept, the newest. */
const MOST_MODELS = 5;

/** Followed scores by the model that made them: an old one's orders may close long after its successor has come. */
export class EvidenceByModel {
  readonly #models = new Map<RunId, LiveEvidence>();

  add(followed: Followed): void {
    this.of(followed.runId).add(followed);
  }

  dropAskedSince(askedAtMs: number): void {
    for (const evidence of this.#models.values()) evidence.dropAskedSince(askedAtMs);
  }

  of(runId: RunId): LiveEvidence {
    const known = this.#models.get(runId);
    if (known) return known;
    const evidence = new LiveEvidence();
    this.#models.set(runId, evidence);
    const [oldest] = this.#models.keys();
    if (this.#models.size > MOST_MODELS && oldest !== undefined) this.#models.delete(oldest);
    return evidence;
  }

  /** Oldest first. */
  runIds(): readonly RunId[] {
    return [...this.#models.keys()];
  }
}
