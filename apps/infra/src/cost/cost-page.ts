import { estimate, PRICES, PRICES_OF, type CostLine, type Estimate } from '@moving-ground/cost';
import type { Stage } from '../stages/stage.ts';
import { batchesPerDay, monthlyUsage, variantOf, type Variant } from './monthly-usage.ts';

/** What may be asked of a stage that streams, and of one that does not. */
export const LIMITS = { streaming: 40, idle: 5 } as const;

const money = (dollars: number): string => `$${dollars.toFixed(2)}`;

/** Everything that `infra:cost` prints. */
export function costPage(stages: readonly Stage[]): string {
  const { region, date } = PRICES_OF;
  return [
    `Dollars a month, by prices of ${region} of ${date}. What has no price is named, and is not in the totals.`,
    ...stages.flatMap((stage) => ['', ...stagePart(stage)]),
    '',
    ...variantsPart(stages[0]),
    '',
  ].join('\n');
}

function stagePart(stage: Stage): string[] {
  const [idle, streaming] = [false, true].map((isStreaming) =>
    estimate(monthlyUsage(variantOf(stage, isStreaming))),
  );
  if (!idle || !streaming) return [];
  return [
    `${stage.name}: ${money(streaming.dollars)} streaming, ${money(idle.dollars)} idle${unpricedPart(streaming)}`,
    ...limitPart(stage, { idle, streaming }),
    ...streaming.lines.map(linePart),
  ];
}

function unpricedPart({ unpriced }: Estimate): string {
  return unpriced.length ? `, price unknown: ${unpriced.join(', ')}` : '';
}

function linePart({ what, price, dollars }: CostLine): string {
  const amount = dollars === undefined ? 'price unknown' : money(dollars);
  return `  ${amount.padStart(13)}  ${what} (${PRICES[price].per})`;
}

/** Dev has limits to keep; where it does not, the page says which lines prevent it. */
function limitPart(stage: Stage, found: Readonly<Record<keyof typeof LIMITS, Estimate>>): string[] {
  if (stage.name !== 'dev') return [];
  return (['streaming', 'idle'] as const)
    .filter((mode) => found[mode].dollars >= LIMITS[mode])
    .map((mode) => `  above ${money(LIMITS[mode])} ${mode}, because of ${largest(found[mode])}`);
}

function largest({ lines }: Estimate): string {
  const sorted = [...lines].sort((a, b) => (b.dollars ?? 0) - (a.dollars ?? 0));
  return sorted
    .slice(0, 3)
    .map(({ what, dollars = 0 }) => `${what} (${money(dollars)})`)
    .join(', ');
}

/** The first stage in each combination of what can be chosen. */
function variantsPart(stage: Stage | undefined): string[] {
  if (!stage) return [];
  const cadences = [1, 4, 12, Math.floor(batchesPerDay(stage))];
  const title = `${stage.name} in other forms, streaming, by refreshes a day`;
  const head = `  ${'endpoint'.padEnd(12)}${'extraction'.padEnd(12)}${'network'.padEnd(9)}`;
  const rows = forms(stage).map(([form, extraction]) => {
    const totals = cadences.map((refreshesPerDay) =>
      total({ stage: form, extraction, refreshesPerDay, isStreaming: true }),
    );
    const words = `  ${form.endpoint.kind.padEnd(12)}${extraction.padEnd(12)}${form.network.padEnd(9)}`;
    return words + totals.map((dollars) => money(dollars).padStart(10)).join('');
  });
  return [title, head + cadences.map((cadence) => String(cadence).padStart(10)).join(''), ...rows];
}

function forms(stage: Stage): readonly (readonly [Stage, Variant['extraction']])[] {
  const endpoints: readonly Stage['endpoint'][] = [
    { kind: 'serverless', memoryMb: 1024, maxConcurrency: 2 },
    { kind: 'instance', instanceType: 'ml.t2.medium', instanceCount: 1 },
  ];
  return endpoints.flatMap((endpoint) =>
    (['lambda', 'glue'] as const).flatMap((extraction) =>
      (['public', 'nat'] as const).map((network) => [{ ...stage, endpoint, network }, extraction] as const),
    ),
  );
}

function total(variant: Variant): number {
  return estimate(monthlyUsage(variant)).dollars;
}
