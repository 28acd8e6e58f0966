import { createHash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { crc32 } from 'node:zlib';
import { ServiceError } from '../protocol/service-error.ts';

/** What the sender says of a body: by header, or by trailer when the body has ended. */
export type BodyClaims = (name: string) => string | undefined;

type Digest = {
  readonly claim: string;
  readonly update: (chunk: Buffer) => void;
  readonly value: () => string;
};

/** Passes a body on and refuses it at its end when it is not what its sender says. CRC32C and CRC64 are not checked. */
export class CheckedBody extends Transform {
  readonly #claims: BodyClaims;
  readonly #digests: readonly Digest[];
  #size = 0;

  constructor(claims: BodyClaims) {
    super();
    this.#claims = claims;
    const announced = `${claims('x-amz-trailer') ?? ''} `;
    this.#digests = DIGESTS.filter(
      ([claim]) =>
        claims(claim) !== undefined || announced.includes(`${claim} `) || announced.includes(`${claim},`),
    ).map(([claim, create]) => ({ claim, ...create() }));
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#size += chunk.length;
    for (const digest of this.#digests) digest.update(chunk);
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    done(this.#refusal());
  }

  #refusal(): ServiceError | null {
    const size = this.#claims('x-amz-decoded-content-length');
    if (size !== undefined && Number(size) !== this.#size)
      return new ServiceError(
        'IncompleteBody',
        `The body has ${this.#size} bytes, x-amz-decoded-content-length said ${size}`,
      );
    const wrong = this.#digests.find(({ claim, value }) => this.#claims(claim) !== value());
    if (!wrong) return null;
    return new ServiceError('BadDigest', `The ${wrong.claim} you specified did not match what we received.`);
  }
}

type Hashing = Omit<Digest, 'claim'>;

const DIGESTS: readonly (readonly [claim: string, create: () => Hashing])[] = [
  ['content-md5', () => hashing('md5')],
  ['x-amz-checksum-sha1', () => hashing('sha1')],
  ['x-amz-checksum-sha256', () => hashing('sha256')],
  ['x-amz-checksum-crc32', crc],
];

function hashing(algorithm: 'md5' | 'sha1' | 'sha256'): Hashing {
  const hash = createHash(algorithm);
  return { update: (chunk) => void hash.update(chunk), value: () => hash.digest('base64') };
}

/** Big-endian, as every S3 client writes it. */
function crc(): Hashing {
  let sum = 0;
  return {
    update: (chunk) => void (sum = crc32(chunk, sum)),
    value: () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(sum);
      return bytes.toString('base64');
    },
  };
}
