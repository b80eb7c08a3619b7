/** Builders of domain values; a test states only what it is about. */
import type { Actor } from '../../shared/domain/actor.ts';
import type { AuditEvent } from '../../shared/domain/audit.ts';
import { fiscalYear } from '../../shared/domain/fiscal-year.ts';
import { localDate } from '../../shared/domain/local-date.ts';
import type { Obligation } from '../../shared/domain/obligation.ts';
import type { Contact, Organization } from '../../shared/domain/organization.ts';
import type { PlanItem } from '../../shared/domain/plan.ts';
import type { ReportContent, ReportLine, Submission } from '../../shared/domain/report.ts';
import { roundDates, standardRules } from '../../shared/domain/round.ts';
import type { Recommendation, ScheduleEntry, Visit } from '../../shared/domain/supervision.ts';
import { workCalendar } from '../../shared/domain/work-calendar.ts';
import { type Settings, standardSettings } from '../../shared/store/settings-store.ts';

type VisitReport = NonNullable<Visit['report']>;

export const fy2563 = fiscalYear(2563);
export const calendar80 = workCalendar('80');
export const officer: Actor = {
  userId: 'planner',
  position: 'นักวิเคราะห์นโยบายและแผน',
  role: 'officer',
};

/** Settings under which a report needs no signature. */
export function withoutSignoff(): Settings {
  const { rules } = standardSettings;
  const signoff = 'not-required';
  const rounds = {
    '6M': { ...rules.rounds['6M'], signoff },
    '12M': { ...rules.rounds['12M'], signoff },
  } as const;
  return { ...standardSettings, rules: { ...rules, rounds } };
}

export function aContact(changes: Partial<Contact> = {}): Contact {
  return {
    contactId: 'planner',
    role: 'coordinator',
    position: 'นักวิเคราะห์นโยบายและแผน',
    email: 'planner@lao.example',
    since: localDate('2018-02-01'),
    health: 'ok',
    ...changes,
  };
}

export function anOrganization(changes: Partial<Organization> = {}): Organization {
  return {
    schemaVersion: 1,
    orgId: '80-0711',
    province: '80',
    names: [
      {
        from: localDate('2018-02-01'),
        name: 'องค์การบริหารส่วนตำบลท่าเสม็ด',
        shortName: 'อบต.ท่าเสม็ด',
        type: 'sao',
        code: '6800711',
      },
    ],
    amphoe: { code: '8007', name: 'ชะอวด' },
    contacts: [aContact()],
    ...changes,
  };
}

export function anObligation(changes: Partial<Obligation> = {}): Obligation {
  const round = changes.round ?? '6M';
  return {
    schemaVersion: 1,
    orgId: '80-0711',
    fiscalYear: fy2563,
    round,
    province: '80',
    organization: {
      name: 'องค์การบริหารส่วนตำบลท่าเสม็ด',
      shortName: 'อบต.ท่าเสม็ด',
      amphoe: 'ชะอวด',
      mail: 'ok',
    },
    dates: roundDates(round, fy2563, standardRules, calendar80),
    state: 'not_started',
    versions: [],
    signoffRequests: 0,
    rungs: {},
    rev: 1,
    ...changes,
  };
}

export function anItem(changes: Partial<PlanItem> = {}): PlanItem {
  return {
    schemaVersion: 1,
    itemId: 'i1',
    no: 1,
    name: 'การจัดทำรายงานการควบคุมภายใน',
    dimension: 4,
    years: [fy2563],
    wholeYear: false,
    budgetSatang: null,
    state: 'active',
    consistent: true,
    ...changes,
  };
}

export function aLine(changes: Partial<ReportLine> = {}): ReportLine {
  return {
    itemId: 'i1',
    no: 1,
    dimension: 4,
    name: 'การจัดทำรายงานการควบคุมภายใน',
    status: 3,
    reason: null,
    reasonText: '',
    remark: '',
    wholeYear: false,
    decision: null,
    ...changes,
  };
}

export function aContent(changes: Partial<ReportContent> = {}): ReportContent {
  return {
    lines: [aLine()],
    problemsMaking: '',
    problemsCarryingOut: '',
    wholeYearConfirmed: false,
    ...changes,
  };
}

export function aSubmission(changes: Partial<Submission> = {}): Submission {
  const contentHash = changes.contentHash ?? 'a'.repeat(64);
  return {
    schemaVersion: 1,
    submissionId: 's1',
    orgId: '80-0711',
    fiscalYear: fy2563,
    round: '6M',
    content: aContent(),
    contentHash,
    signature: {
      mode: 'paper',
      contentHash,
      position: 'นายก อบต.ท่าเสม็ด',
      capacity: 'holder',
      signedOn: localDate('2020-04-16'),
    },
    channel: 'web',
    submittedBy: officer,
    receivedAt: '2020-04-16T03:00:00.000Z',
    ...changes,
  };
}

export function anEntry(changes: Partial<ScheduleEntry> = {}): ScheduleEntry {
  return {
    orgId: '80-0711',
    visitNo: 1,
    teamId: 'team-1',
    date: localDate('2020-05-27'),
    startMinute: 540,
    durationMinutes: 150,
    pinned: false,
    sequence: 0,
    state: 'scheduled',
    ...changes,
  };
}

export function aVisit(changes: Partial<Visit> = {}): Visit {
  return {
    schemaVersion: 1,
    orgId: '80-0711',
    fiscalYear: fy2563,
    visitNo: 1,
    rungs: {},
    rev: 1,
    ...changes,
  };
}

/** The report on the visit of 27 May, submitted. */
export function aVisitReport(changes: Partial<VisitReport> = {}): VisitReport {
  return {
    heldOn: localDate('2020-05-27'),
    attendees: 'นายก อบต.',
    byDimension: ['', '', '', ''],
    problemsMaking: '',
    problemsCarryingOut: '',
    findings: 'ดำเนินการตามแผน',
    recommendations: [],
    recordedOn: localDate('2020-05-28'),
    recordedBy: officer,
    submitted: true,
    ...changes,
  };
}

export function aRecommendation(changes: Partial<Recommendation> = {}): Recommendation {
  return {
    schemaVersion: 1,
    orgId: '80-0711',
    fiscalYear: fy2563,
    visitNo: 1,
    no: 1,
    text: 'เผยแพร่แผนบนเว็บไซต์',
    state: 'open',
    madeOn: localDate('2020-05-28'),
    dueOn: localDate('2020-07-24'),
    history: [],
    rungs: {},
    rev: 1,
    ...changes,
  };
}

/** The host has said yes to the first invitation. */
export function anAcknowledgement(): NonNullable<Visit['acknowledged']> {
  const on = localDate('2020-05-14');
  return { sequence: 0, on, by: officer, place: '', receivedBy: '', mobile: '' };
}

export function anEvent(changes: Partial<AuditEvent> = {}): AuditEvent {
  return {
    eventId: 'event-1',
    at: '2020-04-16T03:00:00.000Z',
    actor: officer,
    act: 'report-submitted',
    subject: '2563#6M',
    ...changes,
  };
}
