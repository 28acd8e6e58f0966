import type { ResourceTag, RunId } from '@moving-ground/run';

/** Leads from a model or an endpoint back to why it serves. Keys of other people's tags are left alone. */
export function decisionTags(link: {
  readonly runId: RunId;
  readonly schemaHash: string;
  readonly decisionKey: string;
}): readonly ResourceTag[] {
  return Object.entries(link).map(([key, value]) => ({ Key: `moving-ground:${key}`, Value: value }));
}
