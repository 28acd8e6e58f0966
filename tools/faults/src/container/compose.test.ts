import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

type Service = Readonly<Record<string, unknown>> & { readonly environment?: Record<string, string> };

const path = new URL('../../../../compose.yaml', import.meta.url);
const { services, volumes } = parse(readFileSync(path, 'utf8')) as {
  readonly services: Readonly<Record<'mongodb' | 'streamer', Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
};

describe('compose.yaml', () => {
  it('offers MongoDB to this machine only, by tag and digest, and keeps its data', () => {
    expect(services.mongodb['image']).toMatch(/^mongo:8\.0@sha256:[0-9a-f]{64}$/);
    expect(services.mongodb['ports']).toEqual(['127.0.0.1:27017:27017']);
    expect(services.mongodb['volumes']).toEqual(['mongodb:/data/db']);
    expect(Object.keys(volumes)).toEqual(['mongodb']);
  });

  it('starts MongoDB alone unless the streamer is asked for, and the streamer after MongoDB is well', () => {
    expect(services.mongodb).not.toHaveProperty('profiles');
    expect(services.mongodb['healthcheck']).toMatchObject({
      test: expect.arrayContaining(['CMD', 'mongosh']) as string[],
    });
    expect(services.streamer).toMatchObject({
      profiles: ['streamer'],
      depends_on: { mongodb: { condition: 'service_healthy' } },
    });
  });

  it('runs the streamer without rights and with time to stop', () => {
    expect(services.streamer).toMatchObject({
      build: 'apps/streamer',
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      stop_grace_period: '30s',
    });
    expect(services.streamer).not.toHaveProperty('ports');
    expect(services.streamer).not.toHaveProperty('privileged');
  });

  it('asks for what it does not know, and gives no secret of its own', () => {
    const given = services.streamer.environment ?? {};
    for (const name of ['GROUND_CONFIGURATION', 'GROUND_BUCKET', 'GROUND_SECRET_NAME', 'AWS_REGION'])
      expect(given[name]).toMatch(new RegExp(`^\\$\\{${name}:\\?.+\\}$`));
    const known = Object.entries(given).filter(([, value]) => !value.startsWith('${'));
    expect(known).toEqual([['MONGODB_URI', 'mongodb://mongodb:27017/']]);
    expect(given['AWS_SECRET_ACCESS_KEY']).toBe('${AWS_SECRET_ACCESS_KEY:-}');
  });
});
