/** Whose files a place holds, what it is called, and who may change it now. */

import type { Actor } from '../../shared/domain/actor.ts';
import type { FileList } from '../../shared/domain/evidence.ts';
import { type FilePlace, type PlaceId, placeIdOf } from '../../shared/domain/file-place.ts';
import type { FiscalYear } from '../../shared/domain/fiscal-year.ts';
import { localDateAt } from '../../shared/domain/local-date.ts';
import { isEditable } from '../../shared/domain/obligation.ts';
import { provinceOf } from '../../shared/domain/organization.ts';
import { actorOf, can, type User } from '../../shared/domain/permissions.ts';
import { isSigned } from '../../shared/domain/supervision-report.ts';
import { preparations } from '../../shared/text/preparations.ts';
import { findVisit } from './answer-visit.ts';
import { actorFor } from './report-acts.ts';
import { isClosedRow, reportDesk, writingAs } from './report-desk.ts';
import { roundName } from './report-views.tsx';
import type { WebDependencies } from './web-environment.tsx';

export interface FilesDesk {
  readonly place: FilePlace;
  readonly placeId: PlaceId;
  readonly title: string;
  /** What the place is about, such as the row's name. */
  readonly about: string;
  /** Where one comes from and goes back to. */
  readonly parent: { readonly text: string; readonly href: string };
  /** In whose name: an office may act in the organization's place. */
  readonly actor: Actor;
  readonly mayChange: boolean;
  /** May decide on a file that nothing has scanned. */
  readonly mayRelease: boolean;
}

export type RightsDependencies = Pick<
  WebDependencies,
  'obligations' | 'plans' | 'editions' | 'reports' | 'settings' | 'seasons' | 'now'
>;

/** `undefined` where there is no such place, or `user` may not read what lies there. */
export async function filesDesk(
  dependencies: RightsDependencies,
  user: User,
  orgId: string,
  place: FilePlace,
): Promise<FilesDesk | undefined> {
  if (!can(user, 'read-organization', { orgId })) return undefined;
  const common = {
    place,
    placeId: placeIdOf(place),
    mayRelease: can(user, 'review-report', { orgId }),
    actor: actorOf(user),
  };
  switch (place.of) {
    case 'row':
    case 'scan': {
      const facts = await ofReport(dependencies, user, orgId, place);
      return facts && { ...common, ...facts };
    }
    case 'preparation':
    case 'visit-report': {
      const facts = await ofVisit(dependencies, user, orgId, place);
      return facts && { ...common, ...facts };
    }
  }
}

async function ofReport(
  dependencies: RightsDependencies,
  user: User,
  orgId: string,
  place: Extract<FilePlace, { of: 'row' | 'scan' }>,
) {
  const { fiscalYear, round } = place;
  const desk = await reportDesk(dependencies, { orgId, fiscalYear, round });
  if (!desk) return undefined;
  const base = `/organizations/${orgId}/reports/${fiscalYear}/${round}`;
  const name = roundName({ fiscalYear, round });
  const actor = actorFor(user, desk.obligation);
  const writes = writingAs(user, orgId) !== undefined && isEditable(desk.obligation);
  if (place.of === 'scan') {
    return {
      title: 'สำเนาเอกสารที่ผู้บริหารลงนาม',
      actor,
      about: `รายงาน${name}`,
      parent: parentOf(user, orgId, place, writes && `${base}/check`),
      mayChange: writes,
    };
  }
  const line =
    desk.content.lines.find(({ itemId }) => itemId === place.itemId) ??
    desk.before?.content.lines.find(({ itemId }) => itemId === place.itemId);
  if (!line) return undefined;
  const inPlan = desk.items.some(({ itemId }) => itemId === place.itemId);
  return {
    title: `หลักฐานของลำดับที่ ${line.no}`,
    actor,
    about: line.name,
    parent: parentOf(user, orgId, place, writes && `${base}#row-${place.itemId}`),
    mayChange: writes && inPlan && !isClosedRow(desk, place.itemId),
  };
}

