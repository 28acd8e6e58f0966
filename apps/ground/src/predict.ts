import { readFileSync } from 'node:fs';
import { PRESETS } from '@moving-ground/configuration';
import type { Asked } from './loop-verbs.ts';
import { EXIT } from './start.ts';
import { UsageError } from './usage-error.ts';

/** A row of features a line, no header, as the endpoint takes them. @throws UsageError for a file that is none */
export async function predict({ word: file, cloud, json, endpointName }: Asked): Promise<number> {
  const predictions = await cloud.predict(endpointName ?? PRESETS.default.endpoint.name, readRows(file));
  predictions.forEach(({ score, predicted_label: label }, row) => {
    const text = `row ${row + 1}  score ${score.toFixed(6)}  predicted_label ${label}`;
    process.stdout.write(
      `${json ? JSON.stringify({ row: row + 1, score, predicted_label: label }) : text}\n`,
    );
  });
  return EXIT.done;
}

function readRows(file: string): Uint8Array {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} could not be read: ${(error as Error).message}`, { cause: error });
  }
  if (text.trim() === '')
    throw new UsageError(`${file} is empty: write a row of features a line, numbers only`);
  return new TextEncoder().encode(text);
}
