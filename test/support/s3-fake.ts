/** A small S3 in this process: the operations that the product uses, each signature checked by the SDK's signer. */
import { createHash, createHmac } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';

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
  /** As a browser told it. */
  readonly name?: string;
  /** What the scanner noted. */
  readonly tags?: Readonly<Record<string, string>>;
}

const policySchema = z.object({
  expiration: z.string(),
  conditions: z.array(
    z.union([z.array(z.union([z.string(), z.number()])), z.record(z.string(), z.string())]),
  ),
});

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

  /** A browser's form. Checked against its policy as S3 does, `${filename}` put in first. */
  async function post(request: Request): Promise<Response> {
    const form = await request.formData();
    const file = form.get('file');
    if (!(file instanceof File)) return refuse(400, 'InvalidArgument');
    const fields = Object.fromEntries(
      [...form]
        .filter((entry): entry is [string, string] => typeof entry[1] === 'string')
        .map(([name, value]) => [name, value.replaceAll(/\$\{filename\}/g, file.name)]),
    );
    const { policy = '', 'x-amz-signature': signature, ...others } = fields;
    const scope = (others['x-amz-credential'] ?? '').split('/').slice(1);
    const own = scope.reduce<string | Buffer>(
      (key, part) => createHmac('sha256', key).update(part).digest(),
      `AWS4${credentials.secretAccessKey}`,
    );
    if (createHmac('sha256', own).update(policy).digest('hex') !== signature) {
      return refuse(403, 'SignatureDoesNotMatch');
    }
    const { expiration, conditions } = policySchema.parse(
      JSON.parse(Buffer.from(policy, 'base64').toString()),
    );
    if (Date.parse(expiration) < now().getTime()) return refuse(403, 'AccessDenied');
    const fits = Object.entries({ ...others, bucket: BUCKET }).every(([name, value]) =>
      conditions.some((condition) =>
        Array.isArray(condition)
          ? condition[0] === 'starts-with' &&
            condition[1] === `$${name}` &&
            value.startsWith(String(condition[2]))
          : condition[name] === value,
      ),
    );
    const [, least, most] =
      conditions
        .filter((condition) => Array.isArray(condition))
        .find(([kind]) => kind === 'content-length-range') ?? [];
    if (!fits) return refuse(403, 'AccessDenied');
    if (file.size < Number(least) || file.size > Number(most)) return refuse(400, 'EntityTooLarge');
    objects.set(others['key'] ?? '', {
      bytes: Buffer.from(await file.arrayBuffer()),
      contentType: 'binary/octet-stream',
      name: others['x-amz-meta-name'] ?? '',
    });
    const location = new URL(others['success_action_redirect'] ?? '');
    for (const name of ['bucket', 'key', 'etag']) location.searchParams.append(name, 'x');
    return new Response(null, { status: 303, headers: { location: location.href } });
  }

  async function answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (request.method === 'POST') return post(request);
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
    if (url.searchParams.has('tagging')) {
      const tags = Object.entries(found.tags ?? {}).map(
        ([name, value]) => `<Tag><Key>${name}</Key><Value>${value}</Value></Tag>`,
      );
      return new Response(`<Tagging><TagSet>${tags.join('')}</TagSet></Tagging>`);
    }
    const headers = new Headers({
      'content-type': found.contentType,
      'content-length': String(found.bytes.length),
    });
    // What is not ASCII, S3 encodes as mails do.
    if (found.name) {
      const encoded = Buffer.from(found.name).toString('base64');
      headers.set('x-amz-meta-name', `=?UTF-8?B?${encoded}?=`);
    }
    for (const name of ['content-disposition', 'cache-control']) {
      const asked = url.searchParams.get(`response-${name}`);
      if (asked) headers.set(name, asked);
    }
    return new Response(request.method === 'HEAD' ? null : new Uint8Array(found.bytes), {
      headers,
    });
  }

  return {
    answer,
    objects,
    /** What GuardDuty does when it has scanned the object. */
    scan(key: string, status: string) {
      const found = objects.get(key);
      if (!found) throw new RangeError(`nothing to scan: ${key}`);
      objects.set(key, { ...found, tags: { GuardDutyMalwareScanStatus: status } });
    },
  };
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
