import { describe, expect, it } from 'vitest';
import { NoPlace, withResult } from './result-page.ts';

const result = {
  name: 'ticks',
  title: 'how fast',
  toReach: 'much',
  data: 'some',
  text: '  a table',
  figures: {},
  loadBefore: 1,
  loadAfter: 2,
};
const machine = {
  processor: 'a processor',
  cores: 2,
  memoryGb: 24,
  system: 'linux',
  versions: { node: '24' },
  commit: 'abc',
  load: 1,
};

describe('a page with results', () => {
  it('gets each one between its two comments, also again', () => {
    const page = 'before\n<!-- ticks, begin -->\nold\n<!-- ticks, end -->\nafter\n';
    const once = withResult(page, result, machine);
    expect(once).toContain('a table');
    expect(once).toContain('on a processor, 2 cores, 24 GB, node 24, commit abc');
    expect(once).not.toContain('old');
    expect(once.startsWith('before\n') && once.endsWith('after\n')).toBe(true);
    expect(withResult(once, result, machine)).toBe(once);
  });

  it('without a place for one is refused', () => {
    expect(() => withResult('nothing here', result, machine)).toThrow(NoPlace);
  });
});
