import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCommandLine } from './command-line.ts';
import { readSettings } from './settings.ts';
import { configurationLines } from './show-configuration.ts';

function configurationFile(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'ground-settings-')), 'my.json');
  writeFileSync(file, text);
  return file;
}

const read = (
  file: string,
  flags: string[],
  environment: Record<string, string> = {},
): ReturnType<typeof readSettings> =>
  readSettings(parseCommandLine(['--config', file, ...flags]), environment);

describe('settings', () => {
  it('take the flag over the environment, the environment over the file, the file over the preset', () => {
    const file = configurationFile('{"bot": {"takeProfit": 1, "stopLoss": 2, "ordersPerSecond": 4}}');
    const { bot, batch } = read(file, ['--take-profit', '7'], {
      GROUND_BOT_TAKE_PROFIT: '6',
      GROUND_BOT_STOP_LOSS: '5',
    }).configuration;
    expect([bot.takeProfit, bot.stopLoss, bot.ordersPerSecond, batch.size]).toEqual([7, 5, 4, 10_000]);
  });

  it('blame the layer that brought the error in', () => {
    const file = configurationFile('{"bot": {"takeProfit": -1}}');
    expect(() => read(file, [])).toThrow(`${file}: bot.takeProfit was -1`);
    expect(() => read(configurationFile('{}'), ['--take-profit', '-1'])).toThrow('--take-profit');
    expect(() => read(configurationFile('{}'), ['--set', 'bot.takeProfit=-1'])).toThrow(
      'command line: bot.takeProfit was -1',
    );
    expect(() => read(configurationFile('{}'), [], { GROUND_BATCH_SIZE: 'many' })).toThrow(
      'environment: batch.size was "many"',
    );
  });

  it('name a file that is missing or no JSON', () => {
    expect(() => read('nowhere.json', [])).toThrow('nowhere.json could not be read');
    expect(() => read(configurationFile('{oops'), [])).toThrow('is not JSON');
    expect(() => read(configurationFile('[]'), [])).toThrow('holds no JSON object');
  });

  it('show where each value comes from', () => {
    const lines = configurationLines(
      read(configurationFile('{"bot": {"takeProfit": 1}}'), ['--stop-loss', '2']),
    );
    expect(lines.find((line) => line.startsWith('bot.takeProfit'))).toMatch(/ 1 .*my\.json$/);
    expect(lines.find((line) => line.startsWith('bot.stopLoss'))).toMatch(/ 2 .*command line$/);
    expect(lines.find((line) => line.startsWith('batch.size'))).toMatch(/ 10000 .*preset default$/);
  });
});
