import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

export type Scale = {
  readonly from: number;
  readonly to: number;
  readonly title: string;
  readonly format?: (value: number) => string;
};

type ChartProps = {
  readonly label: string;
  readonly x: Scale;
  readonly y: Scale;
  /** Drawn with the two functions from values to places. */
  readonly children: (x: (value: number) => number, y: (value: number) => number) => ComponentChildren;
};

/** Until the place is measured. */
const WIDTH = 420;
const HEIGHT = 260;
const LEFT = 52;
const BOTTOM = 40;
const TOP = 10;
const RIGHT = 12;

/** A small plot with axes, for tens to hundreds of values; as wide as its place, its letters always of one size. */
export function Chart({ label, x, y, children }: ChartProps): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  return (
    <div class="plot-place" ref={place}>
      <Plot label={label} x={x} y={y} width={width}>
        {children}
      </Plot>
    </div>
  );
}

function useWidth(place: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(WIDTH);
  useEffect(() => {
    if (!place.current) return undefined;
    const sized = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? WIDTH)));
    sized.observe(place.current);
    return () => sized.disconnect();
  }, [place]);
  return width;
}

function Plot({ label, x, y, width, children }: ChartProps & { readonly width: number }): JSX.Element {
  const toX = between(x, LEFT, width - RIGHT);
  const toY = between(y, HEIGHT - BOTTOM, TOP);
  return (
    <svg class="plot" viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={label}>
      {stepsOf(y).map((value) => (
        <g key={value}>
          <line class="grid" x1={LEFT} x2={width - RIGHT} y1={toY(value)} y2={toY(value)} />
          <text x={LEFT - 6} y={toY(value) + 4} text-anchor="end">
            {(y.format ?? plain)(value)}
          </text>
        </g>
      ))}
      {stepsOf(x).map((value) => (
        <text key={value} x={toX(value)} y={HEIGHT - BOTTOM + 16} text-anchor="middle">
          {(x.format ?? plain)(value)}
        </text>
      ))}
      <text class="axis" x={(LEFT + width - RIGHT) / 2} y={HEIGHT - 6} text-anchor="middle">
        {x.title}
      </text>
      <text
        class="axis"
        transform={`translate(12 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)`}
        text-anchor="middle"
      >
        {y.title}
      </text>
      {children(toX, toY)}
    </svg>
  );
}

/** How a line of the challenger is drawn, for a caption. */
export const CHALLENGER = '; dashed orange: the challenger';

/** A line through points. */
export function Line({
  points,
  kind,
}: {
  readonly points: readonly (readonly [number, number])[];
  readonly kind: string;
}): JSX.Element {
  const d = points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
  return <path class={`line ${kind}`} d={d} />;
}

function between({ from, to }: Scale, start: number, end: number): (value: number) => number {
  const span = to - from || 1;
  return (value) => start + ((value - from) / span) * (end - start);
}

/** About five round values: 1, 2 or 5 times a power of ten apart. */
function stepsOf({ from, to }: Scale): number[] {
  const rough = (to - from || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
}

function plain(value: number): string {
  return Number(value.toPrecision(6)).toLocaleString('en-US', { maximumSignificantDigits: 4 });
}
