import { describe, expect, it } from 'vitest';
import { InvalidSecret, parseIgCredentials, readIgCredentials, SecretUnreadable } from './ig-credentials.ts';

describe('parseIgCredentials', () => {
  it('reads the three texts', () => {
    const text =
      '{"ig_identifier":"someone","ig_password":"p4ss","ig_api_key":"k3y","note":"more is allowed"}';
    expect(parseIgCredentials(text, 'ig')).toEqual({
      identifier: 'someone',
      password: 'p4ss',
      apiKey: 'k3y',
    });
  });

  it.each([
    ['{"ig_identifier":"someone","ig_password":"p4ssw0rd"}', 'ig_api_key'],
    ['{"ig_identifier":"someone","ig_password":7,"ig_api_key":"p4ssw0rd"}', 'ig_password'],
    ['p4ssw0rd', 'the JSON object'],
    ['["p4ssw0rd"]', 'the JSON object'],
  ])('names what the secret %s lacks, never what it holds', (text, missing) => {
    const parse = (): unknown => parseIgCredentials(text, 'ig');
    expect(parse).toThrow(InvalidSecret);
    expect(parse).toThrow(`secret "ig" lacks ${missing}`);
    expect(parse).not.toThrow(/p4ssw0rd/);
  });
});

describe('readIgCredentials', () => {
  it('says which secret could not be asked for, and why', async () => {
    const refusing = async (): Promise<string> => Promise.reject(new Error('connect ECONNREFUSED'));
    const reading = readIgCredentials(refusing, 'ig');
    await expect(reading).rejects.toThrow(SecretUnreadable);
    await expect(reading).rejects.toThrow('secret "ig": connect ECONNREFUSED');
  });
});
