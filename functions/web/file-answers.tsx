/** The files of one place: shown, sent, taken in, saved, taken out. */
import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import * as z from 'zod';
import { mostFiles, present, standingFiles } from '../../shared/domain/evidence.ts';
import { placeIdSchema, placeOf } from '../../shared/domain/file-place.ts';
import { nameOn, orgIdSchema } from '../../shared/domain/organization.ts';
import { can } from '../../shared/domain/permissions.ts';
import { problemTexts } from '../../shared/text/files.ts';
import type { FieldError } from '../../shared/web/components.tsx';
import { ProblemError } from '../../shared/web/problem.tsx';
import { createFileActs, type FileOutcome, tidy } from './file-acts.ts';
import { filesDesk, isHandedIn } from './file-rights.ts';
import { FilesPage } from './files-page.tsx';
import { refuse } from './province-frame.tsx';
import {
  found,
  page,
  pathOf,
  signedIn,
  todayOf,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

const placePath = z.object({ orgId: orgIdSchema, place: placeIdSchema });
const filePath = placePath.extend({ fileId: z.uuid() });

const formSchema = z.object({ action: z.string(), fields: z.record(z.string(), z.string()) });
const linkSchema = z.object({ link: z.string() });
const querySchema = z.object({
  done: z.enum(['added', 'waiting', 'removed', 'released']).optional().catch(undefined),
  problem: z
    .enum([
      'absent',
      'too-many',
      'used-form',
      'twice',
      'type',
      'size',
      'malware',
      'changed',
      'closed',
    ])
    .optional()
    .catch(undefined),
});

export async function showPlace(c: Context<WebEnv>, dependencies: WebDependencies) {
  const { files, roster, ask, publicUrl } = dependencies;
  const { orgId, place } = pathOf(c, placePath);
  const user = signedIn(c);
  const desk = found(await filesDesk(dependencies, user, orgId, placeOf(place)));
  const organization = found(await roster.find(orgId));
  await tidy(dependencies, await files.list(orgId, place));
  const list = await files.list(orgId, place);
  const most = mostFiles[desk.place.of];
  const room = most - standingFiles(list).length;
  const { done, problem } = querySchema.parse(c.req.query());
  const errors: FieldError[] = problem ? [{ id: 'file', message: problemTexts[problem] }] : [];
  const fileId = randomUUID();
  const comeBackTo = new URL(`${here(orgId, place)}/${fileId}/taken`, publicUrl).href;
  const form =
    desk.mayChange && room > 0
      ? formSchema.parse(
          await ask('sign-file', { act: 'upload', orgId, place, fileId, comeBackTo }),
        )
      : undefined;
  const { shortName } = nameOn(organization, todayOf(dependencies));
  return page(
    c,
    {
      title: desk.title,
      line: shortName,
      errors,
      status: errors.length > 0 ? 422 : 200,
      breadcrumbs: [
        { text: shortName, href: `/organizations/${orgId}` },
        { text: desk.parent.text.replace(/^กลับไปที่/, ''), href: desk.parent.href },
        { text: desk.title },
      ],
    },
    <FilesPage
      {...{ desk, done, errors, form, most, room }}
      files={present(list)}
      base={here(orgId, place)}
    />,
  );
}

export async function takeIn(c: Context<WebEnv>, dependencies: WebDependencies) {
  const { orgId, place, fileId } = pathOf(c, filePath);
  const acts = createFileActs(dependencies);
  const outcome = await acts.takeIn(signedIn(c), orgId, placeOf(place), fileId);
  return answer(c, orgId, place, outcome, 'added');
}

/** Hands on to where the file lies; only a clean one is there. */
export async function saveFile(c: Context<WebEnv>, dependencies: WebDependencies) {
  const { files, ask } = dependencies;
  const { orgId, place, fileId } = pathOf(c, filePath);
  found(await filesDesk(dependencies, signedIn(c), orgId, placeOf(place)));
  const list = await files.list(orgId, place);
  const file = found(list.files.find((each) => each.fileId === fileId));
  const gone = file.removed && !(await isHandedIn(dependencies, list, placeOf(place), fileId));
  if (gone || file.state !== 'clean') throw new ProblemError(404);
  const signed = await ask('sign-file', { act: 'download', orgId, place, fileId, name: file.name });
  return c.redirect(linkSchema.parse(signed).link, 303);
}

export async function actOn(
  c: Context<WebEnv>,
  dependencies: WebDependencies,
  act: 'remove' | 'release',
) {
  const { orgId, place, fileId } = pathOf(c, filePath);
  const acts = createFileActs(dependencies);
  const outcome = await acts[act](signedIn(c), orgId, placeOf(place), fileId);
  return answer(c, orgId, place, outcome, act === 'remove' ? 'removed' : 'released');
}

function here(orgId: string, place: string): string {
  return `/organizations/${orgId}/files/${place}`;
}

function answer(
  c: Context<WebEnv>,
  orgId: string,
  place: string,
  outcome: FileOutcome,
  done: 'added' | 'removed' | 'released',
) {
  const back = (query: Record<string, string>) =>
    c.redirect(`${here(orgId, place)}?${new URLSearchParams(query)}`, 303);
  if ('done' in outcome) {
    const { state, rejectedFor } = outcome.done;
    if (done !== 'added') return back({ done });
    if (state === 'rejected') return back({ problem: rejectedFor ?? 'type' });
    return back({ done: state === 'clean' ? 'added' : 'waiting' });
  }
  switch (outcome.refused) {
    case 'not-found':
      return refuse({ refused: 'not-found' });
    case 'forbidden':
      // Closed meanwhile for those who may otherwise; for others there is nothing to do here.
      if (can(signedIn(c), 'read-organization', { orgId })) return back({ problem: 'closed' });
      return refuse({ refused: 'not-found' });
    case 'absent':
    case 'too-many':
    case 'used-form':
    case 'twice':
      return back({ problem: outcome.refused });
  }
}
