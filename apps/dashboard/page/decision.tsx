import type { JSX } from 'preact';
import { runDecision } from './connection.ts';
import { useCell } from './store.ts';

/** The decision of the run that is looked at, in its own words. */
export function Decision(): JSX.Element | null {
  const told = useCell(runDecision);
  if (!told?.verdict) return null;
  return (
    <div class="decision">
      <h4>Decision</h4>
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
