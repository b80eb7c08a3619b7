/**
 * `npm run personal-data -- --forget USER_ID`: forgets who a closed account was, once its person has left.
 *
 * In the embedded data directory (`NITHET_DATA`), while the site is stopped; with `--aws` in the deployed table.
 */
import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { documentClient } from '../shared/wiring.ts';
import { type ForgetOutcome, forgetPerson } from './forget-person.ts';
import { openDataDirectory, TABLE } from './local/data-directory.ts';

const reasons = {
  'not-there': 'ไม่มีผู้ใช้งานนี้ / there is no such user',
  active: 'ต้องปิดบัญชีก่อน / the account is still open: close it first',
  changed: 'มีผู้แก้ไขพร้อมกัน โปรดลองใหม่ / changed meanwhile, please try again',
};

const now = () => new Date();

const { values } = parseArgs({
  options: {
    forget: { type: 'string' },
    aws: { type: 'boolean' },
    deployment: { type: 'string' },
  },
});

try {
  if (!values.forget) throw new Error('npm run personal-data -- --forget USER_ID [--aws]');
  const outcome = values.aws ? await deployed(values.forget) : await embedded(values.forget);
  if ('refused' in outcome) throw new Error(reasons[outcome.refused]);
  console.log(`ลบข้อมูลส่วนบุคคลแล้ว / forgotten: ${outcome.forgotten}, ${outcome.addresses} addresses`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function deployed(userId: string): Promise<ForgetOutcome> {
  // Loaded where it is needed only: it reads the CDK's facts about regions.
  const { readDeployment } = await import('./config.ts');
  const { region, table, isExample } = readDeployment(values.deployment);
  if (isExample) throw new Error('there is no deployment.json (docs/operations.md)');
  return forgetPerson(documentClient(new DynamoDBClient({ region })), table, userId, now);
}

async function embedded(userId: string): Promise<ForgetOutcome> {
  const directory = await openDataDirectory(process.env['NITHET_DATA'] || '.nithet', {
    create: false,
  });
  const engine = await directory.openDatabase(() => {});
  try {
    return await forgetPerson(documentClient(engine.client), TABLE, userId, now);
  } finally {
    await engine.close();
    directory.close();
  }
}
