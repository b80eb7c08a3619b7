/** Shows and changes what papers say: letterheads, emblems, standing texts of organizations and of editions. */
import type { Context } from 'hono';
import * as z from 'zod';
import { emblemOf } from '../../shared/domain/emblem.ts';
import { fiscalYearOf } from '../../shared/domain/fiscal-year.ts';
import { coversYear } from '../../shared/domain/framework.ts';
import type { Letterhead, StandingTexts } from '../../shared/domain/letterhead.ts';
import { withCommittee } from '../../shared/domain/letterhead.ts';
import { nameOn, orgIdSchema, provinceSchema } from '../../shared/domain/organization.ts';
import { can, type User } from '../../shared/domain/permissions.ts';
import { provinceNames } from '../../shared/domain/provinces.ts';
import { executiveOf, isBangkok } from '../../shared/domain/titles.ts';
import { wholePicture } from '../../shared/objects/whole-picture.ts';
import { saveWithEvent, withHashes } from '../../shared/store/audited.ts';
import { hashOf } from '../../shared/store/content-hash.ts';
import { changed, filledTexts, textTemplates } from '../../shared/text/standing-texts.ts';
import type { FieldError } from '../../shared/web/components.tsx';
import { eventOf } from './acting.ts';
import { changesFrom, letterheadFrom } from './letterhead-form.ts';
import { LetterheadPage, TextsPage } from './letterhead-page.tsx';
import { crumbsTo, lineOf, provinceFrame, refuse } from './province-frame.tsx';
import { officeName } from './report-views.tsx';
import { type Form, readForm, readFormWithFile } from './request-body.ts';
import {
  authorized,
  found,
  type PageOptions,
  page,
  pathOf,
  signedIn,
  todayOf,
  type WebEnv,
} from './web-environment.tsx';

type Scope = { readonly orgId: string } | { readonly province: string };

/** Whose letterhead it is, and what stands in it where its owner has said nothing. */
interface Place {
  readonly scope: Scope;
  readonly user: User;
  readonly path: string;
  readonly options: PageOptions;
  readonly mayChange: boolean;
  readonly letterhead: Letterhead;
  /** Of an organization's book; an office has none. */
  readonly book: { templates: StandingTexts; values: Readonly<Record<string, string>> } | undefined;
}

const CHANGED = 'มีผู้แก้ไขข้อมูลนี้หลังจากที่ท่านเปิดหน้า สิ่งที่ท่านพิมพ์ยังอยู่และยังไม่ได้บันทึก หากบันทึกอีกครั้งจะใช้ของท่าน';

const TITLE = 'ข้อมูลสำหรับหนังสือและเอกสาร';

async function placeOf(c: Context<WebEnv>): Promise<Place> {
  return c.req.param('orgId') ? organizationPlace(c) : officePlace(c);
}

async function organizationPlace(c: Context<WebEnv>): Promise<Place> {
  const dependencies = c.get('dependencies');
  const { roster, plans, letterheads } = dependencies;
  const { orgId } = pathOf(c, z.object({ orgId: orgIdSchema }));
  const user = authorized(c, 'read-organization', { orgId });
  const today = todayOf(dependencies);
  const fiscalYear = fiscalYearOf(today);
  const organization = found(await roster.find(orgId));
  const plan = (await plans.plans(orgId)).find((known) => coversYear(known, fiscalYear));
  const letterhead = await letterheads.ofOrganization(orgId);
  const { name, shortName, type } = nameOn(organization, today);
  const titled = { orgId, name, type };
  const from = plan?.from ?? fiscalYear;
  return {
    scope: { orgId },
    user,
    path: `/organizations/${orgId}/letterhead`,
    options: {
      title: TITLE,
      line: shortName,
      breadcrumbs: [{ text: shortName, href: `/organizations/${orgId}` }, { text: TITLE }],
    },
    mayChange: can(user, 'edit-report', { orgId }) || can(user, 'report-on-behalf', { orgId }),
    letterhead,
    book: {
      templates: textTemplates({ type, bangkok: isBangkok(titled), planFrom: from }, [
        await letterheads.editionTexts(plan?.editionId ?? ''),
      ]),
      values: {
        organization: name,
        shortName,
        executive: executiveOf(titled),
        amphoe: organization.amphoe.name,
        province: provinceNames[organization.province] ?? '',
        office: officeName(organization.province),
        plan: `แผนปฏิบัติการป้องกันการทุจริต (พ.ศ. ${from}–${plan?.to ?? fiscalYear})`,
        round: 'รอบ 6 เดือนแรก',
        fiscalYear: String(fiscalYear),
        period: `1 ตุลาคม ${fiscalYear - 1} – 31 มีนาคม ${fiscalYear}`,
        committee: letterhead.committee,
      },
    },
  };
}

