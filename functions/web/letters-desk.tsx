/** The numbers of letters that give notice of single visits: from a pasted list, and one by one. */
import type { Context } from 'hono';
import type { FC } from 'hono/jsx';
import type { LocalDate } from '../../shared/domain/local-date.ts';
import { nameOn, type Organization } from '../../shared/domain/organization.ts';
import {
  isCircular,
  type Letter,
  noticeLetterOf,
  type Schedule,
} from '../../shared/domain/supervision.ts';
import { longDate, shortDate } from '../../shared/text/thai.ts';
import {
  Button,
  type FieldError,
  Notification,
  Table,
  Textarea,
} from '../../shared/web/components.tsx';
import { ProblemError } from '../../shared/web/problem.tsx';
import { createChangeVisits } from './change-visits.ts';
import { isSameLetter, type NumberedNotice } from './decide-change.ts';
import { type LetterLine, MOST_LINES, readLetterList, type WrongLine } from './letter-list.ts';
import { refuse } from './province-frame.tsx';
import { type Form, readForm } from './request-body.ts';
import { LetterFields, numberedLetterFrom, seenIn } from './season-forms.tsx';
import {
  answerChanged,
  answerUnpublished,
  plannersFrame,
  type SeasonFrame,
  seasonOptions,
  versionOf,
} from './season-frame.tsx';
import { idOf } from './visit-facts.ts';
import { hoursOf, shortNames } from './visit-words.ts';
import { found, page, todayOf, type WebDependencies, type WebEnv } from './web-environment.tsx';

/** What a pasted list is read against. */
interface Numbering {
  readonly frame: SeasonFrame;
  readonly schedule: Schedule;
  /** Of the province. */
  readonly organizations: readonly Organization[];
  readonly today: LocalDate;
}

const LIST_TITLE = 'บันทึกเลขที่หนังสือรายแห่ง';

