/** The page of one submission to the committee: its reports, its papers, its letter's number, taking it apart again. */
import type { FC } from 'hono/jsx';
import type { Bundle } from '../../shared/domain/submission-bundles.ts';
import { type Visit, visitOf } from '../../shared/domain/supervision.ts';
import { shortDate } from '../../shared/text/thai.ts';
import {
  Button,
  Field,
  type FieldError,
  FoldedAct,
  Notification,
  SummaryList,
  Table,
  Tag,
} from '../../shared/web/components.tsx';
import type { Form } from './request-body.ts';
import { LetterFields } from './season-forms.tsx';

interface BundlePageProps {
  readonly title: string;
  /** Path of the season's page. */
  readonly base: string;
  readonly bundle: Bundle;
  readonly visits: readonly Visit[];
  readonly names: ReadonlyMap<string, string>;
  readonly mayRecord: boolean;
  /** What has just been done. */
  readonly done: string | undefined;
  readonly errors: readonly FieldError[];
  readonly form: Form | undefined;
}

export const BundlePage: FC<BundlePageProps> = (props) => {
  const { title, base, bundle, mayRecord, done, errors, form } = props;
  const open = mayRecord && !bundle.letter && !bundle.undone;
  const path = `${base}/submissions/${bundle.no}`;
  return (
    <>
      {done && errors.length === 0 && <Notification kind="success" title={done} />}
      <h1 class="govuk-heading-l">{title}</h1>
      <BundleFacts bundle={bundle} />
      {!bundle.undone && <BundlePapers base={base} no={bundle.no} />}
      <Reports {...props} />
      {open && <NumberForm {...{ path, errors, form }} />}
      {open && <UndoForm {...{ path, errors, form }} />}
    </>
  );
};

const BundleFacts: FC<{ bundle: Bundle }> = ({ bundle }) => (
  <SummaryList
    rows={[
      { key: 'สถานะ', value: <BundleTag bundle={bundle} /> },
      { key: 'เสนอต่อ', value: bundle.committee },
      {
        key: 'จัดทำเมื่อ',
        value: `${shortDate(bundle.drawnUpOn)} โดย ${bundle.drawnUpBy.position}`,
      },
      {
        key: 'หนังสือนำส่ง',
        value: bundle.letter
          ? `ที่ ${bundle.letter.no} ลงวันที่ ${shortDate(bundle.letter.date)}`
          : 'ยังไม่มีเลขที่หนังสือ',
      },
      ...(bundle.undone
        ? [
            {
              key: 'ยกเลิกชุด',
              value: `${shortDate(bundle.undone.on)} โดย ${bundle.undone.by.position}: ${bundle.undone.reason}`,
            },
          ]
        : []),
    ]}
  />
);

const Reports: FC<BundlePageProps> = ({ base, bundle, visits, names }) => (
  <Table
    caption={`รายงานในชุดนี้ ${bundle.visits.length} แห่ง`}
    rows={bundle.visits}
    columns={[
      {
        head: 'หน่วยงาน',
        heads: true,
        cell: ({ orgId, visitNo }) => (
          <a class="govuk-link" href={`${base}/${orgId}/${visitNo}`}>
            {names.get(orgId) ?? orgId}
          </a>
        ),
      },
      {
        head: 'วันที่นิเทศ',
        cell: (one) => {
          const heldOn = visitOf(one, visits)?.report?.heldOn;
          return heldOn ? shortDate(heldOn) : '–';
        },
      },
      { head: 'ฉบับที่', figure: true, cell: ({ version }) => version },
      {
        head: 'ข้อเสนอแนะ',
        figure: true,
        cell: (one) => visitOf(one, visits)?.report?.recommendations.length ?? 0,
      },
    ]}
  />
);

export const BundleTag: FC<{ bundle: Bundle }> = ({ bundle }) => {
  if (bundle.undone) return <Tag tone="grey">ยกเลิกแล้ว</Tag>;
  return bundle.letter ? (
    <Tag tone="green">เสนอคณะกรรมการแล้ว</Tag>
  ) : (
    <Tag tone="orange">รอเลขที่หนังสือ</Tag>
  );
};

const BundlePapers: FC<{ base: string; no: number }> = ({ base, no }) => {
  const href = (file: string) => `${base}/papers/${file}?submission=${no}`;
  return (
    <p class="govuk-body no-print">
      ดาวน์โหลด:{' '}
      <a class="govuk-link" href={href('submission.pdf')}>
        หนังสือนำส่งพร้อมสรุป (PDF)
      </a>{' '}
      <a class="govuk-link" href={href('submission.docx')}>
        Word<span class="govuk-visually-hidden"> หนังสือนำส่งพร้อมสรุป</span>
      </a>{' '}
      ·{' '}
      <a class="govuk-link" href={href('supervision-report.pdf')}>
        รายงานการนิเทศทุกแห่งในชุด (PDF)
      </a>{' '}
      <a class="govuk-link" href={href('supervision-report.zip')}>
        ZIP<span class="govuk-visually-hidden"> รายงานการนิเทศทุกแห่งในชุด</span>
      </a>
    </p>
  );
};

interface ActProps {
  readonly path: string;
  readonly errors: readonly FieldError[];
  readonly form: Form | undefined;
}

const NumberForm: FC<ActProps> = ({ path, errors, form }) => (
  <form class="panel-plain no-print" method="post" action={`${path}/number`} novalidate>
    <h2 class="govuk-heading-m">บันทึกเลขที่หนังสือนำส่ง</h2>
    <p class="govuk-body">เมื่อบันทึกแล้วถือว่าเสนอคณะกรรมการแล้ว และเปลี่ยนชุดนี้ไม่ได้</p>
    <LetterFields errors={errors} form={form} />
    <Button>บันทึกเลขที่และวันที่</Button>
  </form>
);

const UndoForm: FC<ActProps> = ({ path, errors, form }) => (
  <FoldedAct title="ยกเลิกชุดนี้ก่อนออกเลข" isOpen={errors.some(({ id }) => id === 'reason')}>
    <form method="post" action={`${path}/undo`} novalidate>
      <Field
        name="reason"
        label="เหตุผล"
        maxlength={500}
        value={form?.get('reason')}
        errors={errors}
      />
      <Button kind="warning">ยกเลิกชุดนี้</Button>
    </form>
  </FoldedAct>
);