async function officePlace(c: Context<WebEnv>): Promise<Place> {
  const frame = await provinceFrame(c);
  const { province } = pathOf(c, z.object({ province: provinceSchema }));
  return {
    scope: { province },
    user: frame.user,
    path: `/provinces/${province}/letterhead`,
    options: {
      title: TITLE,
      line: lineOf(frame),
      breadcrumbs: crumbsTo(frame, { text: TITLE }),
    },
    mayChange: can(frame.user, 'plan-visits', { province }),
    letterhead: await c.get('dependencies').letterheads.ofOffice(province),
    book: undefined,
  };
}

export async function showLetterhead(c: Context<WebEnv>) {
  return answer(c, await placeOf(c), {});
}

export async function changeLetterhead(c: Context<WebEnv>) {
  const place = await changeable(c);
  const form = await readForm(c);
  const parsed = letterheadFrom(form, place.letterhead, place.book?.templates);
  if ('errors' in parsed) return answer(c, place, { form, errors: parsed.errors });
  if (form.get('do') === 'preview') return answer(c, place, { form, preview: parsed.letterhead });
  if (form.get('seen') !== hashOf(place.letterhead)) {
    return answer(c, place, { form, errors: [{ id: 'numerals', message: CHANGED }] }, 409);
  }
  const letterhead = withCommittee(
    place.letterhead,
    parsed.letterhead,
    todayOf(c.get('dependencies')),
  );
  if (!(await save(c, place, letterhead))) {
    return answer(
      c,
      await placeOf(c),
      { form, errors: [{ id: 'numerals', message: CHANGED }] },
      409,
    );
  }
  return c.redirect(`${place.path}?saved`, 303);
}

export async function showEmblem(c: Context<WebEnv>) {
  const { letterhead } = await placeOf(c);
  if (letterhead.emblem === undefined) return c.body(null, 204);
  const bytes = Buffer.from(letterhead.emblem, 'base64');
  const { format } = found(emblemOf(bytes));
  return c.body(new Uint8Array(bytes), 200, {
    'content-type': format === 'png' ? 'image/png' : 'image/jpeg',
    'x-content-type-options': 'nosniff',
  });
}

/** Bytes; it is kept with the letterhead. */
const LARGEST_EMBLEM = 150_000;
/** More would only cost time: it is printed three centimetres high. */
const MOST_PIXELS = 2000;

export async function changeEmblem(c: Context<WebEnv>) {
  const place = await changeable(c);
  const { form, file } = await readFormWithFile(c, 'emblem');
  const { emblem: _, ...without } = place.letterhead;
  if (form.get('do') === 'remove') {
    return changedEmblem(c, place, without);
  }
  const message = emblemProblem(file?.bytes);
  if (message || !file) return answer(c, place, { errors: [{ id: 'emblem', message }] });
  const emblem = Buffer.from(file.bytes).toString('base64');
  return changedEmblem(c, place, { ...without, emblem });
}

async function changedEmblem(c: Context<WebEnv>, place: Place, letterhead: Letterhead) {
  if (await save(c, place, letterhead)) return c.redirect(`${place.path}?saved`, 303);
  return answer(c, await placeOf(c), { errors: [{ id: 'emblem', message: CHANGED }] }, 409);
}

function emblemProblem(bytes: Uint8Array | undefined): string {
  if (!bytes) return 'กรุณาเลือกไฟล์ภาพ';
  if (bytes.length > LARGEST_EMBLEM) return 'ไฟล์ภาพใหญ่เกิน 150 กิโลไบต์ กรุณาย่อภาพก่อน';
  const picture = emblemOf(bytes);
  const large = picture && Math.max(picture.widthPixels, picture.heightPixels) > MOST_PIXELS;
  if (large) return 'ภาพกว้างหรือสูงเกิน 2,000 จุด กรุณาย่อภาพก่อน';
  if (!wholePicture(bytes))
    return 'ไฟล์นี้ไม่ใช่ภาพ PNG หรือ JPEG ที่สมบูรณ์ กรุณาบันทึกภาพเป็น PNG หรือ JPEG แล้วเลือกใหม่';
  return '';
}

