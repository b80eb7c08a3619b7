/**
 * Carries out an import of the roster that an officer has confirmed, province by province.
 *
 * A run that broke off is taken up where it stood; what was done already is done once more without effect.
 */
import * as z from 'zod';
import { provinceNames } from '../../shared/domain/provinces.ts';
import {
  changed,
  newcomer,
  type RosterChange,
  type RosterImport,
} from '../../shared/domain/roster.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import type { AuditStore } from '../../shared/store/audit-store.ts';
import type { RosterImportStore } from '../../shared/store/roster-import-store.ts';
import type { RosterStore } from '../../shared/store/roster-store.ts';

interface Dependencies {
  readonly roster: Pick<RosterStore, 'find' | 'add' | 'describe'>;
  readonly imports: Pick<RosterImportStore, 'find' | 'part' | 'save'>;
  readonly audit: Pick<AuditStore, 'append'>;
}

const inputSchema = z.object({ runId: z.string() });

const AT_ONCE = 25;

export function createApplyRoster({ roster, imports, audit }: Dependencies) {
  /** @throws {RangeError} where no such import is being carried out */
  return async (input: unknown): Promise<void> => {
    const { runId } = inputSchema.parse(input);
    let head = await imports.find(runId);
    if (head?.state === 'done') return;
    if (head?.state !== 'applying') throw new RangeError(`no import ${runId} is to be carried out`);
    for (const { province } of head.provinces) {
      if (head.applied.includes(province)) continue;
      await applyPart(head, province);
      head = { ...head, applied: [...head.applied, province] };
      await imports.save(head, 'applying');
    }
    await imports.save({ ...head, state: 'done' }, 'applying');
  };

  async function applyPart(head: RosterImport, province: string): Promise<void> {
    const part = await imports.part(head.runId, province);
    if (!part) throw new RangeError(`import ${head.runId} has lost its part ${province}`);
    await inParallel(part.changes, (change) => apply(head, change), AT_ONCE);
    if (part.changes.length === 0) return;
    const counts = head.provinces.find((each) => each.province === province);
    await audit.append(`PROVINCE#${province}`, {
      eventId: `roster-${head.runId}`,
      at: head.at,
      actor: head.by,
      act: 'roster-imported',
      subject: `${provinceNames[province] ?? province} ${head.fileName}`,
      note: `เพิ่ม ${counts?.new ?? 0} เปลี่ยนชื่อหรือประเภท ${counts?.named ?? 0} แก้ที่ตั้ง ${counts?.placed ?? 0} แห่ง`,
    });
  }

  async function apply(head: RosterImport, change: RosterChange): Promise<void> {
    const { orgId } = change;
    if (change.change === 'new') {
      await roster.add(newcomer(change, head.from));
      return;
    }
    const organization = await roster.find(orgId);
    if (!organization) return;
    await roster.describe(orgId, changed(organization, change, head.from));
    if (change.change !== 'named') return;
    await audit.append(`ORG#${orgId}`, {
      eventId: `roster-${head.runId}`,
      at: head.at,
      actor: head.by,
      act: 'organization-renamed',
      subject: orgId,
      note: `${change.before ?? ''} → ${change.shortName} ตั้งแต่ ${head.from}`,
    });
  }
}
