/**
 * `npm run bench:cold`: how long a function takes from the start of its process to its first answer, against a
 * floor: a bundle of Hono, zod and the document client that reads one item and answers a page.
 *
 * Each run is a process of its own, as a cold start is; the table is a stub on this machine that knows no item.
 * Runs of all bundles alternate, so that a busy machine slows them alike; a figure is the median.
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { buildFunction } from '../infra/build-functions.ts';
import { functions } from '../infra/functions.ts';

const RUNS = 11;
const FLOOR = 'bench/cold-floor.ts';

/** A request for the page that everybody comes in by, as API Gateway hands it on. */
const event = {
  version: '2.0',
  rawPath: '/sign-in',
  rawQueryString: '',
  headers: { host: 'localhost', 'x-nithet-origin': 'an origin for benches' },
  isBase64Encoded: false,
  requestContext: {
    domainName: 'localhost',
    http: { method: 'GET', path: '/sign-in', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' },
    stage: '$default',
  },
};
/** A request for a page behind the door: nobody is signed in, so it leads to the former. */
const insideEvent = {
  ...event,
  rawPath: '/provinces/80',
  requestContext: {
    ...event.requestContext,
    http: { ...event.requestContext.http, path: '/provinces/80' },
  },
};
const stepInput = { fiscalYear: 2563, province: '80', startedAt: '2020-04-01T00:00:00.000Z' };

/** Calls the handler once, whatever comes of it, and prints the milliseconds since the process began. */
const child = `
const [path, handler, input] = process.argv.slice(1);
const module = await import(path);
let status;
try {
  const answer = await module[handler](JSON.parse(input), {});
  status = answer?.statusCode ?? 200;
} catch (error) {
  status = error.name;
}
process.stdout.write(JSON.stringify({ milliseconds: performance.now(), status }));
process.exit(0);`;

interface Candidate {
  readonly name: string;
  readonly path: string;
  readonly handler: string;
  readonly input: string;
  readonly kilobytes: number;
}

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const directory = await mkdtemp(join(tmpdir(), 'nithet-cold-'));
const table = createServer((_, response) => {
  response.setHeader('content-type', 'application/x-amz-json-1.0');
  response.end('{}');
}).listen(0, '127.0.0.1');
await once(table, 'listening');
const address = table.address();
const port = typeof address === 'object' ? address?.port : undefined;

const environment = {
  AWS_REGION: 'ap-southeast-7',
  AWS_ACCESS_KEY_ID: 'none',
  AWS_SECRET_ACCESS_KEY: 'none',
  AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}`,
  TABLE_NAME: 'nithet',
  TABLE_REGION: 'ap-southeast-7',
  MAIL_REGION: 'ap-southeast-1',
  MAIL_FROM: 'noreply@nithet.example',
  STATE_MACHINE_ARN: 'arn:aws:states:ap-southeast-7:000000000000:stateMachine:nithet-cycle',
  NITHET_PUBLIC_URL: 'https://nithet.example.go.th',
  PEPPER: 'a pepper for benches only',
  ORIGIN_SECRETS: 'an origin for benches',
  FUNCTIONS: '{}',
  NITHET_PASSKEYS: 'required',
  FILES_BUCKET: 'nithet-files',
  FILES_ORIGIN: 'https://nithet-files.s3.ap-southeast-7.amazonaws.com',
  ASSETS: JSON.stringify({
    styles: '/a.css',
    script: '/a.js',
    passkey: '/p.js',
    icon: '/a.svg',
    fonts: [],
  }),
};

const floor = await candidate('floor', FLOOR, 'handler', event);
const candidates = [
  floor,
  await candidate('web', 'functions/web/index.ts', 'web', event),
  await candidate('web, inside', 'functions/web/index.ts', 'web', insideEvent),
  // The others answer no page: their first step on a table without their items.
  ...(await Promise.all(
    functions
      .filter(({ name }) => ['start-cycles', 'next-step', 'plan-visits', 'evaluate'].includes(name))
      .map(({ name, module, handler }) => candidate(name, module, handler, stepInput)),
  )),
  await candidate('deliver-code', 'functions/mail/index.ts', 'deliverCode', {
    email: 'nobody@example.go.th',
  }),
];
const times = new Map<string, number[]>(candidates.map(({ name }) => [name, []]));
for (let run = 0; run < RUNS; run += 1) {
  for (const each of candidates) times.get(each.name)?.push(await time(each));
}
const floorTime = median(times.get('floor') ?? []);
for (const { name, kilobytes } of candidates) {
  const milliseconds = median(times.get(name) ?? []);
  const ratioToFloor = Number((milliseconds / floorTime).toFixed(2));
  console.log(
    values.json
      ? JSON.stringify({ function: name, kilobytes, ratioToFloor })
      : `${name.padEnd(16)}${String(kilobytes).padStart(6)} KB ${milliseconds.toFixed(0).padStart(6)} ms ${ratioToFloor.toFixed(2).padStart(6)} × floor`,
  );
}
table.close();
await rm(directory, { recursive: true });

async function candidate(
  name: string,
  module: string,
  handler: string,
  input: object,
): Promise<Candidate> {
  const { kilobytes } = await buildFunction(module, join(directory, name));
  const path = pathToFileURL(join(directory, name, 'index.mjs')).href;
  return { name, path, handler, input: JSON.stringify(input), kilobytes };
}

async function time({ name, path, handler, input }: Candidate): Promise<number> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', child, path, handler, input],
    { env: environment },
  );
  const { milliseconds, status }: { milliseconds: number; status: unknown } = JSON.parse(stdout);
  if ((name === 'web' || name === 'floor') && status !== 200) {
    throw new Error(`${name} answered ${status}`);
  }
  return milliseconds;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