/** The form while it can be written on; else what was handed in, at the office or at home. */
function parentOf(
  user: User,
  orgId: string,
  { fiscalYear, round }: Extract<FilePlace, { of: 'row' | 'scan' }>,
  form: string | false,
) {
  if (form) {
    const name = form.endsWith('/check') ? 'หน้าตรวจสอบก่อนส่ง' : 'แบบรายงาน';
    return { text: `กลับไปที่${name}`, href: form };
  }
  return can(user, 'read-province', { orgId })
    ? {
        text: 'กลับไปที่รายงาน',
        href: `/provinces/${provinceOf(orgId)}/reports/${orgId}/${fiscalYear}/${round}`,
      }
    : { text: 'กลับไปที่งานของหน่วยงาน', href: `/organizations/${orgId}` };
}

async function ofVisit(
  { seasons, now }: RightsDependencies,
  user: User,
  orgId: string,
  place: Extract<FilePlace, { of: 'preparation' | 'visit-report' }>,
) {
  const { fiscalYear, visitNo } = place;
  const seen = await findVisit(seasons, { fiscalYear, orgId, visitNo });
  if (!seen) return undefined;
  const { entry, visit } = seen;
  const off = entry.state === 'cancelled' || visit.closed !== undefined;
  const overseer = can(user, 'read-province', { orgId });
  const handedIn = isSigned(visit.report) && !visit.correction;
  const parent = {
    text: 'กลับไปที่การนิเทศติดตาม',
    href: overseer
      ? `/provinces/${provinceOf(orgId)}/visits/${fiscalYear}/${orgId}/${visitNo}`
      : `/organizations/${orgId}/visits/${fiscalYear}/${visitNo}`,
  };
  if (place.of === 'preparation') {
    const what = preparations[place.no - 1];
    if (what === undefined) return undefined;
    return {
      title: `เอกสารที่หน่วยงานจัดเตรียม ข้อ ${place.no}`,
      about: what,
      parent,
      mayChange: can(user, 'answer-visit', { orgId }) && !off && !handedIn,
    };
  }
  // What the team is still writing is the office's own.
  if (!overseer && !handedIn) return undefined;
  const come = localDateAt(now()) >= entry.date;
  return {
    title: 'ไฟล์และภาพประกอบรายงานการนิเทศ',
    about: `การนิเทศติดตาม ปีงบประมาณ พ.ศ. ${fiscalYear}`,
    parent,
    mayChange: can(user, 'record-supervision', { orgId }) && !off && !handedIn && come,
  };
}

/** Whether a version that was handed in has the file. */
export async function isHandedIn(
  { obligations, reports, seasons }: Pick<WebDependencies, 'obligations' | 'reports' | 'seasons'>,
  { orgId, place: placeId }: Pick<FileList, 'orgId' | 'place'>,
  place: FilePlace,
  fileId: string,
): Promise<boolean> {
  if (place.of === 'visit-report') {
    const id = { orgId, fiscalYear: place.fiscalYear, visitNo: place.visitNo };
    const visit = await seasons.visit(id);
    const before = await Promise.all(
      (visit?.earlier ?? []).map(({ version }) => seasons.archivedReport(id, version)),
    );
    return [visit?.report, ...before].some((report) =>
      report?.evidence?.some((each) => each.fileId === fileId),
    );
  }
  if (place.of === 'preparation') return false;
  const round: { fiscalYear: FiscalYear; round: typeof place.round } = place;
  const obligation = await obligations.find(orgId, round);
  const bodies = await Promise.all(
    (obligation?.versions ?? []).map(({ submissionId }) =>
      reports.submission(orgId, round, submissionId),
    ),
  );
  return bodies.some((body) =>
    body?.evidence?.some((each) => each.place === placeId && each.fileId === fileId),
  );
}
