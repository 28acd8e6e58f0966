import {
  PIPELINE_PLACEHOLDERS,
  resolvePipeline,
  type PipelineSubstitutions,
} from '@moving-ground/state-machine';
import { describe, expect, it } from 'vitest';
import { graphOf } from './graph-of.ts';

const substitutions = Object.fromEntries(
  PIPELINE_PLACEHOLDERS.map((name) => [name, `arn:aws:x:${name}`]),
) as PipelineSubstitutions;
const document = resolvePipeline(substitutions);

describe("the pipeline's graph", () => {
  const { states, startAt } = graphOf(document);
  const names = states.map(({ name }) => name);

  it('has every state of the document, and no way leads out of it', () => {
    expect(names).toEqual(Object.keys(document.States));
    for (const { next, caught } of states) for (const to of [...next, ...caught]) expect(names).toContain(to);
  });

  it('reaches every state from the first one', () => {
    const seen = new Set([startAt]);
    for (const name of seen) {
      const state = states.find((candidate) => candidate.name === name);
      for (const to of [...(state?.next ?? []), ...(state?.caught ?? [])]) seen.add(to);
    }
    expect([...seen].sort()).toEqual([...names].sort());
  });
});
