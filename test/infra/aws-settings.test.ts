import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { type FunctionEntry, functions } from '../../infra/functions.ts';
import { awsApp, propertiesOf, templatesOf, textOf } from '../support/aws-templates.ts';

const root = join(import.meta.dirname, '..', '..');
const { mail, service } = templatesOf(awsApp());
/** What every function gets from Lambda itself. */
const ofLambda = {
  AWS_REGION: 'ap-southeast-7',
  AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_SESSION_TOKEN: 'token',
};
const variablesSchema = z.object({ Variables: z.record(z.string(), z.unknown()) });

/** What the template puts into the environment of `entry`, references as text. */
function environmentOf(entry: FunctionEntry): Record<string, string> {
  const [found] = [mail, service]
    .flatMap((template) => propertiesOf(template, 'AWS::Lambda::Function'))
    .filter(({ FunctionName }) => FunctionName === `nithet-${entry.name}`);
  const { Variables } = variablesSchema.parse(found?.['Environment']);
  return Object.fromEntries(
    Object.entries(Variables).map(([name, value]) => [name, textOf(value)]),
  );
}

/** `environment`, and what has been read from it. */
function watched(environment: Record<string, string>) {
  const read = new Set<string>();
  const env = new Proxy(environment, {
    get(target, name) {
      read.add(String(name));
      return Reflect.get(target, name);
    },
  });
  return { env, read };
}

const moduleSchema = z.object({
  wire: z.custom<(platform: object) => unknown>((value) => typeof value === 'function'),
  wireOnAws: z
    .custom<(env: object) => unknown>((value) => value === undefined || typeof value === 'function')
    .optional(),
});

/** Wires as on AWS; what it makes clients of is never called. */
async function wireAsOnAws({ module }: FunctionEntry, env: Record<string, string>) {
  const loaded: unknown = await import(/* @vite-ignore */ pathToFileURL(join(root, module)).href);
  const { wire, wireOnAws } = moduleSchema.parse(loaded);
  if (wireOnAws) wireOnAws(env);
  else wire({ env });
}

test.for(functions.map((entry) => [entry.name, entry] as const))(
  '%s is given every setting that it reads, in a form that it takes, and no other',
  async ([, entry]) => {
    const { NODE_OPTIONS, ...environment } = environmentOf(entry);
    const { env, read } = watched({ ...environment, ...ofLambda });
    await wireAsOnAws(entry, env);
    expect(NODE_OPTIONS).toBe('--enable-source-maps');
    const own = [...read].filter((name) => !name.startsWith('AWS_'));
    expect(own.toSorted()).toEqual(Object.keys(environment).toSorted());
  },
);
