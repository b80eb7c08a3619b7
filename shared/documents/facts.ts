/** What papers are made from: plain data, loaded by whoever asks for them. */

import type { Capacity } from '../domain/actor.ts';
import type { FiscalYear } from '../domain/fiscal-year.ts';
import type { DimensionTitles } from '../domain/framework.ts';
import type { Letterhead, StandingTextChanges } from '../domain/letterhead.ts';
import type { LocalDate } from '../domain/local-date.ts';
import type { OrganizationType } from '../domain/organization.ts';
import type { PaperNumbers } from '../domain/papers.ts';
import type { Plan } from '../domain/plan.ts';
import type { ReportLine, Submission } from '../domain/report.ts';
import type { Round } from '../domain/round.ts';
import type { Counts, Score } from '../domain/score.ts';
import type { Bundle } from '../domain/submission-bundles.ts';
import type { Letter, Recommendation, ScheduleEntry, Team, Visit } from '../domain/supervision.ts';
import type { VisitForm } from '../domain/visit-form.ts';

/** An organization as it was on the day of the paper. */
export interface OrganizationFacts {
  readonly orgId: string;
  readonly type: OrganizationType;
  readonly name: string;
  readonly shortName: string;
  readonly amphoe: string;
  readonly provinceName: string;
  readonly website?: string | undefined;
  readonly phone?: string | undefined;
  /** What it has become part of, whose chief executive signs and is written to. */
  readonly takenOverBy?: Pick<OrganizationFacts, 'orgId' | 'type' | 'name'>;
}

/** Who signs: in which post, and in what capacity for whom. */
export interface Signatory {
  readonly position: string;
  readonly capacity: Capacity;
  /** The post signed for, where it is not the signatory's own. */
  readonly actingFor?: string;
}

export interface ReportFacts {
  readonly organization: OrganizationFacts;
  /** Full name of the provincial office. */
  readonly officeName: string;
  readonly plan: Pick<Plan, 'from' | 'to' | 'announcedOn' | 'workingGroup'>;
  /** Of the edition of the framework that the plan follows. */
  readonly dimensionTitles: DimensionTitles;
  readonly fiscalYear: FiscalYear;
  readonly round: Round;
  readonly lines: readonly ReportLine[];
  /** What the plan gives each of its items this year, in satang; `null` is "no budget", an item left out is not told. */
  readonly planBudgets: Readonly<Record<string, number | null>>;
  /** The six-month answers, for the 12-month book. */
  readonly april: readonly ReportLine[];
  readonly problemsMaking: string;
  readonly problemsCarryingOut: string;
  /** Of the version that the papers are of; none for a draft. */
  readonly handedIn?: Pick<Submission, 'receivedAt' | 'contentHash' | 'channel' | 'submittedBy'> & {
    readonly receipt: string;
    readonly version: number;
    readonly daysLate: number;
  };
  readonly signatory: Signatory;
  /** ข้อสั่งการของผู้บริหาร */
  readonly instruction?: string | undefined;
  /** The day the papers bear. */
  readonly issuedOn: LocalDate;
  readonly letterhead: Letterhead;
  /** What the organization's register gave its letters. */
  readonly numbers: PaperNumbers;
  /** Words that the central office sets for the edition. */
  readonly editionTexts: StandingTextChanges;
}

/** The office whose season it is. */
export interface OfficeFacts {
  readonly province: string;
  readonly provinceName: string;
  readonly name: string;
  readonly phone: string;
  readonly email: string;
  readonly signatory: Signatory;
  readonly letterhead: Letterhead;
}

/** One visit with what the team and the host need to know. */
export interface VisitFacts {
  readonly organization: OrganizationFacts;
  readonly entry: ScheduleEntry;
  readonly visit?: Visit | undefined;
  readonly team?: Pick<Team, 'name' | 'members' | 'vehicle'> | undefined;
  /** Of the organization at whose place it is, where that is another. */
  readonly hostName?: string | undefined;
  /** The six-month report, where there is one. */
  readonly report?:
    | {
        readonly counts: Counts;
        readonly score: Score;
        readonly daysLate: number;
      }
    | undefined;
  /** Of the edition of the framework that the organization's plan follows. */
  readonly dimensionTitles: DimensionTitles;
  readonly openRecommendations: readonly Recommendation[];
  readonly contact?: { readonly position: string; readonly phone?: string | undefined } | undefined;
}

export interface SeasonFacts {
  readonly office: OfficeFacts;
  readonly fiscalYear: FiscalYear;
  readonly issuedOn: LocalDate;
  /** The circular that gave notice, once the register has numbered it. */
  readonly letter?: Letter | undefined;
  readonly visits: readonly VisitFacts[];
  /** The submission to the committee that a paper is asked for. */
  readonly bundle?: Bundle | undefined;
  /** Editions of the form that reports on visits are written on. */
  readonly forms: readonly VisitForm[];
}

/** The chief administrator's title in full. */
export function administratorOf({ name }: Pick<OrganizationFacts, 'name'>): string {
  return `ปลัด${name}`;
}

/** ข้อบัญญัติ or เทศบัญญัติ: what the council passes, by type. */
export function ordinanceOf({ type }: Pick<OrganizationFacts, 'type'>): string {
  return type === 'city' || type === 'town' || type === 'subdistrict' ? 'เทศบัญญัติ' : 'ข้อบัญญัติ';
}

const capacityWords = {
  holder: '',
  performing: 'ปฏิบัติหน้าที่',
  acting: 'รักษาราชการแทน',
  delegated: 'ปฏิบัติราชการแทน',
} satisfies Record<Capacity, string>;

/** The line to sign on, with what the signature means. */
export function signedBy(as: string): string {
  return `ลงชื่อ${'.'.repeat(44)}${as}`;
}

/** Lines under a signature: room for the name, the post, and for whom it is signed. */
export function signatureLines({ position, capacity, actingFor }: Signatory): string[] {
  const NAME = `(${'.'.repeat(44)})`;
  if (capacity === 'holder' || !actingFor) return [NAME, position];
  return [NAME, `${position} ${capacityWords[capacity]}`, actingFor];
}