/** What the forms for letter numbers do, by their routes. */
export function lettersDesk(dependencies: WebDependencies) {
  const { roster, seasons } = dependencies;
  const changeVisits = createChangeVisits({ ...dependencies, audit: dependencies.audits });

  async function showList(c: Context<WebEnv>) {
    const frame = await plannersFrame(c);
    const numbering = await numberingOf(frame);
    return numbering
      ? answerList(c, numbering, undefined)
      : answerUnpublished(c, dependencies, frame, LIST_TITLE);
  }

  async function takeList(c: Context<WebEnv>) {
    const frame = await plannersFrame(c);
    const numbering = found(await numberingOf(frame));
    const form = await readForm(c);
    const read = listFrom(form, numbering);
    if ('errors' in read || read.wrong.length > 0 || form.get('do') !== 'save') {
      return answerList(c, numbering, form, read);
    }
    const letters = read.lines.map(({ entry: { orgId, visitNo }, letter }) => ({
      orgId,
      visitNo,
      letter,
    }));
    return save(c, frame, form, letters, `${frame.base}?done=letters#list`);
  }

  async function showOne(c: Context<WebEnv>) {
    return answerOne(c, await plannersFrame(c), []);
  }

  async function takeOne(c: Context<WebEnv>) {
    const frame = await plannersFrame(c);
    const { orgId, visitNo } = idOf(c, frame);
    const form = await readForm(c);
    const letter = numberedLetterFrom(form);
    if ('errors' in letter) return answerOne(c, frame, letter.errors, form);
    const back = `${frame.base}/${orgId}/${visitNo}?done=letter`;
    return save(c, frame, form, [{ orgId, visitNo, letter }], back);
  }

  async function save(
    c: Context<WebEnv>,
    frame: SeasonFrame,
    form: Form,
    letters: readonly NumberedNotice[],
    back: string,
  ) {
    const change = { change: 'letters', letters } as const;
    const outcome = await changeVisits(frame.user, frame.season, seenIn(form, 'schedule'), change);
    if ('changed' in outcome) return c.redirect(back, 303);
    switch (outcome.refused) {
      case 'nothing':
        return c.redirect(back, 303);
      case 'changed':
        // A second click finds its own work done.
        return stand(letters, outcome.schedule)
          ? c.redirect(back, 303)
          : answerChanged(c, dependencies, frame);
      case 'held':
      case 'not-urgent':
      case 'conflicts':
        throw new ProblemError(409);
      default:
        return refuse(outcome);
    }
  }

  async function numberingOf(frame: SeasonFrame): Promise<Numbering | undefined> {
    const [schedule, organizations] = await Promise.all([
      seasons.schedule(frame.season.fiscalYear, frame.province),
      roster.all(frame.province),
    ]);
    return schedule && { frame, schedule, organizations, today: todayOf(dependencies) };
  }

  async function answerOne(
    c: Context<WebEnv>,
    frame: SeasonFrame,
    errors: readonly FieldError[],
    form?: Form,
  ) {
    const { orgId, visitNo } = idOf(c, frame);
    const [published, organization] = await Promise.all([
      seasons.schedule(frame.season.fiscalYear, frame.province),
      roster.find(orgId),
    ]);
    const schedule = found(published);
    const entry = found(
      schedule.entries.find(
        (one) => one.orgId === orgId && one.visitNo === visitNo && one.state !== 'cancelled',
      ),
    );
    const title = 'บันทึกเลขที่หนังสือแจ้งการนิเทศ';
    const back = `${frame.base}/${orgId}/${visitNo}`;
    return page(
      c,
      { ...seasonOptions(frame, title), errors, status: errors.length > 0 ? 422 : 200 },
      <>
        <span class="govuk-caption-l">
          {nameOn(found(organization), todayOf(dependencies)).shortName}
          {entry.state === 'scheduled' && ` · ${longDate(entry.date)} ${hoursOf(entry)}`}
        </span>
        <h1 class="govuk-heading-l">{title}</h1>
        <p class="govuk-body">
          {schedule.letter && isCircular(entry, schedule)
            ? `ขณะนี้ใช้หนังสือเวียน ${letterText(schedule.letter)} เลขที่ที่บันทึกในหน้านี้จะใช้แทนเฉพาะแห่งนี้`
            : entry.awaitsLetter && entry.letter
              ? `หนังสือ ${letterText(entry.letter)} แจ้งวันเดิมไว้ กรอกเลขที่ของหนังสือที่แจ้งวันใหม่`
              : 'ใช้เฉพาะแห่งนี้ เมื่อมีเลขที่แล้วจึงนับว่าแจ้งเป็นหนังสือ'}{' '}
          ถ้าส่งอีเมลแจ้งล่วงหน้าไปแล้ว ระบบจะส่งหนังสือแจ้งและนัดหมายปฏิทินฉบับที่มีเลขที่ให้
        </p>
        <form method="post" action={`${back}/letter`} novalidate>
          <input type="hidden" name="schedule" value={String(versionOf(schedule))} />
          <LetterFields
            errors={errors}
            form={form}
            letter={entry.awaitsLetter ? undefined : entry.letter}
          />
          <div class="actions">
            <Button>บันทึกเลขที่หนังสือ</Button>
            <a class="govuk-link" href={back}>
              ไม่ทำรายการ กลับไปหน้าก่อน
            </a>
          </div>
        </form>
      </>,
    );
  }

  return { showList, takeList, showOne, takeOne };
}

function stand(letters: readonly NumberedNotice[], { entries }: Schedule): boolean {
  return letters.every(({ orgId, visitNo, letter }) =>
    entries.some(
      (entry) =>
        entry.orgId === orgId && entry.visitNo === visitNo && isSameLetter(entry.letter, letter),
    ),
  );
}

type ReadList = ReturnType<typeof readLetterList> | { readonly errors: readonly FieldError[] };

function listFrom(form: Form, { schedule, organizations, today }: Numbering): ReadList {
  const text = form.get('list') ?? '';
  const count = text.split('\n').filter((line) => line.trim() !== '').length;
  if (count === 0) return { errors: [{ id: 'list', message: 'กรุณาวางรายการเลขที่หนังสือ' }] };
  // One more for a head.
  if (count > MOST_LINES + 1) {
    return { errors: [{ id: 'list', message: `วางได้ครั้งละไม่เกิน ${MOST_LINES} บรรทัด` }] };
  }
  const read = readLetterList(text, { entries: schedule.entries, organizations, today });
  return read.lines.length + read.wrong.length === 0
    ? { errors: [{ id: 'list', message: 'ไม่พบรายการ มีแต่หัวตาราง' }] }
    : read;
}

