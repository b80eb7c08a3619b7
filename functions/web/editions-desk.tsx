/** Pages on the editions of the framework: which there are, adding one, correcting one that no plan follows yet. */
import type { Context } from 'hono';
import type { FC } from 'hono/jsx';
import {
  type AddedEdition,
  dimensions,
  type Edition,
  editionSchema,
} from '../../shared/domain/framework.ts';
import { PLAN_YEARS } from '../../shared/domain/plan.ts';
import {
  Button,
  Field,
  type FieldError,
  Notification,
  Table,
  Tag,
  Textarea,
} from '../../shared/web/components.tsx';
import { createChangeEditions } from './change-editions.ts';
import { periodFrom } from './plan-input.ts';
import { type Form, readForm } from './request-body.ts';
import { authorized, found, page, type WebDependencies, type WebEnv } from './web-environment.tsx';

const LONGEST_TITLE = 200;

interface Filled {
  readonly form?: Form;
  readonly errors?: readonly FieldError[];
}

export function createEditionDesk(dependencies: WebDependencies) {
  const { editions } = dependencies;
  const acts = createChangeEditions(dependencies);

  return {
    async list(c: Context<WebEnv>) {
      authorized(c, 'administer', 'nation');
      return answerList(c, {});
    },

    async add(c: Context<WebEnv>) {
      const user = authorized(c, 'administer', 'nation');
      const form = await readForm(c);
      const read = editionFrom(form);
      if ('errors' in read) return answerList(c, { form, errors: read.errors });
      const outcome = await acts.add(user, read.edition);
      if ('refused' in outcome) return answerList(c, { form, errors: [taken(read.edition)] });
      return c.redirect('/editions?saved', 303);
    },

    async show(c: Context<WebEnv>) {
      authorized(c, 'administer', 'nation');
      return answerOne(c, await editionIn(c), {});
    },

    async correct(c: Context<WebEnv>) {
      const user = authorized(c, 'administer', 'nation');
      const edition = await editionIn(c);
      const form = await readForm(c);
      const read = editionFrom(form);
      if ('errors' in read) return answerOne(c, edition, { form, errors: read.errors });
      const outcome = await acts.correct(user, edition.editionId, read.edition);
      if ('done' in outcome) return c.redirect('/editions?saved', 303);
      if (outcome.refused === 'taken') {
        return answerOne(c, edition, { form, errors: [taken(read.edition)] });
      }
      // A plan has begun to follow it meanwhile: the page says so.
      return answerOne(c, await editionIn(c), {}, 409);
    },
  };

  async function editionIn(c: Context<WebEnv>): Promise<AddedEdition> {
    const editionId = c.req.param('edition');
    return found((await editions.all()).find((known) => known.editionId === editionId));
  }

  async function answerList(c: Context<WebEnv>, { form, errors = [] }: Filled) {
    const all = await editions.all();
    return page(
      c,
      {
        title: 'กรอบแผนและชื่อมิติ',
        breadcrumbs: [{ text: 'จังหวัด', href: '/provinces' }, { text: 'กรอบแผนและชื่อมิติ' }],
        errors,
        status: errors.length > 0 ? 422 : 200,
      },
      <>
        {c.req.query('saved') !== undefined && errors.length === 0 && (
          <Notification kind="success" title="บันทึกกรอบแผนแล้ว" />
        )}
        <h1 class="govuk-heading-l">กรอบแผนและชื่อมิติ</h1>
        <p class="govuk-body">
          แผนของแต่ละหน่วยงานเลือกกรอบแผนหนึ่งฉบับ ชื่อมิติในแบบรายงาน รูปเล่ม และหนังสือเป็นไปตามกรอบแผนนั้น
          กรอบแผนที่มีแผนใช้แล้วจะไม่เปลี่ยน
        </p>
        <Table
          caption="กรอบแผนที่มี"
          rows={all}
          columns={[
            {
              head: 'ปีงบประมาณ',
              heads: true,
              cell: ({ editionId, from, to }) => (
                <a class="govuk-link" href={`/editions/${editionId}`}>
                  พ.ศ. {from}–{to}
                </a>
              ),
            },
            {
              head: 'ชื่อมิติ',
              cell: ({ dimensionTitles }) => (
                <ol class="govuk-list govuk-list--number">
                  {dimensionTitles.map((title) => (
                    <li>{title}</li>
                  ))}
                </ol>
              ),
            },
            {
              head: 'สถานะ',
              cell: ({ used }) =>
                used ? <Tag tone="grey">ใช้แล้ว</Tag> : <Tag tone="blue">ยังแก้ไขได้</Tag>,
            },
          ]}
        />
        <h2 class="govuk-heading-m">เพิ่มกรอบแผน</h2>
        <form method="post" action="/editions" novalidate>
          <EditionFields form={form} errors={errors} edition={all.at(-1)} isNew />
          <Button>เพิ่มกรอบแผน</Button>
        </form>
      </>,
    );
  }
}

