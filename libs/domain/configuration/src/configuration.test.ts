import { describe, expect, it } from 'vitest';
import {
  configurationJsonSchema,
  InvalidConfiguration,
  nearest,
  parseConfiguration,
  PRESETS,
  withEnvironment,
} from './index.ts';

const refused = (written: unknown): string => {
  try {
    parseConfiguration(written, 'ground.config.json');
  } catch (error) {
    if (error instanceof InvalidConfiguration) return error.message;
    throw error;
  }
  return 'accepted';
};

describe('a configuration', () => {
  it('is the default preset where nothing is written', () => {
    expect(parseConfiguration({}, 'x')).toEqual({ preset: 'default', ...PRESETS.default });
  });

  it('of the article keeps one batch a model, the test objective, its winner and orders without a last moment', () => {
    const { window, tuning, promotion, bot } = parseConfiguration({ preset: 'article' }, 'x');
    expect([window.batches, tuning.objective, promotion.policy, bot.maxHoldingSeconds]).toEqual([
      1,
      'test:precision',
      'objective-best',
      null,
    ]);
    expect(PRESETS.default.promotion.policy).toBe('gate');
  });

  it("of the article has its implementation's rows: the mean of each second, oldest first, and else the default's", () => {
    const { features } = parseConfiguration({ preset: 'article' }, 'x');
    expect(features).toEqual({
      ...PRESETS.default.features,
      lagOrder: 'oldest-first',
      priceOfSecond: 'mean',
    });
    expect(PRESETS.default.features).toMatchObject({ lagOrder: 'newest-first', priceOfSecond: 'last' });
  });

  it('keeps the preset around a single written value', () => {
    const { bot } = parseConfiguration({ bot: { takeProfit: 5 } }, 'x');
    expect(bot).toEqual({ ...PRESETS.default.bot, takeProfit: 5 });
  });

  it('names an unknown key, its place and the nearest known one', () => {
    expect(refused({ bot: { takeprofit: 5 } })).toBe(
      'ground.config.json: there is no setting bot.takeprofit: did you mean bot.takeProfit?',
    );
    expect(refused({ bott: {} })).toContain('did you mean bot?');
    expect(refused({ zzzzzzzzzz: 1 })).toContain('known here:');
  });

  it('quotes a value that cannot be', () => {
    expect(refused({ bot: { takeProfit: -5 } })).toContain('bot.takeProfit was -5');
    expect(refused({ batch: { size: '10000' } })).toContain('batch.size was "10000"');
    expect(refused({ features: { resolutions: [{ lags: 0, stepSeconds: 1 }] } })).toContain(
      'features.resolutions.0.lags was 0',
    );
    expect(refused({ preset: 'articel' })).toContain('preset was "articel"');
    expect(refused([])).toContain('holds no JSON object');
  });

  it('has parts that make a whole', () => {
    expect(refused({ split: { train: 0.8 } })).toContain('split.train + validation + test was 1.1');
  });

  it('never takes a key from the prototype', () => {
    expect(refused(JSON.parse('{"__proto__": {"x": 1}}'))).toContain('there is no setting __proto__');
    expect(refused({ bot: { constructor: 1 } })).toContain('there is no setting bot.constructor');
  });
});

describe('the environment', () => {
  it('overrides a written value by its name', () => {
    const tree = withEnvironment(
      { bot: { takeProfit: 5 } },
      { GROUND_BOT_TAKE_PROFIT: '7', GROUND_ENDPOINT_NAME: 'gold' },
      [],
    );
    const { bot, endpoint } = parseConfiguration(tree, 'x');
    expect([bot.takeProfit, endpoint.name]).toEqual([7, 'gold']);
  });

  it('with an unknown name is refused with the nearest known one', () => {
    expect(() => withEnvironment({}, { GROUND_BOT_TAKEPROFIT: '7' }, [])).toThrow(
      'did you mean GROUND_BOT_TAKE_PROFIT?',
    );
  });

  it('leaves the names that are no settings to their reader', () => {
    expect(withEnvironment({}, { GROUND_DATA: '/x', HOME: '/y' }, ['GROUND_DATA'])).toEqual({});
  });
});

describe('the published JSON schema', () => {
  it('is what the sections say', async () => {
    await expect(`${JSON.stringify(configurationJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(
      '../../../../ground.schema.json',
    );
  });
});

describe('nearest', () => {
  it('is empty where nothing is near', () => {
    expect([nearest('epoch', ['epochs', 'seed']), nearest('qqqqqq', ['seed'])]).toEqual(['epochs', '']);
  });
});
