/** The whole product in memory, on a clock that only moves when it is told to. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { steppedClock } from '../../infra/local/clock.ts';
import { type DynamoEngine, dynamoEngine } from '../../infra/local/dynamo-engine.ts';
import { type MailArchive, mailArchive } from '../../infra/local/mail-archive.ts';
import type { MadeUpProvince } from '../../infra/local/sample/province.ts';
import { seed } from '../../infra/local/sample/seed.ts';
import { openSystem, type SystemOptions } from '../../infra/local/system.ts';
import type { FiscalYear } from '../../shared/domain/fiscal-year.ts';

const project = join(import.meta.dirname, '..', '..');

export interface TestSystemOptions
  extends Pick<SystemOptions, 'adapt' | 'outcome' | 'fault' | 'definition'> {
  readonly start: Date;
  /** Goes on with what an earlier system left. @default a new one in memory */
  readonly engine?: DynamoEngine;
  readonly archive?: MailArchive;
}

export async function testSystem({ start, engine, archive, ...options }: TestSystemOptions) {
  const clock = steppedClock({ start, flows: false });
  const dynamo = engine ?? (await dynamoEngine({}));
  const mails = archive ?? (await mailArchive());
  const errors: string[] = [];
  const system = await openSystem({
    clock,
    securityNow: () => clock.now(),
    dynamo,
    archive: mails,
    assets: {
      styles: '/assets/styles.css',
      script: '/assets/page.js',
      passkey: '/assets/passkey.js',
      icon: '/assets/icon.svg',
      fonts: [],
    },
    publicUrl: 'http://localhost:3000',
    pepper: 'a pepper for tests only',
    mailFrom: 'nithet@localhost.example',
    mailPerSecond: 100_000,
    load: (module) => import(/* @vite-ignore */ pathToFileURL(join(project, module)).href),
    onError: (where, error) => errors.push(`${where}: ${String(error)}`),
    ...options,
  });
  return {
    ...system,
    clock,
    archive: mails,
    errors,
    seed: (province: MadeUpProvince, fiscalYear: FiscalYear) =>
      seed(system.table, { province, fiscalYear, users: [] }),
    async close() {
      await system.stop();
      await clock.close();
      if (!engine) await dynamo.close();
    },
  };
}
export type TestSystem = Awaited<ReturnType<typeof testSystem>>;
