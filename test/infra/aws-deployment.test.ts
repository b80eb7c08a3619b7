import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  ScanCommand,
} from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import { ConfigurationError, parseDeployment, readDeployment } from '../../infra/config.ts';
import example from '../../infra/deployment.example.json' with { type: 'json' };
import { dynamoEngine } from '../../infra/local/dynamo-engine.ts';
import { overdueComponents } from '../../infra/overdue-components.ts';
import { type Account, markTable, objections, reservations } from '../../infra/preflight.ts';
import { localDate } from '../../shared/domain/local-date.ts';
import { documentClient } from '../../shared/wiring.ts';

const deployment = parseDeployment(example, 'the test');

describe('a configuration', () => {
  test('that is left as the example stands for Thailand, with mail from Singapore', () => {
    expect(deployment).toMatchObject({
      name: 'nithet',
      table: 'nithet',
      region: 'ap-southeast-7',
      mailRegion: 'ap-southeast-1',
      mailPerSecond: 14,
      malwareProtection: false,
    });
  });

  test.for([
    ['an account of 11 digits', { account: '12345678901' }, /account: the 12 digits/],
    [
      'a region that AWS does not have',
      { region: 'ap-southeast-77' },
      /region: "ap-southeast-77" is no region/,
    ],
    ['a region of China', { mailRegion: 'cn-north-1' }, /mailRegion: "cn-north-1" is no region/],
    [
      'a host name with a scheme',
      { domain: 'https://nithet.example.go.th' },
      /domain: a host name/,
    ],
    ['no sender', { sender: undefined }, /sender: /],
    ['a sender without a domain', { sender: 'nithet' }, /sender: /],
    [
      'a certificate outside us-east-1',
      { certificateArn: example.certificateArn.replace('us-east-1', 'ap-southeast-7') },
      /certificateArn: the ARN of a certificate in us-east-1/,
    ],
    [
      'a certificate of another account',
      { account: '999999999999' },
      /certificateArn: belongs to account 123456789012, the deployment to 999999999999/,
    ],
    ['a name that no bucket could bear', { name: 'Nithet_1' }, /name: 3–20 small letters/],
    ['a misspelt field', { mailregion: 'ap-southeast-1' }, /mailregion/],
  ] as const)('with %s is refused, and says why', ([, changes, message]) => {
    expect(() => parseDeployment({ ...example, ...changes }, 'deployment.json')).toThrow(message);
  });

  test('tells all its faults at once', () => {
    const faulty = { ...example, account: 'x', domain: 'x', sender: 'x' };
    expect(() => parseDeployment(faulty, 'deployment.json')).toThrow(
      /^deployment\.json cannot be used:\n {2}- account: .*\n {2}- domain: .*\n {2}- sender: /,
    );
  });

  test('that is not there is not replaced by the example', () => {
    expect(() => readDeployment('nowhere.json')).toThrow(ConfigurationError);
  });
});

describe('before a deployment', () => {
  async function account(changes: Partial<Account> = {}) {
    const engine = await dynamoEngine();
    const documents = documentClient(engine.client);
    const full: Account = {
      identify: async () => deployment.account,
      documents,
      sending: async () => ({ daily: 50_000, perSecond: 14, isVerified: true }),
      ...changes,
    };
    return { engine, documents, account: full };
  }

  test('an account without the table has nothing against it', async () => {
    const { account: empty } = await account();
    expect(await objections(deployment, empty)).toEqual([]);
  });

  test('credentials of another account are refused', async () => {
    const { account: other } = await account({ identify: async () => '999999999999' });
    const [objection] = await objections(deployment, other);
    expect(objection).toContain('belong to account 999999999999, the deployment to 123456789012');
  });

  test('a region that is not enabled is named, and the table not asked for', async () => {
    const asked: unknown[] = [];
    const documents: Pick<DynamoDBDocumentClient, 'send'> = {
      send: async (command: unknown) => asked.push(command),
    };
    const { account: closed } = await account({
      documents,
      identify: async (region) => {
        if (region === 'ap-southeast-7') throw new Error('the security token is invalid');
        return deployment.account;
      },
    });
    const found = await objections(deployment, closed);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/do not work in ap-southeast-7 .*enable the region/);
    expect(asked).toEqual([]);
  });

  test('a table that this code has marked is taken again', async () => {
    const { engine, documents, account: own } = await account();
    await engine.createTable(deployment.table);
    expect(await objections(deployment, own)).toEqual([]);
    await markTable(deployment, documents);
    expect(await objections(deployment, own)).toEqual([]);
    const { Items } = await documents.send(new ScanCommand({ TableName: deployment.table }));
    expect(Items).toHaveLength(1);
  });

  test.for([
    [
      'of a newer version',
      { pk: 'SETTINGS', sk: 'TABLE', version: 2 },
      /is of version 2, this code knows versions up to 1/,
    ],
    ['of somebody else', { pk: 'CUSTOMER#1', sk: 'META' }, /holds data but no version/],
  ] as const)('a table %s is refused and left alone', async ([, Item, message]) => {
    const { engine, documents, account: foreign } = await account();
    await engine.createTable(deployment.table);
    await documents.send(new PutCommand({ TableName: deployment.table, Item }));
    const [objection] = await objections(deployment, foreign);
    expect(objection).toMatch(message);
    const { pk, sk } = Item;
    const stored = await documents.send(
      new GetCommand({ TableName: deployment.table, Key: { pk, sk } }),
    );
    expect(stored.Item).toEqual(Item);
  });
});

test.for([
  ['all is well', { daily: 50_000, perSecond: 14, isVerified: true }, []],
  ['the account is in the sandbox', { daily: 200, perSecond: 14, isVerified: true }, [/sandbox/]],
  ['the sender is not verified', { daily: 50_000, perSecond: 14, isVerified: false }, [/DKIM/]],
  [
    'all is slower than configured',
    { daily: 50_000, perSecond: 1, isVerified: true },
    [/1 mails a second/],
  ],
] as const)('after a deployment, where %s, the operator hears of it', ([, sending, expected]) => {
  const found = reservations(deployment, sending);
  expect(found).toEqual(expected.map((pattern) => expect.stringMatching(pattern)));
});

describe('components', () => {
  const today = localDate('2026-11-23');
  const none = { vulnerabilities: {} };
  const found = {
    vulnerabilities: {
      hono: {
        severity: 'high',
        via: [{ title: 'a header may be forged', url: 'https://advisory.example/1' }, 'other'],
      },
    },
  };

  test.each([
    ['brought up to date within a quarter, without a known flaw', none, '2026-08-23', []],
    [
      'with a known flaw',
      found,
      '2026-11-20',
      ['hono (high): a header may be forged https://advisory.example/1; other: npm audit fix'],
    ],
    [
      'untouched for more than a quarter',
      none,
      '2026-08-22',
      ['no component was brought up to date since 2026-08-22: npm update, then test'],
    ],
  ])('%s', (_, audit, lockedOn, said) => {
    expect(overdueComponents(audit, localDate(lockedOn), today)).toEqual(said);
  });
});