async function changeable(c: Context<WebEnv>): Promise<Place> {
  const place = await placeOf(c);
  if (!place.mayChange) refuse({ refused: 'forbidden' });
  return place;
}

/** Says whether it was saved: another may have been saved since the page was read. */
async function save(
  c: Context<WebEnv>,
  { scope, user, letterhead: read }: Place,
  letterhead: Letterhead,
): Promise<boolean> {
  const { letterheads, audits, now } = c.get('dependencies');
  const owner =
    'orgId' in scope ? (`ORG#${scope.orgId}` as const) : (`PROVINCE#${scope.province}` as const);
  const before = await letterheads.kept(owner);
  if (hashOf(before.letterhead) !== hashOf(read)) return false;
  const next = { ...before, letterhead };
  const saved = await saveWithEvent(audits, {
    owner,
    before,
    next,
    event: eventOf(user, now(), { act: 'letterhead-changed', subject: TITLE }),
    save: (sealed) => letterheads.change(owner, next, sealed),
    settle: (kept) => letterheads.auditSettled(owner, kept),
  });
  return saved !== undefined;
}

interface Showing {
  readonly form?: Form;
  readonly errors?: readonly FieldError[];
  /** What the papers would say with what was typed. */
  readonly preview?: Letterhead;
}

function answer(
  c: Context<WebEnv>,
  { options, path, letterhead, mayChange, book }: Place,
  { form, errors = [], preview }: Showing,
  status: 409 | 422 = 422,
) {
  const texts = preview && book && filledTexts(changed(book.templates, preview.texts), book.values);
  return page(
    c,
    { ...options, errors, status: errors.length > 0 ? status : 200 },
    <LetterheadPage
      {...{ path, letterhead, mayChange, form, errors, texts }}
      templates={book?.templates}
      numerals={preview?.numerals ?? letterhead.numerals}
      seen={hashOf(letterhead)}
      saved={c.req.query('saved') !== undefined}
    />,
  );
}

async function editionOf(c: Context<WebEnv>) {
  authorized(c, 'administer', 'nation');
  const { letterheads, editions } = c.get('dependencies');
  const all = await editions.all();
  const edition = found(all.find(({ editionId }) => editionId === c.req.param('edition')));
  const title = `ข้อความมาตรฐานของแผน พ.ศ. ${edition.from}–${edition.to}`;
  return {
    edition,
    others: all.filter((other) => other !== edition),
    options: { title, breadcrumbs: [{ text: 'จังหวัด', href: '/provinces' }, { text: title }] },
    // Where an edition says nothing of the Act, each type of organization keeps its own.
    templates: textTemplates({ planFrom: edition.from }, []),
    changes: await letterheads.editionTexts(edition.editionId),
  };
}

export async function showTexts(c: Context<WebEnv>) {
  return answerTexts(c, await editionOf(c), {});
}

export async function changeTexts(c: Context<WebEnv>) {
  const place = await editionOf(c);
  const form = await readForm(c);
  const parsed = changesFrom(form, place.templates);
  if ('errors' in parsed) return answerTexts(c, place, { form, errors: parsed.errors });
  const { letterheads, audits, now } = c.get('dependencies');
  const event = eventOf(signedIn(c), now(), {
    act: 'texts-changed',
    subject: place.edition.editionId,
  });
  // Told first: a crash between leaves word of a change that did not come about, and never a change without word.
  await audits.append('NATION', withHashes(event, place.changes, parsed.changes));
  await letterheads.saveEditionTexts(place.edition.editionId, parsed.changes);
  return c.redirect(`/texts/${place.edition.editionId}?saved`, 303);
}

function answerTexts(
  c: Context<WebEnv>,
  { options, edition, others, templates, changes }: Awaited<ReturnType<typeof editionOf>>,
  { form, errors = [] }: Showing,
) {
  return page(
    c,
    { ...options, errors, status: errors.length > 0 ? 422 : 200 },
    <TextsPage
      {...{ templates, changes, form, errors }}
      title={options.title}
      path={`/texts/${edition.editionId}`}
      others={others}
      saved={c.req.query('saved') !== undefined}
    />,
  );
}
