import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { VerifyContext } from './step.ts';

const ROWS = { train: 600, validation: 200, test: 200 } as const;

export type ToyPart = keyof typeof ROWS;

export const TOY_PARTS = Object.keys(ROWS) as ToyPart[];

/** Four columns; the third is 1 in every row, as a constant spread is in the article's batches. */
export const TOY_COLUMNS = 4;

/** A generator of Lehmer's, modulus 2^31 - 1: the same rows wherever they are made. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (state * 48_271) % 2_147_483_647;
    yield state / 2_147_483_647;
  }
}

/** Label first, as Linear Learner reads CSV: 1 where the first two columns together are above their middle. */
export function toyRows(part: ToyPart): string {
  const next = numbers(TOY_PARTS.indexOf(part) + 1);
  const rows = Array.from({ length: ROWS[part] }, () => {
    const [a, b, noise] = [next.next().value, next.next().value, next.next().value];
    return `${a + b + 0.2 * noise > 1.1 ? 1 : 0},${a.toFixed(6)},${b.toFixed(6)},1,${noise.toFixed(6)}\n`;
  });
  return rows.join('');
}

/** @returns the key's prefix, ending in a slash */
export async function storeToyDataset({ s3, bucket, namePrefix }: VerifyContext): Promise<string> {
  const prefix = `datasets/${namePrefix}verify/`;
  for (const part of TOY_PARTS)
    await s3.send(
      new PutObjectCommand({ Bucket: bucket, Key: `${prefix}${part}/part-00000.csv`, Body: toyRows(part) }),
    );
  return prefix;
}
