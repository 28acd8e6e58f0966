import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { loadTicks, range, ticks, ticksVersion, topics } from './connection.ts';
import { MarketChart } from './market-chart.ts';
import { Empty, Figure, Panel } from './panel.tsx';
import { useCell } from './store.ts';
import { clock, grouped, price } from './words.ts';

const RANGES = [
  [120, '2 min'],
  [600, '10 min'],
  [3600, '1 h'],
  [86_400, '1 day'],
] as const;

export function MarketPanel(): JSX.Element {
  const market = useCell(topics.market);
  useCell(ticksVersion);
  const hasTicks = ticks.size > 0;
  return (
    <Panel title="Market" aside={<RangeButtons />}>
      <MarketFigures />
      {hasTicks && market ? (
        <Chart />
      ) : (
        <Empty>
          {market?.hasStore === false
            ? 'No store of prices is named, so the market is not shown: MONGODB_URI names one.'
            : 'No price has come yet. The first ones are here within a second or two of the start.'}
        </Empty>
      )}
      {market && hasTicks && (
        <p class="note">
          The band is the {grouped(market.windowSeconds)} seconds that the model sees. Marks are orders:{' '}
          <span class="dot opened">opened</span>, <span class="dot profit">closed in profit</span>,{' '}
          <span class="dot loss">closed in loss</span>. Grey stretches are silences of over{' '}
          {market.maxGapSeconds} s.
        </p>
      )}
    </Panel>
  );
}

function RangeButtons(): JSX.Element {
  const shown = useCell(range);
  const choose = (seconds: number): void => {
    range.set(seconds);
    void loadTicks();
  };
  return (
    <div class="choices" role="group" aria-label="Time shown">
      {RANGES.map(([seconds, words]) => (
        <button type="button" key={seconds} aria-pressed={shown === seconds} onClick={() => choose(seconds)}>
          {words}
        </button>
      ))}
    </div>
  );
}

function MarketFigures(): JSX.Element {
  useCell(ticksVersion);
  const capture = useCell(topics.capture);
  const last = ticks.last;
  return (
    <dl class="figures">
      <Figure name="Bid">
        <span class="bid" data-test="bid">
          {price(last?.bid)}
        </span>
      </Figure>
      <Figure name="Offer">
        <span class="offer">{price(last?.offer)}</span>
      </Figure>
      <Figure name="Spread">{price(last && last.offer - last.bid)}</Figure>
      <Figure name="Market time">{last ? clock(last.ms) : '–'}</Figure>
      <Figure name="Open orders">{capture ? grouped(capture.openOrders) : '–'}</Figure>
      <Figure name="Ticks stored">{capture ? grouped(capture.ticks) : '–'}</Figure>
    </dl>
  );
}

/** The canvas is drawn at most once a frame, whatever comes in. */
function Chart(): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!place.current) return undefined;
    const chart = new MarketChart(place.current);
    let asked = 0;
    const draw = (): void => {
      asked = 0;
      chart.draw();
    };
    const ask = (): void => {
      asked ||= requestAnimationFrame(draw);
    };
    const stops = [ticksVersion, range].map((watched) => watched.watch(ask));
    stops.push(topics.capture.watch(ask));
    const sized = new ResizeObserver(ask);
    sized.observe(place.current);
    addEventListener('theme', ask);
    ask();
    return () => {
      for (const stop of stops) stop();
      sized.disconnect();
      removeEventListener('theme', ask);
      cancelAnimationFrame(asked);
      chart.close();
    };
  }, []);
  return (
    <div
      class="chart market-chart"
      ref={place}
      role="img"
      aria-label="Bid and offer over time, with orders"
    />
  );
}
