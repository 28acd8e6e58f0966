import { describe, expect, it } from 'vitest';
import { parseExtractArguments, renderExtractArguments, type ExtractArguments } from './extract-arguments.ts';

const given: ExtractArguments = {
  bucket: 'ground',
  batchId: '20260105t101500-0f3a9c21',
  windowBatches: ['20260105t091500-0f3a9c20', '20260105t101500-0f3a9c21'],
  schema: '{"version":"1"}',
  split: { train: 0.7, validation: 0.15, test: 0.15 },
  seed: 1,
  rowsPerFile: 50_000,
};

describe('extract arguments', () => {
  it('are read back as they were rendered', () => {
    expect(parseExtractArguments(renderExtractArguments(given))).toEqual(given);
  });

  it.each([
    ['--split', '0.7,0.2', 'three shares that make 1'],
    ['--split', '0.7,0.15,0.15,0', 'three shares'],
    ['--seed', '-1', '--seed was "-1": give a whole number of at least 0'],
    ['--rows_per_file', '0', 'at least 1'],
    ['--bucket', '', '--bucket was "": give a value'],
    ['--window_batches', 'x', 'a batch id reads like'],
  ])('with %s of %j are refused', (name, value, message) => {
    expect(() => parseExtractArguments({ ...renderExtractArguments(given), [name]: value })).toThrow(message);
  });
});
