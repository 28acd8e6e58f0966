import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { DealView } from '../src/view/index.ts';
import { color } from './colors.ts';
import { range, ticks, topics } from './connection.ts';

const HEIGHT = 280;

/** Bid and offer on a canvas, with the model's window, gaps and orders drawn over it. */
export class MarketChart {
  readonly #place: HTMLElement;
  #plot: uPlot | undefined;
  #theme = '';

  constructor(place: HTMLElement) {
    this.#place = place;
  }

  draw(): void {
    const width = this.#place.clientWidth;
    if (width === 0) return;
    const plot = this.#plotOf(width);
    if (plot.width !== width) plot.setSize({ width, height: HEIGHT });
    const gapMs = 1000 * (topics.market.get()?.maxGapSeconds ?? 60);
    plot.setData(ticks.shown(range.get(), width, gapMs) as uPlot.AlignedData);
  }

  close(): void {
    this.#plot?.destroy();
  }

  /** Colors are part of a plot: another theme needs another one. */
  #plotOf(width: number): uPlot {
    const theme = document.documentElement.dataset['theme'] ?? '';
    if (this.#plot && theme === this.#theme) return this.#plot;
    this.#plot?.destroy();
    this.#theme = theme;
    this.#plot = new uPlot(optionsOf(width), [[], [], []], this.#place);
    return this.#plot;
  }
}

function optionsOf(width: number): uPlot.Options {
  const axis = {
    stroke: color('muted'),
    grid: { stroke: color('line'), width: 1 },
    ticks: { show: false },
    font: '12px system-ui',
  };
  return {
    width,
    height: HEIGHT,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'UTC'),
    legend: { show: false },
    cursor: { drag: { x: false, y: false } },
    series: [
      {},
      { label: 'Bid', stroke: color('bid'), width: 1.5, points: { show: false } },
      { label: 'Offer', stroke: color('offer'), width: 1.5, points: { show: false } },
    ],
    axes: [
      { ...axis, space: 80, values: (_plot, values) => values.map(timeOfDay) },
      { ...axis, size: 72, values: (_plot, values) => values.map((value) => value.toLocaleString('en-US')) },
    ],
    hooks: { drawAxes: [drawBehind], draw: [drawDeals] },
  };
}

function timeOfDay(seconds: number): string {
  return new Date(1000 * seconds).toISOString().slice(11, 19);
}

function drawBehind(plot: uPlot): void {
  const market = topics.market.get();
  const lastMs = ticks.lastMs;
  if (!market || lastMs === undefined) return;
  const { ctx } = plot;
  ctx.save();
  fillSpan(plot, [lastMs / 1000 - market.windowSeconds, lastMs / 1000], color('window'));
  for (const gap of ticks.gaps(range.get(), 1000 * market.maxGapSeconds)) fillSpan(plot, gap, color('gap'));
  ctx.restore();
}

function fillSpan({ ctx, bbox, valToPos }: uPlot, [from, to]: readonly [number, number], fill: string): void {
  const left = Math.max(bbox.left, valToPos(from, 'x', true));
  const right = Math.min(bbox.left + bbox.width, valToPos(to, 'x', true));
  if (right <= left) return;
  ctx.fillStyle = fill;
  ctx.fillRect(left, bbox.top, right - left, bbox.height);
}

function drawDeals(plot: uPlot): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const deal of topics.capture.get()?.deals ?? []) drawDeal(plot, deal);
  ctx.restore();
}

function drawDeal(plot: uPlot, deal: DealView): void {
  mark(plot, [deal.openMs, deal.openPrice], 'opened');
  if (deal.closeMs === null || deal.closePrice === null) return;
  mark(plot, [deal.closeMs, deal.closePrice], deal.closePrice >= deal.openPrice ? 'profit' : 'loss');
}

type Mark = 'opened' | 'profit' | 'loss';

/** Apart in shape too, for who does not tell green from red: a dot, a point upwards, a point downwards. */
function mark({ ctx, valToPos }: uPlot, [ms, price]: readonly [number, number], kind: Mark): void {
  const [x, y] = [valToPos(ms / 1000, 'x', true), valToPos(price, 'y', true)];
  const size = 2.5 * devicePixelRatio;
  ctx.beginPath();
  if (kind === 'opened') ctx.arc(x, y, size, 0, 2 * Math.PI);
  else triangle(ctx, [x, y], kind === 'profit' ? 1.6 * size : -1.6 * size);
  ctx.fillStyle = color(kind);
  ctx.fill();
}

/** @param height of the tip over the middle; downwards where it is negative */
function triangle(ctx: CanvasRenderingContext2D, [x, y]: readonly [number, number], height: number): void {
  const half = Math.abs(height);
  ctx.moveTo(x, y - height);
  ctx.lineTo(x + half, y + height / 2);
  ctx.lineTo(x - half, y + height / 2);
}
