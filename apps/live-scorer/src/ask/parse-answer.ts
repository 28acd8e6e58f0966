import { z } from 'zod';

/** The endpoint answered with something that is no prediction for one row. */
export class AnswerNotUnderstood extends Error {
  override readonly name = 'AnswerNotUnderstood';
}

export type Answered = { readonly score: number; readonly predictedLabel: 0 | 1 };

const document = z.object({
  predictions: z.tuple([
    z.object({ score: z.number(), predicted_label: z.union([z.literal(0), z.literal(1)]) }),
  ]),
});

/** @throws AnswerNotUnderstood quoting the answer's beginning */
export function parseAnswer(bytes: Uint8Array): Answered {
  const text = new TextDecoder().decode(bytes);
  const parsed = document.safeParse(jsonOf(text));
  if (!parsed.success)
    throw new AnswerNotUnderstood(`the endpoint answered one row with ${JSON.stringify(text.slice(0, 200))}`);
  const [{ score, predicted_label: predictedLabel }] = parsed.data.predictions;
  return { score, predictedLabel };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
