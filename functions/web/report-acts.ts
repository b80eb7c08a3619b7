/** What all acts on a report have in common: who may, in whose name, and how a refusal reads. */

import type { Actor } from '../../shared/domain/actor.ts';
import type { LocalDate } from '../../shared/domain/local-date.ts';
import type { Obligation, Refused } from '../../shared/domain/obligation.ts';
import { actorOf, can, type User } from '../../shared/domain/permissions.ts';
import type { Check, Finding, ReportLine } from '../../shared/domain/report.ts';
import { findingText } from '../../shared/text/findings.ts';
import { longDate } from '../../shared/text/thai.ts';
import { ProblemError, type ProblemFinding } from '../../shared/web/problem.tsx';
import type { NotAllowed } from './acting.ts';
import { writingAs } from './report-desk.ts';

/** Officers write for their own organization; the office may write in its place (บันทึกแทน อปท.). */
export function mayWrite(user: User, orgId: string): NotAllowed | undefined {
  if (writingAs(user, orgId)) return undefined;
  return { refused: can(user, 'read-organization', { orgId }) ? 'forbidden' : 'not-found' };
}

export function actorFor(user: User, { orgId, organization }: Obligation): Actor {
  const isOwn = writingAs(user, orgId) === 'officer' && user.orgId === orgId;
  return isOwn ? actorOf(user) : actorOf(user, organization.shortName);
}

export type ReportRefusal =
  | NotAllowed
  | Refused
  /** The draft is another than the one that was before the user's eyes. */
  | { readonly refused: 'stale' }
  /** The content is another than the one that was before the user's eyes. */
  | { readonly refused: 'changed' }
  | { readonly refused: 'invalid'; readonly check: Check; readonly lines: readonly ReportLine[] }
  /** Another content was handed in under this `submissionId`. */
  | { readonly refused: 'reused-id' }
  | { readonly refused: 'signed-in-future' | 'received-in-future' }
  /** The executive's term has not begun, or is over. */
  | { readonly refused: 'out-of-term'; readonly begins: LocalDate }
  | { readonly refused: 'out-of-term'; readonly ended: LocalDate };

/** A refusal as the one problem that pages and the API answer. */
export function refusalProblem(refusal: ReportRefusal): ProblemError {
  switch (refusal.refused) {
    case 'not-found':
      return new ProblemError(404);
    case 'forbidden':
      return new ProblemError(403, {
        code: 'forbidden',
        detail: 'บัญชีของท่านดูข้อมูลนี้ได้ แต่แก้ไขไม่ได้ หากต้องแก้ไขกรุณาแจ้งเจ้าหน้าที่ผู้รายงานของหน่วยงาน',
      });
    case 'early':
      return conflict(
        'early',
        `ยังไม่ถึงกำหนดรับรายงาน เปิดรับตั้งแต่${dayOf(refusal.on)} ร่างที่บันทึกไว้ยังอยู่ครบ`,
      );
    case 'locked':
      return conflict(
        'locked',
        `ปิดรับรายงานแล้วเมื่อ${dayOf(refusal.on)} หากยังต้องส่ง กรุณาขอขยายเวลากับสำนักงาน ป.ป.ช. ประจำจังหวัด ร่างที่บันทึกไว้ยังอยู่ครบ`,
      );
    case 'closed':
      return conflict(
        'closed',
        'รายงานรอบนี้ส่งไปแล้ว จึงแก้ไขหรือส่งซ้ำไม่ได้ หากต้องแก้ไข กรุณาขอให้สำนักงาน ป.ป.ช. ประจำจังหวัดส่งกลับให้แก้ไข',
      );
    case 'waived':
      return conflict('waived', 'หน่วยงานของท่านไม่ต้องรายงานรอบนี้');
    case 'unsigned':
      return conflict(
        'unsigned',
        'ผู้บริหารยังไม่ได้ลงนามเห็นชอบเนื้อหาฉบับนี้ กรุณาเสนอผู้บริหาร หรือบันทึกว่าผู้บริหารลงนามในเอกสารแล้ว',
      );
    case 'not-submitted':
      return conflict('not-submitted', 'ยังไม่มีรายงานที่ส่งแล้วในรอบนี้');
    case 'not-accepted':
      return conflict('not-accepted', 'รายงานนี้ยังไม่ได้รับไว้ จึงยกเลิกการรับไม่ได้');
    case 'not-requested':
      return conflict('not-requested', 'ไม่มีคำขอขยายเวลาที่รอพิจารณา');
    case 'stale':
      return conflict('stale', 'มีผู้อื่นบันทึกร่างนี้หลังจากที่ท่านเปิดหน้า กรุณาเปิดหน้าแบบรายงานใหม่เพื่อดูฉบับล่าสุด');
    case 'changed':
      return conflict(
        'changed',
        'เนื้อหาของรายงานเปลี่ยนไปหลังจากที่ท่านเปิดหน้านี้ กรุณาอ่านฉบับล่าสุดอีกครั้งก่อนทำรายการ',
      );
    case 'invalid':
      return new ProblemError(422, {
        code: 'invalid-report',
        detail: 'รายงานยังไม่ครบถ้วน กรุณาแก้ไขตามรายการด้านล่างก่อนส่ง',
        errors: refusal.check.errors.map((finding) => problemFinding(finding)),
      });
    case 'reused-id':
      return conflict('reused-submission-id', 'เคยใช้ submissionId นี้กับเนื้อหาอื่นแล้ว กรุณาใช้ค่าใหม่');
    case 'out-of-term':
      return conflict('out-of-term', termText(refusal));
    case 'received-in-future':
      return new ProblemError(422, {
        code: 'received-in-future',
        detail: 'วันที่ได้รับเอกสารต้องไม่หลังวันนี้',
      });
    case 'signed-in-future':
      return new ProblemError(422, {
        code: 'signed-in-future',
        detail: 'วันที่ลงนามต้องไม่หลังวันนี้',
        errors: [{ field: 'signedOn', code: 'signed-in-future', message: 'วันที่ลงนามต้องไม่หลังวันนี้' }],
      });
  }
}

/** Why an executive may not sign in the system today. */
export function termText(
  bar: { readonly begins: LocalDate } | { readonly ended: LocalDate },
): string {
  return 'begins' in bar
    ? `ท่านลงนามได้ตั้งแต่${longDate(bar.begins)} ตามวาระที่บันทึกไว้`
    : `วาระการลงนามของท่านสิ้นสุดเมื่อ${longDate(bar.ended)} หากยังปฏิบัติหน้าที่อยู่ กรุณาแจ้งสำนักงาน ป.ป.ช. ประจำจังหวัดให้แก้ไขวาระ`;
}

export function problemFinding(finding: Finding): ProblemFinding {
  const { no, itemId, field, code } = finding;
  return {
    ...(no !== undefined && { row: no }),
    ...(itemId !== undefined && { itemId }),
    field,
    code,
    message: findingText(finding),
  };
}

function conflict(code: string, detail: string): ProblemError {
  return new ProblemError(409, { code, detail });
}

function dayOf(day: Refused['on']): string {
  return day ? longDate(day) : '';
}
