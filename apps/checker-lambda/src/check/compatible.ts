import type { Manifest } from '@moving-ground/run';

/** Rows of both may stand in one dataset: same instrument, same columns, same meaning of the label. */
export function compatible(a: Manifest, b: Manifest): boolean {
  return a.instrument === b.instrument && a.schemaVersion === b.schemaVersion && a.exitPrice === b.exitPrice;
}
