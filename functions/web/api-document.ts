/** OpenAPI 3.1 of the JSON API, from the schemas that its handlers parse by. */
import * as z from 'zod';
import { createDocument } from 'zod-openapi';
import { fiscalYearSchema } from '../../shared/domain/fiscal-year.ts';
import { localDateSchema } from '../../shared/domain/local-date.ts';
import { orgIdSchema, provinceSchema } from '../../shared/domain/organization.ts';
import { itemIdSchema } from '../../shared/domain/plan.ts';
import { roundSchema } from '../../shared/domain/round.ts';
import { problemSchema } from '../../shared/web/problem.tsx';
import { adviceListSchema, adviceSchema, answerAdviceBodySchema } from './api-advice-schemas.ts';
import {
  addedItemsSchema,
  addItemsBodySchema,
  cancelItemBodySchema,
  editItemBodySchema,
  planItemViewSchema,
  plansViewSchema,
} from './api-plan-schemas.ts';
import {
  askExtensionBodySchema,
  extensionSchema,
  provinceRoundSchema,
  provinceYearSchema,
  publicOrganizationSchema,
  reportSchema,
  saveDraftBodySchema,
  savedDraftSchema,
  submitBodySchema,
  submittedSchema,
} from './api-schemas.ts';
import { cookieName } from './session.ts';

const problem = problemSchema.meta({ id: 'Problem' });
const orgPath = z.object({
  orgId: orgIdSchema.meta({ description: 'For example 80-0711', example: '80-0711' }),
});
const year = fiscalYearSchema.meta({
  description: 'Fiscal year in the Buddhist Era',
  example: 2563,
});
const reportPath = orgPath.extend({ year, round: roundSchema });
const planPath = orgPath.extend({
  period: z
    .string()
    .regex(/^[0-9]{4}-[0-9]{4}$/)
    .meta({ example: '2562-2564' }),
});
const itemPath = planPath.extend({ itemId: itemIdSchema });
const writeHeaders = z.object({
  'Idempotency-Key': z
    .string()
    .regex(/^[\w.:-]{8,100}$/)
    .optional()
    .meta({
      description: 'Required with a key; not read with a session. A UUID for each request does',
      example: '6f1c2a0e-5f53-4a51-9d0f-2f6a0c3a7b11',
    }),
});
const provincePath = z.object({ province: provinceSchema.meta({ example: '80' }), year });