function answerOne(
  c: Context<WebEnv>,
  edition: AddedEdition,
  { form, errors = [] }: Filled,
  status: 409 | 422 = 422,
) {
  const title = `กรอบแผน พ.ศ. ${edition.from}–${edition.to}`;
  return page(
    c,
    {
      title,
      breadcrumbs: [
        { text: 'จังหวัด', href: '/provinces' },
        { text: 'กรอบแผนและชื่อมิติ', href: '/editions' },
        { text: title },
      ],
      errors,
      status: errors.length > 0 || status === 409 ? status : 200,
    },
    <>
      <h1 class="govuk-heading-l">{title}</h1>
      {edition.used ? (
        <>
          <p class="govuk-inset-text">
            กรอบแผนนี้มีแผนใช้แล้วหรือเป็นกรอบแผนที่มากับระบบ จึงไม่เปลี่ยน หากชื่อมิติเปลี่ยน ให้เพิ่มกรอบแผนฉบับใหม่
          </p>
          <ol class="govuk-list govuk-list--number">
            {edition.dimensionTitles.map((each) => (
              <li>{each}</li>
            ))}
          </ol>
        </>
      ) : (
        <form method="post" novalidate>
          <EditionFields form={form} errors={errors} edition={edition} />
          <Button>บันทึกการแก้ไข</Button>
        </form>
      )}
      <p class="govuk-body">
        <a class="govuk-link" href={`/texts/${edition.editionId}`}>
          ข้อความมาตรฐานในรูปเล่มและประกาศของกรอบแผนนี้
        </a>
      </p>
    </>,
  );
}

interface FieldsProps {
  readonly form: Form | undefined;
  readonly errors: readonly FieldError[];
  /** The one to correct; for a new one the latest, whose titles it begins with. */
  readonly edition: Edition | undefined;
  readonly isNew?: boolean;
}

const EditionFields: FC<FieldsProps> = ({ form, errors, edition, isNew = false }) => (
  <>
    <Field
      name="from"
      label="ปีงบประมาณแรก (พ.ศ.)"
      inputmode="numeric"
      width={4}
      value={form?.get('from') ?? (isNew ? '' : String(edition?.from ?? ''))}
      errors={errors}
    />
    <Field
      name="to"
      label="ปีงบประมาณสุดท้าย (พ.ศ.)"
      hint={`กรอบแผนมีระยะเวลา ${PLAN_YEARS.least}–${PLAN_YEARS.most} ปีงบประมาณ`}
      inputmode="numeric"
      width={4}
      value={form?.get('to') ?? (isNew ? '' : String(edition?.to ?? ''))}
      errors={errors}
    />
    {dimensions.map((dimension) => (
      <Textarea
        name={`title-${dimension}`}
        label={`ชื่อมิติที่ ${dimension}`}
        rows={2}
        maxlength={LONGEST_TITLE}
        value={form?.get(`title-${dimension}`) ?? edition?.dimensionTitles[dimension - 1]}
        errors={errors}
      />
    ))}
  </>
);

function editionFrom(form: Form): { edition: Edition } | { errors: FieldError[] } {
  const period = periodFrom(form);
  const errors: FieldError[] = 'errors' in period ? [...period.errors] : [];
  const titles = dimensions.map((dimension) =>
    (form.get(`title-${dimension}`) ?? '').replace(/\s+/g, ' ').trim(),
  );
  for (const [index, title] of titles.entries()) {
    if (title !== '' && title.length <= LONGEST_TITLE) continue;
    const message = `กรุณากรอกชื่อมิติที่ ${index + 1} ไม่เกิน ${LONGEST_TITLE} ตัวอักษร`;
    errors.push({ id: `title-${index + 1}`, message });
  }
  if ('errors' in period || errors.length > 0) return { errors };
  const { from, to } = period;
  const facts = { editionId: `${from}-${to}`, from, to, dimensionTitles: titles };
  return { edition: editionSchema.parse(facts) };
}

function taken({ from, to }: Edition): FieldError {
  return { id: 'from', message: `มีกรอบแผน พ.ศ. ${from}–${to} อยู่แล้ว` };
}
