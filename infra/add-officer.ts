/**
 * `npm run add-officer -- --email … --position …`: adds an officer of the central office to the deployed table, with
 * the operator's own credentials. The first one cannot be invited by anybody.
 */
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { userSchema } from '../shared/domain/permissions.ts';
import { addOfficer } from '../shared/store/add-officer.ts';
import { dynamoTable } from '../shared/store/table.ts';
import { documentClient } from '../shared/wiring.ts';
import { readDeployment } from './config.ts';

const { values } = parseArgs({
  options: {
    email: { type: 'string' },
    position: { type: 'string' },
    deployment: { type: 'string' },
  },
});
const officer = userSchema.safeParse({
  schemaVersion: 1,
  userId: randomUUID(),
  email: values.email,
  role: 'central',
  position: values.position,
  provinces: [],
  active: true,
});
const { region, table, isExample } = readDeployment(values.deployment);
if (!officer.success || isExample) {
  console.error(
    isExample
      ? 'there is no deployment.json: deploy first (docs/operations.md)'
      : 'say --email with an address and --position with the name of the post',
  );
  process.exitCode = 1;
} else {
  const documents = documentClient(new DynamoDBClient({ region }));
  const store = dynamoTable(documents, table);
  const isAdded = await addOfficer(store, officer.data, () => new Date());
  if (isAdded) console.log(`${officer.data.email} may sign in now`);
  else console.error(`${officer.data.email} belongs to somebody already`);
  process.exitCode = isAdded ? 0 : 1;
}
