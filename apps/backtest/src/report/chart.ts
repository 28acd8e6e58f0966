import { escapeHtml } from './escape-html.ts';
import { linearScale, rangeOf, type Scale } from './scale.ts';

export type Point = {
  readonly x: number;
  readonly y: number;
  /** An interval around y. */
  readonly from?: number;
  readonly to?: number;
};

export type Series = {
  readonly name: string;
  readonly points: readonly Point[];
  readonly style: 'line' | 'dots' | 'dashes';
};

export type Chart = {
  readonly title: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly series: readonly Series[];
  readonly xRange?: readonly [number, number];
  readonly yRange?: readonly [number, number];
  /** Texts under the x axis at 0, 1, 2 and so on, instead of numbers. */
  readonly xNames?: readonly string[];
};

const [WIDTH, HEIGHT] = [560, 300];
const MARGIN = { left: 58, right: 14, top: 12, bottom: 62 };

/** A figure with an inline SVG: nothing is asked of any server, and a reader hears its title. */
export function chart(drawn: Chart): string {
  const all = drawn.series.flatMap(({ points }) => points);
  const [x0, x1] =
    drawn.xRange ??
    rangeOf(
      all.map(({ x }) => x),
      1,
    );
  const [y0, y1] =
    drawn.yRange ??
    rangeOf(
      all.flatMap(({ y, from, to }) => [y, from ?? y, to ?? y]),
      0.02,
    );
  const x = linearScale(x0, x1, MARGIN.left, WIDTH - MARGIN.right);
  const y = linearScale(y0, y1, HEIGHT - MARGIN.bottom, MARGIN.top);
  const title = escapeHtml(drawn.title);
  return (
    `<figure><figcaption>${title}</figcaption>` +
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">` +
    `${axes(drawn, x, y)}${drawn.series.map((series, i) => seriesMarks(series, i, x, y)).join('')}</svg>` +
    `${legend(drawn.series)}</figure>`
  );
}

function axes({ xTitle, yTitle, xNames }: Chart, x: Scale, y: Scale): string {
  const bottom = HEIGHT - MARGIN.bottom;
  const horizontal = y.ticks
    .map((tick) => {
      const at = rounded(y.place(tick));
      const text = `<text x="${MARGIN.left - 6}" y="${at + 4}" text-anchor="end">${label(tick)}</text>`;
      return `<line class="grid" x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${at}" y2="${at}"/>${text}`;
    })
    .join('');
  const names =
    xNames?.map((name, i) => [i, name] as const) ?? x.ticks.map((tick) => [tick, label(tick)] as const);
  const under = names
    .map(([at, name]) => xText(rounded(x.place(at)), bottom, name, xNames !== undefined))
    .join('');
  const middle = (MARGIN.left + WIDTH - MARGIN.right) / 2;
  const height = (MARGIN.top + bottom) / 2;
  return (
    `${horizontal}<line class="axis" x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${bottom}" y2="${bottom}"/>${under}` +
    `<text x="${middle}" y="${HEIGHT - 6}" text-anchor="middle">${escapeHtml(xTitle)}</text>` +
    `<text transform="translate(13 ${height}) rotate(-90)" text-anchor="middle">${escapeHtml(yTitle)}</text>`
  );
}

function xText(at: number, bottom: number, name: string, slanted: boolean): string {
  const place = slanted
    ? `transform="translate(${at + 4} ${bottom + 14}) rotate(-25)" text-anchor="end"`
    : `x="${at}" y="${bottom + 17}" text-anchor="middle"`;
  return `<text ${place}>${escapeHtml(name)}</text>`;
}

function seriesMarks({ points, style }: Series, index: number, x: Scale, y: Scale): string {
  const known = points.filter((point) => Number.isFinite(point.y));
  const places = known.map((point) => `${rounded(x.place(point.x))},${rounded(y.place(point.y))}`);
  const colour = `c${index % 6}`;
  const bars = known.map((point) => intervalBar(point, colour, x, y)).join('');
  const dots = known
    .map((_, i) => places[i]?.split(','))
    .map((at) => `<circle class="${colour}" cx="${at?.[0]}" cy="${at?.[1]}" r="3"/>`)
    .join('');
  const line = `<polyline class="${colour} ${style}" points="${places.join(' ')}"/>`;
  if (style === 'dots') return bars + dots;
  return bars + line + (known.length <= 30 && style === 'line' ? dots : '');
}

function intervalBar({ x: at, from, to }: Point, colour: string, x: Scale, y: Scale): string {
  if (from === undefined || to === undefined) return '';
  const place = rounded(x.place(at));
  return `<line class="${colour} bar" x1="${place}" x2="${place}" y1="${rounded(y.place(from))}" y2="${rounded(y.place(to))}"/>`;
}

function legend(series: readonly Series[]): string {
  if (series.length < 2) return '';
  const items = series.map(({ name }, i) => `<li><span class="c${i % 6}"></span>${escapeHtml(name)}</li>`);
  return `<ul class="legend">${items.join('')}</ul>`;
}

function label(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
