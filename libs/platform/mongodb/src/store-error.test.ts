import { StoreUnreachable } from '@moving-ground/market';
import {
  MongoInvalidArgumentError,
  MongoNetworkError,
  MongoNetworkTimeoutError,
  MongoServerError,
  MongoServerSelectionError,
  MongoWriteConcernError,
  type TopologyDescription,
} from 'mongodb';
import { describe, expect, it } from 'vitest';
import { NotMarkable, StoreAccessDenied, StoreFull, StoreRefused, WriterLockLost } from './errors.ts';
import { storeError } from './store-error.ts';

const server = (code: number, message = 'no') => new MongoServerError({ message, errmsg: message, code });
const socketError = Object.assign(new Error('write EPIPE 10.1.2.3:27017'), {
  code: 'EPIPE',
  syscall: 'write',
});
const selection = new MongoServerSelectionError(
  'connect ECONNREFUSED 10.1.2.3:27017',
  {} as TopologyDescription,
);
const concern = new MongoWriteConcernError({
  ok: 1,
  writeConcernError: { code: 64, errmsg: 'waiting for replication timed out' },
});

describe('an error of the driver', () => {
  it.each([
    ['a connection cut', new MongoNetworkError('connection 3 to 10.1.2.3:27017 closed')],
    ['an answer that does not come', new MongoNetworkTimeoutError('connection to 10.1.2.3 timed out')],
    ['a server that is not found', selection],
    ['a write that no majority has yet', concern],
    ["the socket's own", socketError],
    ['a primary that steps down', server(10107)],
    ['a server that shuts down', server(91)],
    ['an upsert that met its own first attempt', server(11000)],
  ])('is unanswered and names no host: %s', (_, error) => {
    const told = storeError(error);
    expect(told).toBeInstanceOf(StoreUnreachable);
    expect(told.message).not.toContain('10.1.2.3');
    expect(told.cause).toBeUndefined();
  });

  it.each([
    ['a wrong password', server(18, 'Authentication failed.'), StoreAccessDenied],
    ['a role that is missing', server(13), StoreAccessDenied],
    ['a full disk', server(14031), StoreFull],
    ['a full disk under a server in a file', server(1, 'database or disk is full (13)'), StoreFull],
    ['a document that is too large', server(10334), StoreRefused],
    ['what the driver will not send', new MongoInvalidArgumentError('bad'), StoreRefused],
    ['what is thrown by nobody known', 'text', StoreRefused],
  ] as const)('is final: %s', (_, error, kind) => {
    expect(storeError(error)).toBeInstanceOf(kind);
  });

  it('that is told already stays as it is', () => {
    const told = [new StoreUnreachable('x'), new NotMarkable('1-0', 'b', 'is open'), new WriterLockLost('x')];
    expect(told.map(storeError)).toEqual(told);
  });
});
