/** A small S3 in this process: the operations that the product uses, each signature checked by the SDK's signer. */
import { createHash } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';

const credentials = {
  accessKeyId: 'AKIAEXAMPLE',
  secretAccessKey: 'a secret',
  sessionToken: 'a token',
};
const REGION = 'ap-southeast-7';
const BUCKET = 'nithet-files';

/** What a function that may use this S3 finds in its environment. */
export const s3Environment = {
  FILES_BUCKET: BUCKET,
  AWS_REGION: REGION,
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  AWS_SESSION_TOKEN: credentials.sessionToken,
};

interface Kept {
  readonly bytes: Buffer;
  readonly contentType: string;
}

export function s3Fake(now: () => Date) {
  const objects = new Map<string, Kept>();
  const signer = new S3Client({ region: REGION, credentials }).config.signer;

  async function isSigned(request: Request): Promise<boolean> {
    const url = new URL(request.url);
    const query = Object.fromEntries(url.searchParams);
    const headers: Record<string, string> = Object.fromEntries(request.headers);
    const { 'X-Amz-Signature': signature, ...unsigned } = query;
    const date = query['X-Amz-Date'] ?? headers['x-amz-date'] ?? '';
    const signingDate = new Date(date.replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5'));
    const { authorization, ...others } = headers;
    const signedNames = /SignedHeaders=([^,]+)/.exec(authorization ?? '')?.[1]?.split(';') ?? [];
    const asSent = {
      method: request.method,
      protocol: 'https:',
      hostname: url.hostname,
      path: url.pathname,
    };
    const own = await signer();
    if (signature !== undefined) {
      const age = (now().getTime() - signingDate.getTime()) / 1000;
      if (age > Number(query['X-Amz-Expires'])) return false;
      const kept = Object.entries(unsigned).filter(([name]) => !name.startsWith('X-Amz-'));
      if (!isPresigner(own)) throw new Error('the SDK presigns no more');
      // S3 takes links whose payload is unsigned; the header says so to the signer and is not part of the link.
      const unsignedPayload = new Set(['x-amz-content-sha256']);
      const again = await own.presign(
        {
          ...asSent,
          query: Object.fromEntries(kept),
          headers: { host: url.host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
        },
        {
          signingDate,
          expiresIn: Number(query['X-Amz-Expires']),
          unhoistableHeaders: unsignedPayload,
          unsignableHeaders: unsignedPayload,
        },
      );
      return again.query?.['X-Amz-Signature'] === signature;
    }
    const signed = Object.entries(others).filter(([name]) => signedNames.includes(name));
    const again = await own.sign(
      { ...asSent, query, headers: { ...Object.fromEntries(signed), host: url.host } },
      { signingDate },
    );
    return again.headers['authorization'] === authorization;
  }

  async function answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (url.hostname !== `${BUCKET}.s3.${REGION}.amazonaws.com`) return refuse(404, 'NoSuchBucket');
    if (!(await isSigned(request))) return refuse(403, 'SignatureDoesNotMatch');
    const key = decodeURIComponent(url.pathname.slice(1));
    if (request.method === 'PUT') {
      const bytes = Buffer.from(await request.arrayBuffer());
      const sum = createHash('sha256').update(bytes).digest('base64');
      if (request.headers.get('x-amz-checksum-sha256') !== sum) return refuse(400, 'BadDigest');
      objects.set(key, { bytes, contentType: request.headers.get('content-type') ?? '' });
      return new Response(null);
    }
    if (request.method === 'DELETE') {
      objects.delete(key);
      return new Response(null, { status: 204 });
    }
    const found = objects.get(key);
    if (!found) return refuse(404, 'NoSuchKey');
    const headers = new Headers({
      'content-type': found.contentType,
      'content-length': String(found.bytes.length),
    });
    for (const name of ['content-disposition', 'cache-control']) {
      const asked = url.searchParams.get(`response-${name}`);
      if (asked) headers.set(name, asked);
    }
    return new Response(request.method === 'HEAD' ? null : new Uint8Array(found.bytes), {
      headers,
    });
  }

  return { answer, objects };
}

function refuse(status: number, code: string): Response {
  return new Response(`<Error><Code>${code}</Code></Error>`, { status });
}

interface Presigner {
  presign(request: object, options: object): Promise<{ readonly query?: Record<string, unknown> }>;
}

function isPresigner(signer: object): signer is Presigner {
  return 'presign' in signer && typeof signer.presign === 'function';
}
