import { describe, expect, it } from 'vitest';
import { readSettings } from './settings.ts';

const environment = {
  GROUND_CONFIGURATION: '{"endpoint":{"name":"live"}}',
  GROUND_BUCKET: 'moving-ground-data',
  GROUND_STORE: 'data/market.db',
  AWS_REGION: 'eu-west-2',
};

describe('readSettings', () => {
  it('reads its own variables, with figures that suit a first try', () => {
    const { configuration, ...settings } = readSettings(environment);
    expect(configuration.endpoint.name).toBe('live');
    expect(settings).toEqual({
      bucket: 'moving-ground-data',
      store: { sqlitePath: 'data/market.db' },
      address: { host: '127.0.0.1', port: 8790 },
      expiryMs: 180 * 60_000,
      muteAfterMs: 30_000,
      deadlineMs: 800,
      logLevel: 'info',
    });
  });

  it('takes every figure, and MongoDB where it is named', () => {
    const mongodbUri = 'mongodb://localhost:27017/';
    const given = {
      ...environment,
      GROUND_STORE: undefined,
      MONGODB_URI: mongodbUri,
      GROUND_LIVE_HOST: '::1',
      GROUND_LIVE_PORT: '0',
      GROUND_EXPIRY_MINUTES: '15',
      GROUND_MUTE_SECONDS: '5',
      GROUND_DEADLINE_MS: '500',
      GROUND_STAGE: 'dev',
      GROUND_LOG_LEVEL: 'warn',
    };
    expect(readSettings(given)).toMatchObject({
      store: { mongodbUri },
      address: { host: '::1', port: 0 },
      expiryMs: 900_000,
      muteAfterMs: 5_000,
      deadlineMs: 500,
      stage: 'dev',
      logLevel: 'warn',
    });
  });

  it.each([
    ['GROUND_BUCKET', undefined, /GROUND_BUCKET was missing: name the bucket/],
    ['GROUND_STORE', undefined, /GROUND_STORE was missing: name the SQLite file/],
    ['GROUND_LIVE_HOST', 'everywhere', /GROUND_LIVE_HOST was "everywhere": give an IP address/],
    ['GROUND_LIVE_PORT', '65536', /GROUND_LIVE_PORT was "65536": give a port/],
    ['GROUND_DEADLINE_MS', '1000', /GROUND_DEADLINE_MS was "1000": give milliseconds below a second/],
    ['GROUND_EXPIRY_MINUTES', '0', /GROUND_EXPIRY_MINUTES was "0": give minutes/],
    ['GROUND_MUTE_SECONDS', '1.5', /GROUND_MUTE_SECONDS was "1.5": give seconds/],
    ['MONGODB_URI', 'mongo://user:geheim@host', /^(?!.*geheim).*MONGODB_URI was something else/],
    ['GROUND_LIVE_PROT', '1', /no setting GROUND_LIVE_PROT: did you mean GROUND_LIVE_PORT/],
  ])('says what is wrong when %s is %j', (name, value, message) => {
    expect(() => readSettings({ ...environment, [name]: value })).toThrow(message);
  });
});
