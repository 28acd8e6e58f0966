import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidStage, parseStages, stageSchema } from './stage.ts';
import { STAGES } from './stages.ts';

const [dev, staging] = STAGES;

describe('stages', () => {
  it('are dev, staging and prod', () => {
    expect(STAGES.map(({ name }) => name)).toEqual(['dev', 'staging', 'prod']);
  });

  it('refuse what is not known, and what Fargate does not have', () => {
    expect(() => parseStages([{ ...dev, colour: 'red' }])).toThrow(InvalidStage);
    expect(() => parseStages([{ ...dev, task: { cpu: 256, memoryMiB: 4096 } }])).toThrow(
      /cpu 256 with 512, 1024/,
    );
    expect(() => parseStages([{ ...dev, igUrl: 'http://demo-api.ig.com' }])).toThrow(/igUrl/);
  });

  it('have names and codes of their own', () => {
    expect(() => parseStages([dev, { ...staging, name: 'dev' }])).toThrow(
      'two stages have one name: dev, dev',
    );
    expect(() => parseStages([dev, { ...staging, code: 'd' }])).toThrow('two stages have one code: d, d');
  });

  it('take no name or code that a resource could not have', () => {
    const fits = stageSchema.shape;
    fc.assert(
      fc.property(fc.string(), (text) => {
        if (fits.name.safeParse(text).success) expect(text).toMatch(/^[a-z][a-z0-9]{1,11}$/);
        if (fits.code.safeParse(text).success) expect(text).toMatch(/^[a-z][a-z0-9]{0,2}$/);
      }),
    );
    for (const wrong of ['', 'a', 'Dev', '1dev', 'de-v', 'averylongname1'])
      expect(fits.name.safeParse(wrong).success).toBe(false);
    for (const wrong of ['', 'D', '1', 'abcd', 'a-']) expect(fits.code.safeParse(wrong).success).toBe(false);
  });
});
