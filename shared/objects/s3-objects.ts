/**
 * The object store in S3, by its REST interface: the SDK's client would make half of a bundle.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
 */
import { createHash, createHmac } from 'node:crypto';
import { AwsClient } from 'aws4fetch';
import * as z from 'zod';
import { attachment, type ObjectKey, type ObjectStore } from './object-store.ts';

const environment = z.object({
  AWS_REGION: z.string().min(1),
  AWS_ACCESS_KEY_ID: z.string().min(1),
  AWS_SECRET_ACCESS_KEY: z.string().min(1),
  AWS_SESSION_TOKEN: z.string().optional(),
});

export interface S3Options {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The computer's own time: S3 refuses what is signed by another one. */
  readonly now: () => Date;
  /** Which setting names the bucket. @default FILES_BUCKET */
  readonly bucketSetting?: 'FILES_BUCKET' | 'ANCHOR_BUCKET';
  /** @default `fetch` */
  readonly send?: (request: Request) => Promise<Response>;
}

/** Tries of a request that S3 asks to repeat (5xx) or that got no answer; every one here may be repeated. */
const TRIES = 3;

export function s3Objects({
  env,
  now,
  bucketSetting = 'FILES_BUCKET',
  send = fetch,
}: S3Options): ObjectStore {
  const settings = environment.parse(env);
  const bucket = z.string().min(3).parse(env[bucketSetting]);
  const signer = new AwsClient({
    service: 's3',
    region: settings.AWS_REGION,
    accessKeyId: settings.AWS_ACCESS_KEY_ID,
    secretAccessKey: settings.AWS_SECRET_ACCESS_KEY,
    ...(settings.AWS_SESSION_TOKEN && { sessionToken: settings.AWS_SESSION_TOKEN }),
  });
  const host = `https://${bucket}.s3.${settings.AWS_REGION}.amazonaws.com`;
  const addressOf = (key: ObjectKey) => `${host}/${key}`;
  const datetime = () =>
    now()
      .toISOString()
      .replaceAll(/[:-]|\.\d{3}/g, '');

  async function call(method: string, address: string, init: RequestInit = {}) {
    for (let attempt = 1; ; attempt += 1) {
      const request = await signer.sign(address, {
        ...init,
        method,
        aws: { datetime: datetime() },
      });
      const response = await send(request).catch((error: unknown) => {
        if (attempt === TRIES) throw error;
        return undefined;
      });
      if (response && (response.status < 500 || attempt === TRIES)) return response;
      await pause(50 * 2 ** attempt);
    }
  }

  return {
    async put(key, bytes, contentType) {
      const response = await call('PUT', addressOf(key), {
        body: Buffer.from(bytes),
        headers: {
          'content-type': contentType,
          // S3 refuses what came otherwise than it left.
          'x-amz-sdk-checksum-algorithm': 'SHA256',
          'x-amz-checksum-sha256': createHash('sha256').update(bytes).digest('base64'),
        },
      });
      await demand(response, [200], `PUT ${key}`);
    },

    async get(key) {
      const response = await call('GET', addressOf(key));
      if (await isAbsent(response)) return undefined;
      await demand(response, [200], `GET ${key}`);
      const bytes = new Uint8Array(await response.arrayBuffer());
      const fileName = decodedName(response.headers.get(NAME_HEADER));
      const facts = { bytes, size: bytes.length, contentType: contentTypeOf(response) };
      return fileName === undefined ? facts : { ...facts, fileName };
    },

    async head(key) {
      const response = await call('HEAD', addressOf(key));
      if (await isAbsent(response)) return undefined;
      await demand(response, [200], `HEAD ${key}`);
      const size = Number(response.headers.get('content-length'));
      return { size, contentType: contentTypeOf(response) };
    },

    async delete(key) {
      await demand(await call('DELETE', addressOf(key)), [204, 404], `DELETE ${key}`);
    },

    async link(key, { fileName, seconds = 60 }) {
      const query = new URLSearchParams({
        'X-Amz-Expires': String(seconds),
        'response-content-disposition': attachment(fileName),
        'response-cache-control': 'no-store',
      });
      const { url } = await signer.sign(`${addressOf(key)}?${query}`, {
        method: 'GET',
        aws: { signQuery: true, datetime: datetime() },
      });
      return url;
    },

    async uploadForm(key, { atMost, comeBackTo, seconds }) {
      const at = datetime();
      const scope = [at.slice(0, 8), settings.AWS_REGION, 's3', 'aws4_request'];
      const fields = {
        key,
        success_action_redirect: comeBackTo,
        'x-amz-algorithm': 'AWS4-HMAC-SHA256',
        'x-amz-credential': [settings.AWS_ACCESS_KEY_ID, ...scope].join('/'),
        'x-amz-date': at,
        ...(settings.AWS_SESSION_TOKEN && { 'x-amz-security-token': settings.AWS_SESSION_TOKEN }),
      };
      const policy = Buffer.from(
        JSON.stringify({
          expiration: new Date(now().getTime() + seconds * 1000).toISOString(),
          conditions: [
            { bucket },
            ...Object.entries(fields).map(([name, value]) => ({ [name]: value })),
            ['starts-with', `$${NAME_HEADER}`, ''],
            ['content-length-range', 0, atMost],
          ],
        }),
      ).toString('base64');
      return {
        action: host,
        fields: {
          ...fields,
          // biome-ignore lint/suspicious/noTemplateCurlyInString: S3 puts in what the browser calls the file.
          [NAME_HEADER]: '${filename}',
          policy,
          'x-amz-signature': policySignature(settings.AWS_SECRET_ACCESS_KEY, scope, policy),
        },
      };
    },

    async tags(key) {
      const response = await call('GET', `${addressOf(key)}?tagging`);
      if (await isAbsent(response)) return {};
      await demand(response, [200], `GET ${key}?tagging`);
      return tagsIn(await response.text());
    },
  };
}

