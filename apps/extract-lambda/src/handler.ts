import type { ExtractAnswer } from '@moving-ground/run';
import { runExtraction } from './extract/run-extraction.ts';
import type { ExtractEffects } from './extract-effects.ts';
import { extractEffects } from './wiring.ts';

/** @param given what the Glue job gets: every name begins with two dashes, every value is text */
export async function extract(
  given: Readonly<Record<string, string>>,
  _context?: unknown,
  effects: ExtractEffects = extractEffects(),
): Promise<ExtractAnswer> {
  return runExtraction(given, effects);
}
