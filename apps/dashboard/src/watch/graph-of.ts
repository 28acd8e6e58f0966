import type { PipelineDocument } from '@moving-ground/state-machine';
import type { GraphView } from '../view/index.ts';

type State = Readonly<Record<string, unknown>>;

/** The document's states in its own order, and where each may go next. */
export function graphOf({ StartAt, States }: PipelineDocument): GraphView {
  return {
    startAt: StartAt,
    states: Object.entries(States).map(([name, state]) => ({
      name,
      kind: state['Type'] as GraphView['states'][number]['kind'],
      comment: typeof state['Comment'] === 'string' ? state['Comment'] : '',
      next: [...new Set(nextOf(state))],
      caught: [...new Set(rulesOf(state, 'Catch').flatMap(nextOf))],
    })),
  };
}

function nextOf(state: State): string[] {
  const own = [state['Next'], state['Default']].filter((name) => typeof name === 'string');
  return [...own, ...rulesOf(state, 'Choices').flatMap(nextOf)];
}

function rulesOf(state: State, field: 'Choices' | 'Catch'): readonly State[] {
  return (state[field] as readonly State[] | undefined) ?? [];
}
