/** The reports that an organization owes, each with where it stands and the next step of whoever looks. */
import type { Child, FC } from 'hono/jsx';
import type { AuditEntry } from '../../shared/domain/audit.ts';
import type { LocalDate } from '../../shared/domain/local-date.ts';
import {
  currentVersion,
  datesOf,
  isAwaited,
  isEditable,
  type Obligation,
  type ReportVersion,
} from '../../shared/domain/obligation.ts';
import { nameOn, type Organization } from '../../shared/domain/organization.ts';
import { can, type User } from '../../shared/domain/permissions.ts';
import { submissionWindow } from '../../shared/domain/round.ts';
import { longDate } from '../../shared/text/thai.ts';
import { ButtonLink } from '../../shared/web/components.tsx';
import { ObligationTag, ScoreTag, TimelinessTag } from '../../shared/web/tags.tsx';
import { writingAs } from './report-desk.ts';
import { reportPath } from './report-frame.ts';
import { dueWords, requestWords, roundName } from './report-views.tsx';

interface OwedReportsProps extends Omit<OwedProps, 'obligation'> {
  readonly owed: readonly Obligation[];
}

export const OwedReports: FC<OwedReportsProps> = ({ owed, today, ...rest }) => (
  <>
    {inOrderOfUrgency(owed, today).map((obligation) => (
      <Owed obligation={obligation} today={today} {...rest} />
    ))}
  </>
);

/** One that has become part of another, and what it still owes. */
export interface Joined {
  readonly organization: Organization;
  readonly owed: readonly Obligation[];
}

/** What one that has become part of the organization still owes. */
export const JoinedReports: FC<Joined & { user: User; today: LocalDate }> = ({
  organization,
  owed,
  user,
  today,
}) => {
  const { orgId, merged } = organization;
  const acting = { ...user, actsFor: [orgId] };
  const { name } = nameOn(organization, today);
  return (
    <section aria-labelledby={`joined-${orgId}`}>
      <h2 class="govuk-heading-m" id={`joined-${orgId}`}>
        {name} ซึ่งรวมเข้ามาตั้งแต่{merged && longDate(merged.on)}
      </h2>
      <OwedReports owed={owed.filter(isEditable)} user={acting} today={today} history={[]} />
      <p class="govuk-body">
        <a class="govuk-link" href={`/organizations/${orgId}`}>
          แผน รายงาน และการนิเทศทั้งหมดของ{name}
        </a>
      </p>
    </section>
  );
};

/** What can be worked on now, then what has been handed in or is closed, then what is yet to open. */
function inOrderOfUrgency(owed: readonly Obligation[], today: LocalDate): readonly Obligation[] {
  const rank = (obligation: Obligation) => {
    const window = submissionWindow(today, datesOf(obligation));
    if (window === 'early') return 2;
    const workable = obligation.versions.length > 0 || window !== 'locked';
    return isEditable(obligation) && workable ? 0 : 1;
  };
  return owed.toSorted((a, b) => rank(a) - rank(b));
}

interface OwedProps {
  readonly obligation: Obligation;
  readonly user: User;
  readonly today: LocalDate;
  readonly history: readonly AuditEntry[];
}

const Owed: FC<OwedProps> = ({ obligation, user, today, history }) => {
  const { fiscalYear, round, orgId } = obligation;
  const version = currentVersion(obligation);
  const id = `round-${orgId}-${fiscalYear}-${round}`;
  const mayAskForTime = isAwaited(obligation) && can(user, 'edit-report', { orgId });
  return (
    <section class="panel-plain" aria-labelledby={id}>
      <h2 class="govuk-heading-m" id={id}>
        รายงาน{roundName(obligation)}
      </h2>
      <Standing obligation={obligation} today={today} />
      <SentBack obligation={obligation} history={history} />
      <NextStep obligation={obligation} user={user} today={today} />
      {mayAskForTime && today >= obligation.dates.opens && (
        <p class="govuk-body">
          <a class="govuk-link" href={`${reportPath(obligation)}/extension`}>
            ขอขยายเวลา<span class="govuk-visually-hidden"> {roundName(obligation)}</span>
          </a>
        </p>
      )}
      {version && <HandedIn obligation={obligation} version={version} />}
    </section>
  );
};

