import type { JSX } from 'preact';
import { model } from './connection.ts';
import { useCell } from './store.ts';
import { runName } from './words.ts';

type Told = {
  readonly verdict?: string;
  readonly reason?: string;
  readonly warnings?: readonly string[];
  readonly evidence?: string;
};

/** The newest decision in its own words. */
export function Decision(): JSX.Element | null {
  const view = useCell(model);
  const told = view?.decision as Told | null | undefined;
  return view && told?.verdict ? <Given told={told} runId={view.test?.runId ?? view.champion.runId} /> : null;
}

function Given({ told, runId }: { readonly told: Told; readonly runId: string }): JSX.Element {
  return (
    <div class="decision">
      <h3>Decision of run {runName(runId)}</h3>
      <p>
        <span class={`mark ${told.verdict === 'promote' ? 'good' : 'calm'}`}>{told.verdict}</span>{' '}
        {told.reason}
      </p>
      {told.evidence && <p>Evidence: {told.evidence}</p>}
      <Warnings warnings={told.warnings ?? []} />
    </div>
  );
}

function Warnings({ warnings }: { readonly warnings: readonly string[] }): JSX.Element | null {
  if (warnings.length === 0) return null;
  return (
    <ul>
      {warnings.map((warning) => (
        <li key={warning}>{warning}</li>
      ))}
    </ul>
  );
}
