/** The page of a season's submissions to the committee: how many reports wait, what was drawn up, a new one. */
import type { FC } from 'hono/jsx';
import { addDays, type LocalDate } from '../../shared/domain/local-date.ts';
import type { CycleRules } from '../../shared/domain/round.ts';
import { type Bundle, visitName } from '../../shared/domain/submission-bundles.ts';
import {
  reportOverdueBy,
  type ScheduleEntry,
  type Visit,
  visitOf,
  visitState,
} from '../../shared/domain/supervision.ts';
import { shortDate } from '../../shared/text/thai.ts';
import {
  Button,
  EmptyState,
  Field,
  type FieldError,
  FieldErrorText,
  SummaryCard,
  SummaryCards,
  Table,
} from '../../shared/web/components.tsx';
import { BundleTag } from './bundle-page.tsx';
import type { Form } from './request-body.ts';

interface BundlesPageProps {
  readonly title: string;
  /** Path of the season's page. */
  readonly base: string;
  readonly bundles: readonly Bundle[];
  /** Signed and in no bundle yet. */
  readonly waiting: readonly Visit[];
  readonly entries: readonly ScheduleEntry[];
  readonly visits: readonly Visit[];
  readonly names: ReadonlyMap<string, string>;
  readonly rules: Pick<CycleRules, 'supervisionReportDays'>;
  /** To whom the office submits, unless it says otherwise. */
  readonly committee: string;
  readonly mayRecord: boolean;
  readonly errors: readonly FieldError[];
  readonly form: Form | undefined;
  readonly today: LocalDate;
}

export const BundlesPage: FC<BundlesPageProps> = (props) => {
  const { title, base, bundles, waiting, entries, visits, rules, mayRecord, today } = props;
  const states = entries.map((entry) => visitState(entry, visitOf(entry, visits), today));
  const overdue = entries.filter((entry) =>
    reportOverdueBy(entry, visitOf(entry, visits), rules.supervisionReportDays, today),
  );
  return (
    <>
      <h1 class="govuk-heading-l">{title}</h1>
      <p class="govuk-body">
        รวมรายงานการนิเทศที่ลงนามแล้วหลายแห่งไว้ในหนังสือนำส่งฉบับเดียว ถือว่าเสนอแล้วเมื่อบันทึกเลขที่และวันที่ของหนังสือ
        กำหนดเสนอภายใน {rules.supervisionReportDays} วันหลังวันนิเทศ
      </p>
      <SummaryCards>
        <SummaryCard figure={waiting.length} label="ลงนามแล้ว รอจัดชุด" />
        <SummaryCard
          figure={states.filter((state) => state === 'held' || state === 'report_draft').length}
          label="นิเทศแล้ว ยังไม่ลงนามรายงาน"
          href={`${base}?state=held#list`}
        />
        <SummaryCard
          figure={overdue.length}
          label="เกินกำหนดเสนอ"
          href={`${base}?state=report-overdue#list`}
        />
      </SummaryCards>
      <Bundles bundles={bundles} base={base} />
      {mayRecord && <NewBundle {...props} />}
    </>
  );
};

const NewBundle: FC<BundlesPageProps> = (props) => {
  const { base, waiting, names, rules, committee, errors, form, today } = props;
  return (
    <section aria-labelledby="new">
      <h2 class="govuk-heading-m" id="new">
        จัดทำชุดใหม่
      </h2>
      {waiting.length === 0 ? (
        <EmptyState>ยังไม่มีรายงานที่ลงนามแล้วและรอเสนอ</EmptyState>
      ) : (
        <form method="post" action={`${base}/submissions`} novalidate>
          <Field
            name="committee"
            label="เสนอต่อ"
            maxlength={300}
            value={form?.get('committee') ?? committee}
            errors={errors}
          />
          <Choice
            waiting={waiting.map((visit) => ({
              name: visitName(visit),
              label: names.get(visit.orgId) ?? visit.orgId,
              heldOn: visit.report?.heldOn ?? today,
              due: addDays(visit.report?.heldOn ?? today, rules.supervisionReportDays),
            }))}
            {...{ errors, form, today }}
          />
          <Button>จัดทำชุดเสนอคณะกรรมการ</Button>
        </form>
      )}
    </section>
  );
};

const Bundles: FC<{ bundles: readonly Bundle[]; base: string }> = ({ bundles, base }) =>
  bundles.length === 0 ? null : (
    <Table
      caption="ชุดที่จัดทำแล้ว"
      rows={bundles.toReversed()}
      columns={[
        {
          head: 'ชุด',
          heads: true,
          cell: ({ no }) => (
            <a class="govuk-link" href={`${base}/submissions/${no}`}>
              ชุดที่ {no}
            </a>
          ),
        },
        { head: 'จัดทำเมื่อ', cell: ({ drawnUpOn }) => shortDate(drawnUpOn) },
        { head: 'จำนวนแห่ง', figure: true, cell: ({ visits }) => visits.length },
        {
          head: 'หนังสือนำส่ง',
          cell: ({ letter }) => (letter ? `ที่ ${letter.no} ลงวันที่ ${shortDate(letter.date)}` : '–'),
        },
        { head: 'สถานะ', cell: (bundle) => <BundleTag bundle={bundle} /> },
      ]}
    />
  );

interface Waiting {
  readonly name: string;
  readonly label: string;
  readonly heldOn: LocalDate;
  readonly due: LocalDate;
}

interface Waiting {
  readonly name: string;
  readonly label: string;
  readonly heldOn: LocalDate;
  readonly due: LocalDate;
}

/** All of them to begin with. */
const Choice: FC<{
  waiting: readonly Waiting[];
  errors: readonly FieldError[];
  form: Form | undefined;
  today: LocalDate;
}> = ({ waiting, errors, form, today }) => {
  const error = errors.find(({ id }) => id === 'visit');
  const chosen = form?.all('visit');
  // The first carries the field's id, so that the summary's link leads to it.
  const idAt = (place: number) => (place === 0 ? 'visit' : `visit-${place}`);
  return (
    <div class={`govuk-form-group${error ? ' govuk-form-group--error' : ''}`}>
      <fieldset class="govuk-fieldset" {...(error && { 'aria-describedby': 'visit-error' })}>
        <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">รายงานที่จะเสนอในชุดนี้</legend>
        <FieldErrorText id="visit" error={error} />
        <div class="govuk-checkboxes govuk-checkboxes--small">
          {waiting.map(({ name, label, heldOn, due }, place) => (
            <div class="govuk-checkboxes__item">
              <input
                class="govuk-checkboxes__input"
                id={idAt(place)}
                name="visit"
                type="checkbox"
                value={name}
                checked={chosen ? chosen.includes(name) : true}
              />
              <label class="govuk-label govuk-checkboxes__label" for={idAt(place)}>
                {label} – นิเทศ {shortDate(heldOn)} ครบกำหนด {shortDate(due)}
                {due < today && ' (เกินกำหนดแล้ว)'}
              </label>
            </div>
          ))}
        </div>
      </fieldset>
    </div>
  );
};