/** State, timeliness and score, and what the office has said to it. */
const Standing: FC<Pick<OwedProps, 'obligation' | 'today'>> = ({ obligation, today }) => {
  const { state, daysLate, returned, waived, extensionRequest } = obligation;
  const version = currentVersion(obligation);
  return (
    <>
      <p class="govuk-body">
        <ObligationTag state={state} />{' '}
        {version && (
          <TimelinessTag timeliness={daysLate === 0 ? 'on-time' : 'late'} daysLate={daysLate} />
        )}{' '}
        {version && <ScoreTag score={version.score} />}
      </p>
      {waived && <p class="govuk-body">เหตุผล: {waived.reason}</p>}
      {isEditable(obligation) && !version && (
        <p class="govuk-body">{dueWords(obligation, today)}</p>
      )}
      {state === 'returned' && returned && (
        <p class="govuk-inset-text">
          ส่งกลับให้แก้ไขเมื่อ{longDate(returned.on)}: {returned.reason} กรุณาส่งฉบับแก้ไขภายใน
          {longDate(returned.until)}
        </p>
      )}
      {extensionRequest && isAwaited(obligation) && (
        <p class="govuk-inset-text">คำขอขยายเวลา: {requestWords(extensionRequest)}</p>
      )}
    </>
  );
};

/** Receipt and papers of what has been handed in. */
const HandedIn: FC<{ obligation: Obligation; version: ReportVersion }> = ({
  obligation,
  version,
}) => {
  const path = `${reportPath(obligation)}/versions/${version.version}`;
  return (
    <p class="govuk-body">
      <a class="govuk-link" href={path}>
        ใบยืนยันการส่งรายงาน {version.receipt}
      </a>{' '}
      ·{' '}
      <a class="govuk-link" href={`${path}/papers`}>
        ดาวน์โหลดรูปเล่ม ประกาศ และหนังสือ
        <span class="govuk-visually-hidden"> {roundName(obligation)}</span>
      </a>
    </p>
  );
};

/** What the chief executive said when sending it back, until it goes up again. */
const SentBack: FC<{ obligation: Obligation; history: readonly AuditEntry[] }> = ({
  obligation,
  history,
}) => {
  const { fiscalYear, round, state } = obligation;
  const last = history.find(
    ({ subject, act }) => subject === `${fiscalYear}#${round}` && act !== 'report-drafted',
  );
  if (state !== 'in_progress' || last?.act !== 'signoff-sent-back') return null;
  return <p class="govuk-inset-text">ผู้บริหารส่งคืนให้แก้ไข{last.note && `: ${last.note}`}</p>;
};

const NextStep: FC<Omit<OwedProps, 'history'>> = ({ obligation, user, today }): Child => {
  const { orgId, state, versions } = obligation;
  if (!isEditable(obligation)) return null;
  const path = reportPath(obligation);
  const window = versions.length > 0 ? 'open' : submissionWindow(today, datesOf(obligation));
  if (window === 'locked') return null;
  if (can(user, 'sign-report', { orgId })) {
    return state === 'awaiting_signoff' && !obligation.signature ? (
      <ButtonLink href={`${path}/sign-off`}>อ่านและลงนาม</ButtonLink>
    ) : (
      window !== 'early' && state !== 'awaiting_signoff' && (
        <p class="govuk-body">เมื่อเจ้าหน้าที่เสนอรายงาน ระบบจะแจ้งทางอีเมล และลงนามได้ในหน้านี้</p>
      )
    );
  }
  const writing = writingAs(user, orgId);
  // October's form starts from April's answers: begun too early, it would start from nothing.
  if (!writing || (window === 'early' && state === 'not_started')) return null;
  if (writing === 'on-behalf') {
    return (
      <ButtonLink href={path} kind="secondary">
        บันทึกแทน อปท.
      </ButtonLink>
    );
  }
  if (state === 'awaiting_signoff') {
    return (
      <ButtonLink href={`${path}/check`}>
        {obligation.signature ? 'ผู้บริหารลงนามแล้ว ไปส่งรายงาน' : 'ดูรายงานที่รอผู้บริหารลงนาม'}
      </ButtonLink>
    );
  }
  return (
    <>
      <ButtonLink href={path} kind={window === 'early' ? 'secondary' : 'primary'}>
        {state === 'not_started' ? 'เริ่มกรอกรายงาน' : 'กรอกรายงานต่อ'}
        <span class="govuk-visually-hidden"> {roundName(obligation)}</span>
      </ButtonLink>
      <p class="govuk-body">
        <a class="govuk-link" href={`${path}/import`}>
          นำเข้าตาราง<span class="govuk-visually-hidden">ของ{roundName(obligation)}</span>จาก Excel
          หรือ Word
        </a>
      </p>
    </>
  );
};
