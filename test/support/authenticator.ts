/** An authenticator made of Node's own cryptography, and a browser that asks it: passkeys without a machine to touch. */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import * as z from 'zod';

export interface Authenticator {
  readonly credentialId: string;
  /** What the browser sends for a new passkey. */
  register(options: unknown): string;
  /** What it sends to sign in. */
  signIn(options: unknown, flaws?: Flaws): string;
}

/** What may be wrong with a signature. */
export interface Flaws {
  readonly origin?: string;
  readonly counter?: number;
  /** Touched, but no finger, face or number was asked for. */
  readonly unverified?: boolean;
  readonly userHandle?: string;
}

const registrationSchema = z.object({
  challenge: z.string(),
  rp: z.object({ id: z.string() }),
  user: z.object({ id: z.string() }),
});
const authenticationSchema = z.object({ challenge: z.string(), rpId: z.string() });

const PRESENT = 0x01;
const VERIFIED = 0x04;
const MAY_BE_SYNCED = 0x08;
const SYNCED = 0x10;
const HAS_CREDENTIAL = 0x40;

export interface AuthenticatorOptions {
  readonly origin?: string;
  /** @default it counts what it signs, as a security key does */
  readonly synced?: boolean;
}

export function authenticator({
  origin = 'http://localhost:3000',
  synced = false,
}: AuthenticatorOptions = {}): Authenticator {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(32);
  const credentialId = id.toString('base64url');
  const kind = synced ? MAY_BE_SYNCED | SYNCED : 0;
  let userHandle = '';
  let counter = 0;

  const dataOf = (rpId: string, flags: number, count: number, rest = Buffer.alloc(0)) => {
    const counted = Buffer.alloc(4);
    counted.writeUInt32BE(count);
    return Buffer.concat([sha256(rpId), Buffer.from([flags | kind]), counted, rest]);
  };
  const clientOf = (type: string, challenge: string, from = origin) =>
    Buffer.from(JSON.stringify({ type, challenge, origin: from, crossOrigin: false }));

  return {
    credentialId,
    register(options) {
      const { challenge, rp, user } = registrationSchema.parse(options);
      userHandle = user.id;
      const { x, y } = z
        .object({ x: z.string(), y: z.string() })
        .parse(publicKey.export({ format: 'jwk' }));
      const key = cborMap([
        [cborInt(1), cborInt(2)],
        [cborInt(3), cborInt(-7)],
        [cborInt(-1), cborInt(1)],
        [cborInt(-2), cborBytes(Buffer.from(x, 'base64url'))],
        [cborInt(-3), cborBytes(Buffer.from(y, 'base64url'))],
      ]);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const credential = Buffer.concat([Buffer.alloc(16), length, id, key]);
      const flags = PRESENT | VERIFIED | HAS_CREDENTIAL;
      const attestation = cborMap([
        [cborText('fmt'), cborText('none')],
        [cborText('attStmt'), cborMap([])],
        [cborText('authData'), cborBytes(dataOf(rp.id, flags, 0, credential))],
      ]);
      return answerOf(credentialId, {
        clientDataJSON: clientOf('webauthn.create', challenge).toString('base64url'),
        attestationObject: attestation.toString('base64url'),
        transports: ['usb'],
      });
    },
    signIn(options, flaws = {}) {
      const { challenge, rpId } = authenticationSchema.parse(options);
      counter = flaws.counter ?? (synced ? 0 : counter + 1);
      const flags = PRESENT | (flaws.unverified ? 0 : VERIFIED);
      const authenticatorData = dataOf(rpId, flags, counter);
      const client = clientOf('webauthn.get', challenge, flaws.origin);
      const signed = Buffer.concat([authenticatorData, sha256(client)]);
      return answerOf(credentialId, {
        clientDataJSON: client.toString('base64url'),
        authenticatorData: authenticatorData.toString('base64url'),
        signature: sign('sha256', signed, privateKey).toString('base64url'),
        userHandle: flaws.userHandle ?? userHandle,
      });
    },
  };
}

function answerOf(id: string, response: object): string {
  return JSON.stringify({
    id,
    rawId: id,
    type: 'public-key',
    clientExtensionResults: {},
    response,
  });
}

function sha256(data: string | Uint8Array): Buffer {
  return createHash('sha256').update(data).digest();
}

/** @see RFC 8949; as much of it as a passkey needs */
function cborHead(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value]);
  if (value < 256) return Buffer.from([(major << 5) | 24, value]);
  return Buffer.from([(major << 5) | 25, value >> 8, value & 255]);
}

function cborInt(value: number): Buffer {
  return value < 0 ? cborHead(1, -1 - value) : cborHead(0, value);
}

function cborBytes(bytes: Uint8Array): Buffer {
  return Buffer.concat([cborHead(2, bytes.length), bytes]);
}

function cborText(text: string): Buffer {
  return Buffer.concat([cborHead(3, text.length), Buffer.from(text)]);
}

function cborMap(entries: readonly (readonly [Buffer, Buffer])[]): Buffer {
  return Buffer.concat([cborHead(5, entries.length), ...entries.flat()]);
}
