import type { JSX } from 'preact';
import { topics } from './connection.ts';
import { Empty, Panel } from './panel.tsx';
import { useCell } from './store.ts';

export function LivePanel(): JSX.Element {
  const live = useCell(topics.live);
  return (
    <Panel title="Live">
      {!live?.connected ? (
        <Empty>
          {live?.address
            ? 'The live scorer does not answer: no score is shown rather than an old one.'
            : 'No live scorer is connected.'}
        </Empty>
      ) : (
        <pre tabindex={0}>{JSON.stringify(live.now, null, 2)}</pre>
      )}
    </Panel>
  );
}
