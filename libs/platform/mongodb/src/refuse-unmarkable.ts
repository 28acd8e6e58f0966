import { NotMarkable } from './errors.ts';

export type Marking = { readonly _id: string; readonly state?: string; readonly batchId?: string };

/** @throws NotMarkable */
export function refuseUnmarkable(id: string, batchId: string, marking: Marking | undefined): void {
  if (!marking) throw new NotMarkable(id, batchId, 'is unknown');
  if (marking.state === 'open') throw new NotMarkable(id, batchId, 'is open');
  if (marking.state === 'exported' && marking.batchId !== batchId) {
    throw new NotMarkable(id, batchId, `belongs to batch ${String(marking.batchId)}`);
  }
}
