import { InvalidConfiguration } from '@moving-ground/configuration';
import { describe, expect, it } from 'vitest';
import { readSettings } from './settings.ts';

const environment = {
  GROUND_CONFIGURATION: '{"batch":{"size":2000}}',
  GROUND_BUCKET: 'moving-ground-data',
  GROUND_SECRET_NAME: 'moving-ground/ig',
  GROUND_IG_URL: 'http://127.0.0.1:4566/ig/gateway/deal',
  GROUND_STORE: 'data/market.db',
  AWS_REGION: 'eu-west-2',
  PATH: '/bin',
};

describe('readSettings', () => {
  it('reads its own variables and leaves those of others alone', () => {
    const { configuration, ...settings } = readSettings(environment);
    expect(configuration.batch.size).toBe(2000);
    expect(configuration.instrument.epic).toBe('CS.D.BITCOIN.CFD.IP');
    expect(settings).toEqual({
      bucket: 'moving-ground-data',
      secretName: 'moving-ground/ig',
      igUrl: 'http://127.0.0.1:4566/ig/gateway/deal',
      store: { sqlitePath: 'data/market.db' },
      logLevel: 'info',
    });
  });

  it('takes MongoDB where it is named, and then needs no file', () => {
    const without = { ...environment, GROUND_STORE: undefined };
    const mongodbUri = 'mongodb://localhost:27017/';
    expect(readSettings({ ...without, MONGODB_URI: mongodbUri }).store).toEqual({ mongodbUri });
    expect(() => readSettings(without)).toThrow('GROUND_STORE was missing: name the SQLite file');
  });

  it('takes another account than the preferred one where it is named', () => {
    expect(readSettings({ ...environment, GROUND_IG_ACCOUNT: 'ABC12' }).accountId).toBe('ABC12');
    expect(() => readSettings({ ...environment, GROUND_IG_ACCOUNT: 'a b' })).toThrow(
      'GROUND_IG_ACCOUNT was "a b": give an account id, for example ABC12',
    );
  });

  it('refuses an unknown variable of its own and names the nearest one', () => {
    const read = (): unknown => readSettings({ ...environment, GROUND_BUKET: 'x' });
    expect(read).toThrow(InvalidConfiguration);
    expect(read).toThrow('there is no setting GROUND_BUKET: did you mean GROUND_BUCKET?');
  });

  it.each([
    ['GROUND_BUCKET', undefined, /GROUND_BUCKET was missing: name the bucket/],
    ['GROUND_BUCKET', 'No Bucket', /GROUND_BUCKET was "No Bucket": give a bucket name/],
    ['GROUND_IG_URL', 'demo-api.ig.com', /GROUND_IG_URL was "demo-api.ig.com": give an http or https URL/],
    ['GROUND_STORE', '', /GROUND_STORE was "": name the SQLite file/],
    ['GROUND_SECRET_NAME', undefined, /GROUND_SECRET_NAME was missing/],
    ['GROUND_LOG_LEVEL', 'loud', /GROUND_LOG_LEVEL was "loud": give one of trace, /],
    ['GROUND_CONFIGURATION', undefined, /GROUND_CONFIGURATION was missing/],
    ['GROUND_CONFIGURATION', '{', /GROUND_CONFIGURATION was "{": give the text of ground.config.json/],
  ])('says what is wrong when %s is %j', (name, value, message) => {
    expect(() => readSettings({ ...environment, [name]: value })).toThrow(message);
  });

  it('tells a wrong value in the configuration by its path', () => {
    const read = (): unknown =>
      readSettings({ ...environment, GROUND_CONFIGURATION: '{"bot":{"takeProfits":1}}' });
    expect(read).toThrow(InvalidConfiguration);
    expect(read).toThrow(/bot.takeProfits: did you mean bot.takeProfit\?/);
  });

  it('never repeats a MongoDB address that it refuses', () => {
    const read = (): unknown => readSettings({ ...environment, MONGODB_URI: 'mongo://me:hunter2@host' });
    expect(read).toThrow('MONGODB_URI was something else: give a MongoDB address');
  });
});