function answerList(
  c: Context<WebEnv>,
  { frame, schedule, organizations, today }: Numbering,
  form: Form | undefined,
  read?: ReadList,
) {
  const list = read && !('errors' in read) ? read : undefined;
  const errors = read && 'errors' in read ? read.errors : wrongAsErrors(list?.wrong ?? []);
  const names = shortNames(organizations, today);
  const text = form?.get('list') ?? '';
  // What the officer saw, or the second click would write over what a colleague did meanwhile.
  const seen = String(versionOf(schedule));
  const isGood = list !== undefined && list.wrong.length === 0;
  return page(
    c,
    { ...seasonOptions(frame, LIST_TITLE), errors, status: errors.length > 0 ? 422 : 200 },
    <>
      <h1 class="govuk-heading-l">{LIST_TITLE}</h1>
      {list && <Matches {...{ list, names, schedule }} />}
      {isGood && (
        <form method="post" action={`${frame.base}/letters`}>
          <input type="hidden" name="schedule" value={seen} />
          <input type="hidden" name="list" value={text} />
          <Button name="do" value="save">
            บันทึกเลขที่หนังสือ {list.lines.length} แห่ง
          </Button>
        </form>
      )}
      {isGood && <h2 class="govuk-heading-m">แก้ไขรายการก่อนบันทึก</h2>}
      {!isGood && (
        <p class="govuk-body">
          คัดลอกจากทะเบียนหนังสือส่งมาวางได้ บรรทัดละหนึ่งแห่ง เรียงเป็น หน่วยงาน (รหัสหรือชื่อ) เลขที่หนังสือ และวันที่
          คั่นด้วยแท็บหรือจุลภาค ระบบจะแสดงผลให้ตรวจก่อนบันทึก หากใช้เลขเดียวทุกแห่ง ให้{' '}
          <a class="govuk-link" href={`${frame.base}/letter`}>
            บันทึกเป็นหนังสือเวียน
          </a>
        </p>
      )}
      <form method="post" action={`${frame.base}/letters`} novalidate>
        <input type="hidden" name="schedule" value={seen} />
        <Textarea
          name="list"
          label="รายการเลขที่หนังสือ"
          hint="เช่น อบต.ท่าเสม็ด, ปช 0044(นศ)/123, 20 เม.ย. 2563"
          rows={12}
          value={text}
          errors={errors}
        />
        <div class="actions">
          <Button kind={isGood ? 'secondary' : 'primary'} name="do" value="preview">
            ตรวจรายการ
          </Button>
          <a class="govuk-link" href={`${frame.base}#list`}>
            ไม่ทำรายการ กลับไปหน้าก่อน
          </a>
        </div>
      </form>
    </>,
  );
}

function wrongAsErrors(wrong: readonly WrongLine[]): FieldError[] {
  return wrong.map(({ at, message }) => ({ id: 'list', message: `บรรทัดที่ ${at}: ${message}` }));
}

const Matches: FC<{
  list: ReturnType<typeof readLetterList>;
  names: ReadonlyMap<string, string>;
  schedule: Schedule;
}> = ({ list: { lines, wrong }, names, schedule }) => (
  <>
    {wrong.length > 0 && (
      <Notification title={`อ่านได้ ${lines.length} บรรทัด ต้องแก้ไข ${wrong.length} บรรทัด`}>
        <p class="govuk-body">ยังไม่มีการบันทึก แก้ไขหรือลบบรรทัดที่ผิดด้านล่าง แล้วตรวจอีกครั้ง</p>
      </Notification>
    )}
    {lines.length > 0 && (
      <Table
        caption="รายการที่จะบันทึก"
        rows={lines}
        columns={[
          { head: 'บรรทัด', cell: ({ at }) => at, figure: true },
          { head: 'หน่วยงาน', cell: ({ entry }) => names.get(entry.orgId), heads: true },
          {
            head: 'วันนิเทศ',
            cell: ({ entry }) => (entry.state === 'scheduled' ? shortDate(entry.date) : 'รอวันใหม่'),
          },
          { head: 'เลขที่หนังสือ', cell: ({ letter }) => letter.no },
          { head: 'ลงวันที่', cell: ({ letter }) => shortDate(letter.date) },
          { head: 'เดิม', cell: (line) => beforeText(line, schedule) },
        ]}
      />
    )}
  </>
);

function beforeText({ entry, letter }: LetterLine, schedule: Schedule): string {
  const before = noticeLetterOf(entry, schedule);
  if (before && isSameLetter(before, letter)) return 'บันทึกไว้แล้ว';
  return before ? letterText(before) : 'ยังไม่มีเลขที่';
}

function letterText({ no, date }: Letter): string {
  return `ที่ ${no} ลงวันที่ ${shortDate(date)}`;
}
