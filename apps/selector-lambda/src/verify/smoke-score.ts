import { z } from 'zod';
import type { SelectorEffects } from '../selector-effects.ts';
import { EndpointNotVerified } from './endpoint-not-verified.ts';

const answerDocument = z.object({
  predictions: z.array(z.object({ score: z.number(), predicted_label: z.number() })).length(1),
});

/** The endpoint's score of one row of zeros: every price equal to the mid. @throws EndpointNotVerified */
export async function smokeScore(
  endpointName: string,
  featureDim: number,
  { runtime }: Pick<SelectorEffects, 'runtime'>,
): Promise<number> {
  const body = Array<string>(featureDim).fill('0').join(',');
  const told = await ask({ endpointName, body }, runtime);
  const parsed = answerDocument.safeParse(told);
  if (!parsed.success)
    throw new EndpointNotVerified(
      `endpoint ${endpointName} answered a row of zeros with ${JSON.stringify(told).slice(0, 300)}`,
    );
  return parsed.data.predictions[0]?.score ?? NaN;
}

async function ask(
  row: { readonly endpointName: string; readonly body: string },
  runtime: SelectorEffects['runtime'],
): Promise<unknown> {
  try {
    const bytes = await runtime.invoke({ ...row, contentType: 'text/csv', accept: 'application/json' });
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch (error) {
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new EndpointNotVerified(`endpoint ${row.endpointName} gave no answer to a row of zeros: ${why}`);
  }
}