const NAME_HEADER = 'x-amz-meta-name';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-UsingHTTPPOST.html */
function policySignature(secret: string, scope: readonly string[], policy: string): string {
  const hmac = (key: string | Buffer, text: string) =>
    createHmac('sha256', key).update(text).digest();
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${secret}`);
  return hmac(key, policy).toString('hex');
}

/** What is not ASCII comes as RFC 2047 has it, or as its bare bytes. */
function decodedName(header: string | null): string | undefined {
  if (header === null) return undefined;
  const words = header.replaceAll(/\?=\s+=\?/g, '?==?');
  if (!/^=\?utf-8\?[bq]\?/i.test(words)) return Buffer.from(header, 'latin1').toString('utf8');
  return words.replaceAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, how: string, text: string) =>
    how.toLowerCase() === 'b'
      ? Buffer.from(text, 'base64').toString('utf8')
      : decodeURIComponent(text.replaceAll('%', '=25').replaceAll('_', ' ').replaceAll('=', '%')),
  );
}

/** `<TagSet><Tag><Key>…</Key><Value>…</Value></Tag></TagSet>`; scanners' tags hold no markup. */
function tagsIn(xml: string): Record<string, string> {
  const tags = xml.matchAll(/<Key>([^<]*)<\/Key>\s*<Value>([^<]*)<\/Value>/g);
  return Object.fromEntries([...tags].map(([, key = '', value = '']) => [key, value]));
}

async function isAbsent(response: Response): Promise<boolean> {
  if (response.status !== 404) return false;
  await response.body?.cancel();
  return true;
}

/** @throws {Error} with what S3 says, where it answered with another status */
async function demand(response: Response, statuses: readonly number[], what: string) {
  if (statuses.includes(response.status)) return;
  throw new Error(`s3 answered ${response.status} to ${what}: ${await response.text()}`);
}

function contentTypeOf({ headers }: Response): string {
  return headers.get('content-type') ?? 'application/octet-stream';
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
