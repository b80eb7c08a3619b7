/** The templates of the example deployment, and what IAM is told in them. */
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import * as z from 'zod';
import { type Deployment, parseDeployment } from '../../infra/config.ts';
import example from '../../infra/deployment.example.json' with { type: 'json' };
import { addStacks } from '../../infra/stacks.ts';

const sampleAssets = {
  styles: '/assets/styles-X.css',
  script: '/assets/page-X.js',
  passkey: '/assets/passkey.js',
  icon: '/assets/icon-X.svg',
  fonts: [],
};

function sampleDeployment(changes: Partial<Deployment> = {}): Deployment {
  return parseDeployment({ ...example, ...changes }, 'the test');
}

/** The stacks as `npm run synth` makes them, but for the bundles. */
export function awsApp(changes: Partial<Deployment> = {}) {
  const app = new App();
  const stacks = addStacks(app, {
    deployment: sampleDeployment(changes),
    assets: sampleAssets,
    codeOf: () => Code.fromInline('// a bundle'),
  });
  return { app, stacks };
}

export function templatesOf({ stacks }: ReturnType<typeof awsApp>) {
  return {
    data: Template.fromStack(stacks.data),
    mail: Template.fromStack(stacks.mail),
    service: Template.fromStack(stacks.service),
  };
}

export function propertiesOf(template: Template, type: string): Record<string, unknown>[] {
  return Object.values(template.findResources(type)).map(
    (resource) => propertiesSchema.parse(resource).Properties,
  );
}
const propertiesSchema = z.object({ Properties: z.record(z.string(), z.unknown()) });

const machineSchema = z.object({
  DefinitionString: z.string(),
  DefinitionSubstitutions: z.record(
    z.string(),
    z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }),
  ),
});

/** The state machine of a template, and the names of the functions that its placeholders stand for. */
export function machineOf(template: Template) {
  const [found] = propertiesOf(template, 'AWS::StepFunctions::StateMachine');
  const { DefinitionString, DefinitionSubstitutions } = machineSchema.parse(found);
  const lambdas = template.findResources('AWS::Lambda::Function');
  const functionsBySubstitution = Object.fromEntries(
    Object.entries(DefinitionSubstitutions).map(
      ([
        name,
        {
          'Fn::GetAtt': [id],
        },
      ]) => [name, propertiesSchema.parse(lambdas[id]).Properties['FunctionName']],
    ),
  );
  return { machine: DefinitionString, functionsBySubstitution };
}

/** A value of a template as text: references by the names of what they refer to, without CDK's hashes. */
export function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(' | ');
  if (typeof value !== 'object' || value === null) return String(value);
  const [entry] = Object.entries(value);
  if (!entry) return '';
  const [key, inner]: [string, unknown] = entry;
  if (key === 'Ref') return inner === 'AWS::Partition' ? 'aws' : `<${withoutHash(String(inner))}>`;
  if (key === 'Fn::GetAtt') {
    const [resource, attribute] = z.tuple([z.string(), z.string()]).parse(inner);
    return attribute === 'Arn'
      ? `<${withoutHash(resource)}>`
      : `<${withoutHash(resource)}.${attribute}>`;
  }
  if (key === 'Fn::Join') {
    const [separator, parts] = z.tuple([z.string(), z.array(z.unknown())]).parse(inner);
    return parts.map(textOf).join(separator);
  }
  return Object.entries(value)
    .map(([name, each]) => `${name} ${textOf(each)}`)
    .join(', ');
}

function withoutHash(logicalId: string): string {
  return logicalId.replace(/[0-9A-F]{8}$/, '');
}

const statementSchema = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: z.union([z.string(), z.array(z.string())]),
  Resource: z.unknown().optional(),
  Principal: z.unknown().optional(),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});

/**
 * Every statement of a template, by the resource that it is attached to: policies of roles, who may assume them,
 * policies of buckets, topics and queues, and who may call which function.
 */
export function statementsOf(template: Template): Record<string, string[]> {
  const { Resources } = resourcesSchema.parse(template.toJSON());
  const found: Record<string, string[]> = {};
  for (const [id, { Type, Properties }] of Object.entries(Resources)) {
    const statements = documentsIn(Properties).flatMap(({ Statement }) => Statement.map(lineOf));
    if (Type === 'AWS::Lambda::Permission') statements.push(permissionOf(Properties));
    if (statements.length > 0) found[withoutHash(id)] = statements;
  }
  return found;
}

const resourcesSchema = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) }),
  ),
});
const documentSchema = z.object({ Statement: z.array(statementSchema), Version: z.string() });

/** Policy documents, wherever a resource keeps one. */
function documentsIn(value: unknown): z.infer<typeof documentSchema>[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('Statement' in value) return [documentSchema.parse(value)];
  return Object.values(value).flatMap(documentsIn);
}

function lineOf({
  Effect,
  Action,
  Resource,
  Principal,
  Condition,
}: z.infer<typeof statementSchema>) {
  return [
    Effect === 'Deny' ? 'deny ' : '',
    textOf(Action),
    Principal === undefined ? '' : ` by ${textOf(Principal)}`,
    Resource === undefined ? '' : ` on ${textOf(Resource)}`,
    ...Object.entries(Condition ?? {}).map(
      ([operator, keys]) =>
        ` if ${operator} ${Object.entries(keys)
          .map(([key, value]) => `${key} = ${textOf(value)}`)
          .join(', ')}`,
    ),
  ].join('');
}

function permissionOf({ Action, Principal, FunctionName, SourceArn }: Record<string, unknown>) {
  return `${textOf(Action)} by ${textOf(Principal)} on ${textOf(FunctionName)} from ${textOf(SourceArn)}`;
}
