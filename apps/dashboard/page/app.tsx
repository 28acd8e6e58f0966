import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { connection, lostSince, topics } from './connection.ts';
import { LivePanel } from './live-panel.tsx';
import { LoopPanel } from './loop-panel.tsx';
import { MarketPanel } from './market-panel.tsx';
import { ModelPanel } from './model-panel.tsx';
import { useCell } from './store.ts';
import { TuningPanel } from './tuning-panel.tsx';
import { clock } from './words.ts';

const SECTIONS = ['Market', 'Loop', 'Tuning', 'Model', 'Live'] as const;

export function App(): JSX.Element {
  const market = useCell(topics.market);
  return (
    <>
      <a class="skip" href="#content">
        Skip to the content
      </a>
      <header>
        <h1>
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M1 12 5 7l3 3 6-8" />
          </svg>
          Moving Ground
          {market && <span class="instrument">{market.instrument}</span>}
        </h1>
        <nav aria-label="Sections">
          {SECTIONS.map((name) => (
            <a href={`#${name.toLowerCase()}`} key={name}>
              {name}
            </a>
          ))}
        </nav>
        <ConnectionMark />
        <ThemeButton />
      </header>
      <main id="content" data-connection={useCell(connection)}>
        <Lost />
        <Trouble />
        <MarketPanel />
        <LoopPanel />
        <TuningPanel />
        <ModelPanel />
        <LivePanel />
      </main>
      <footer>All times are UTC. Nothing here is advice, and no order is real.</footer>
    </>
  );
}

const STATES = {
  connecting: ['waiting', 'connecting'],
  live: ['good', 'connected'],
  lost: ['bad', 'disconnected, trying again'],
} as const;

function ConnectionMark(): JSX.Element {
  const [tone, words] = STATES[useCell(connection)];
  return (
    <span class={`mark ${tone}`} role="status">
      {words}
    </span>
  );
}

/** Nothing that is shown moves any more: since when, and that nobody has to do anything. */
function Lost(): JSX.Element | null {
  const since = useCell(lostSince);
  if (since === undefined) return null;
  return (
    <div class="trouble" role="alert">
      <strong>Disconnected since {clock(since)}.</strong> What is shown is as it was then. The page tries
      again every second; if the loop has ended, start it again with npm start.
    </div>
  );
}

function Trouble(): JSX.Element | null {
  const trouble = Object.entries(useCell(topics.trouble) ?? {});
  if (trouble.length === 0) return null;
  return (
    <div class="trouble" role="alert">
      <strong>Not everything answers; what is shown may be old.</strong>
      <ul>
        {trouble.map(([name, problem]) => (
          <li key={name}>
            {name}: {problem}
          </li>
        ))}
      </ul>
    </div>
  );
}

type Theme = 'light' | 'dark';

function ThemeButton(): JSX.Element {
  const system: Theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  const [theme, setTheme] = useState<Theme>(system);
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
    dispatchEvent(new Event('theme'));
  }, [theme]);
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <button type="button" class="quiet" onClick={() => setTheme(other)}>
      {other === 'dark' ? 'Dark' : 'Light'}
      <span class="hidden"> colors</span>
    </button>
  );
}