export function apiDocument(publicUrl: URL) {
  const signedIn = [{ session: [] }, { key: [] }];
  return createDocument(
    {
      openapi: '3.1.1',
      info: {
        title: 'Nithet',
        version: '1',
        description:
          'Reports on action plans for preventing corruption. Errors are problem details (RFC 9457) in Thai; ' +
          '`errors` names row, item, field and a stable code. Programs come with a key, which organizations and ' +
          'offices make on their pages; each of its writes carries an `Idempotency-Key`: the same key with the ' +
          'same request is answered as before for 48 hours, without being done again.',
      },
      servers: [{ url: publicUrl.origin }],
      paths: {
        '/api/organizations/{orgId}': {
          get: {
            operationId: 'organization',
            summary: 'What anybody may know of an organization',
            requestParams: { path: orgPath },
            responses: {
              200: json('The organization', publicOrganizationSchema),
              ...refusals(401, 404, 429),
            },
          },
        },
        '/api/provinces/{province}/years/{year}': {
          get: {
            operationId: 'provinceYear',
            summary: "How a province's fiscal year stands, and its published visits",
            security: signedIn,
            requestParams: { path: provincePath },
            responses: {
              200: json('The year', provinceYearSchema),
              ...refusals(401, 403, 404, 429),
            },
          },
        },
        '/api/provinces/{province}/rounds/{year}/{round}': {
          get: {
            operationId: 'provinceRound',
            summary: "A province's round: state, timeliness and score of each organization",
            security: signedIn,
            requestParams: { path: provincePath.extend({ round: roundSchema }) },
            responses: {
              200: json('The round', provinceRoundSchema),
              ...refusals(401, 403, 404, 429),
            },
          },
        },
        '/api/organizations/{orgId}/reports/{year}/{round}': {
          get: {
            operationId: 'report',
            summary: 'A report: its dates, the rows to fill in, what is wrong so far',
            security: signedIn,
            requestParams: { path: reportPath },
            responses: { 200: json('The report', reportSchema), ...refusals(401, 403, 404, 429) },
          },
        },
        '/api/organizations/{orgId}/reports/{year}/{round}/draft': {
          put: {
            operationId: 'saveDraft',
            summary: 'Saves a draft; it may hold errors',
            security: signedIn,
            requestParams: { path: reportPath, header: writeHeaders },
            requestBody: { required: true, ...jsonBody(saveDraftBodySchema) },
            responses: {
              200: json('Saved', savedDraftSchema),
              ...refusals(400, 401, 403, 404, 409, 413, 415, 422, 429),
            },
          },
        },
        '/api/organizations/{orgId}/reports/{year}/{round}/submissions': {
          post: {
            operationId: 'submit',
            summary: 'Hands the report in',
            security: signedIn,
            requestParams: { path: reportPath, header: writeHeaders },
            requestBody: { required: true, ...jsonBody(submitBodySchema) },
            responses: {
              200: json('Handed in before under the same submissionId', submittedSchema),
              201: json('Handed in', submittedSchema),
              ...refusals(400, 401, 403, 404, 409, 413, 415, 422, 429),
            },
          },
        },
        '/api/organizations/{orgId}/reports/{year}/{round}/extension': {
          post: {
            operationId: 'askExtension',
            summary: 'Asks the office for more time',
            security: signedIn,
            requestParams: { path: reportPath, header: writeHeaders },
            requestBody: { required: true, ...jsonBody(askExtensionBodySchema) },
            responses: {
              200: json('Asked for', extensionSchema),
              ...refusals(400, 401, 403, 404, 409, 413, 415, 422, 429),
            },
          },
        },
        '/api/organizations/{orgId}/plans': {
          get: {
            operationId: 'plans',
            summary: 'All plans of an organization with their items',
            security: signedIn,
            requestParams: { path: orgPath },
            responses: { 200: json('The plans', plansViewSchema), ...refusals(401, 403, 404, 429) },
          },
        },
        '/api/organizations/{orgId}/plans/{period}/items': {
          post: {
            operationId: 'addPlanItems',
            summary: 'Adds items to a plan',
            security: signedIn,
            requestParams: { path: planPath, header: writeHeaders },
            requestBody: { required: true, ...jsonBody(addItemsBodySchema) },
            responses: {
              200: json('Added before under the same token', addedItemsSchema),
              201: json('Added', addedItemsSchema),
              ...refusals(400, 401, 403, 404, 409, 413, 415, 422, 429),
            },
          },
        },
        '/api/organizations/{orgId}/plans/{period}/items/{itemId}': {
          put: {
            operationId: 'editPlanItem',
            summary: 'Changes an item; it keeps its id',
            security: signedIn,
            requestParams: { path: itemPath, header: writeHeaders },
            requestBody: { required: true, ...jsonBody(editItemBodySchema) },
            responses: {
              200: json('The item', planItemViewSchema),
              ...refusals(400, 401, 403, 404, 409, 413, 415, 422, 429),
            },
          },
        },
        '/api/organizations/{orgId}/plans/{period}/items/{itemId}/cancel': {
          post: {
            operationId: 'cancelPlanItem',
            summary: 'Takes an item out of the plan, with a reason',
            security: signedIn,
            requestParams: { path: itemPath, header: writeHeaders },
            requestBody: { required: true, ...jsonBody(cancelItemBodySchema) },
            responses: {
              200: json('The item', planItemViewSchema),
              ...refusals(400, 401, 403, 404, 409, 413, 415, 422, 429),
            },
          },
        },
        '/api/organizations/{orgId}/recommendations': {
          get: {
            operationId: 'recommendations',
            summary: 'Recommendations that supervision teams have made to the organization',
            security: signedIn,
            requestParams: { path: orgPath },
            responses: {
              200: json('All of them', adviceListSchema),
              ...refusals(401, 403, 404, 429),
            },
          },
        },
        '/api/organizations/{orgId}/recommendations/{year}/{visitNo}/{no}/answers': {
          post: {
            operationId: 'answerRecommendation',
            summary: 'The organization answers, or the office judges or takes down an answer',
            security: signedIn,
            requestParams: {
              path: orgPath.extend({ year, visitNo: z.int().min(1), no: z.int().min(1) }),
              header: writeHeaders,
            },
            requestBody: { required: true, ...jsonBody(answerAdviceBodySchema) },
            responses: {
              200: json('How it stands now', adviceSchema),
              ...refusals(400, 401, 403, 404, 409, 413, 415, 422, 429),
            },
          },
        },
      },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: cookieName('session', publicUrl) },
          key: {
            type: 'http',
            scheme: 'bearer',
            bearerFormat: 'nit_<id>_<secret>',
            description:
              'An API key; it reads, saves drafts, submits or changes the plan as was chosen when it was made',
          },
        },
      },
    },
    {
      // Branded values are checked by code; here they are told in JSON's own words.
      allowEmptySchema: { custom: true },
      override: ({ zodSchema, jsonSchema }) => {
        if (zodSchema === localDateSchema) {
          Object.assign(jsonSchema, { type: 'string', format: 'date' });
        }
        if (zodSchema === fiscalYearSchema) {
          Object.assign(jsonSchema, { type: 'integer', minimum: 2500, maximum: 2699 });
        }
      },
    },
  );
}

function jsonBody<Schema extends z.ZodType>(schema: Schema) {
  return { content: { 'application/json': { schema } } };
}

function json<Schema extends z.ZodType>(description: string, schema: Schema) {
  return { description, ...jsonBody(schema) };
}

const meanings: Readonly<Record<number, string>> = {
  400: 'Broken JSON, or an Idempotency-Key that is missing or malformed',
  401: 'Not signed in; the key is malformed, unknown, expired or revoked',
  403: 'May be read, but not written; the key is not for this',
  404: 'Not there, or not yours',
  409: 'Not now: too early, locked, closed, unsigned, changed meanwhile, or the same request is at work; `code` says which',
  413: 'More than 2 MB',
  415: 'Not JSON',
  429: 'Too often: 1,200 requests a minute for a key; `Retry-After` says when to come again',
  422: 'Fields or rows are wrong, as `errors` says; or the Idempotency-Key stood for another request',
};

function refusals(...statuses: (keyof typeof meanings & number)[]) {
  return Object.fromEntries(
    statuses.map((status) => [
      String(status),
      {
        description: meanings[status] ?? '',
        content: { 'application/problem+json': { schema: problem } },
      },
    ]),
  );
}
