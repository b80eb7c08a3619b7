import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { localDate } from '../../shared/domain/local-date.ts';
import {
  accepted,
  draftSaved,
  extensionGranted,
  isAwaited,
  type Obligation,
  type Outcome,
  returned,
  signed,
  signoffAsked,
  submitted,
  waived,
} from '../../shared/domain/obligation.ts';
import { isReceiptNumber, receiptNumber } from '../../shared/domain/receipt.ts';
import { anObligation, aSubmission, fy2563, officer } from '../support/builders.ts';

const required = { signoff: 'required' } as const;
const may4 = localDate('2020-05-04');
const answering = { on: may4, by: officer, note: 'น้ำท่วม' };
const returning = {
  on: may4,
  by: officer,
  reason: 'โปรดระบุมิติของรายการที่ 7',
  rows: [],
  until: localDate('2020-05-15'),
};

function next(outcome: Outcome): Obligation {
  if ('refused' in outcome) throw new Error(`refused: ${outcome.refused}`);
  return outcome.next;
}

test('a report handed in on 16 April is version 1, on time, with a receipt', () => {
  const after = next(
    submitted(anObligation({ state: 'awaiting_signoff' }), aSubmission(), required),
  );
  expect(after).toMatchObject({ state: 'submitted', daysLate: 0 });
  expect(after.versions).toMatchObject([{ version: 1, receipt: '2563-6M-80-0711-1-0' }]);
});

test.each([
  ['2020-04-30T16:59:59.000Z', 0],
  ['2020-04-30T17:00:00.000Z', 1],
  ['2020-06-30T03:00:00.000Z', 61],
])('a report received at %s is %i days late', (receivedAt, late) => {
  expect(next(submitted(anObligation(), aSubmission({ receivedAt }), required)).daysLate).toBe(
    late,
  );
});

test.each([
  ['2020-03-31T03:00:00.000Z', { refused: 'early', on: '2020-04-01' }],
  ['2020-07-01T03:00:00.000Z', { refused: 'locked', on: '2020-06-30' }],
])('a report received at %s is refused', (receivedAt, refusal) => {
  expect(submitted(anObligation(), aSubmission({ receivedAt }), required)).toEqual(refusal);
});

test('an extension reopens a locked report', () => {
  const extended = next(extensionGranted(anObligation(), localDate('2020-07-10'), answering));
  const late = aSubmission({ receivedAt: '2020-07-09T03:00:00.000Z' });
  expect(next(submitted(extended, late, required)).daysLate).toBe(0);
});

test('a signature binds to the content that was signed', () => {
  const signature = aSubmission().signature;
  const other = aSubmission({ contentHash: 'b'.repeat(64), signature });
  expect(submitted(anObligation(), other, required)).toEqual({ refused: 'unsigned' });
  expect(submitted(anObligation(), other, { signoff: 'not-required' })).toHaveProperty('next');
});

test('writing on a signed draft takes the signature away', () => {
  const signedReport = next(signed(anObligation(), aSubmission().signature));
  expect(signedReport.signature).toBeDefined();
  expect(next(draftSaved(signedReport)).signature).toBeUndefined();
});

describe('a returned report', () => {
  const first = next(submitted(anObligation(), aSubmission(), required));
  const open = next(returned(first, returning));

  test('is open again, but not reminded like one that never came', () => {
    expect(open.state).toBe('returned');
    expect(isAwaited(open)).toBe(false);
    expect(isAwaited(next(draftSaved(open)))).toBe(false);
  });

  test('becomes version 2 long after the lock, and stays on time', () => {
    const late = aSubmission({ submissionId: 's2', receivedAt: '2020-08-01T03:00:00.000Z' });
    const after = next(submitted(open, late, required));
    expect(after.daysLate).toBe(0);
    expect(after.versions.map(({ version, submissionId }) => [version, submissionId])).toEqual([
      [1, 's1'],
      [2, 's2'],
    ]);
  });

  test('may also have been accepted before', () => {
    const taken = next(accepted(first, may4, officer, { note: '' }));
    expect(next(returned(taken, returning))).not.toHaveProperty('accepted');
  });
});

test('no sequence of acts loses a version, rewrites timeliness, or leaves the known states', () => {
  const acts = {
    draft: draftSaved,
    ask: signoffAsked,
    sign: (o: Obligation) => signed(o, aSubmission().signature),
    submit: (o: Obligation, day: number) =>
      submitted(
        o,
        aSubmission({
          submissionId: `s${o.versions.length + 1}`,
          receivedAt: new Date(Date.UTC(2020, 2, 25 + day)).toISOString(),
        }),
        required,
      ),
    accept: (o: Obligation) => accepted(o, may4, officer, { note: '' }),
    return: (o: Obligation) => returned(o, returning),
    waive: (o: Obligation) => waived(o, may4, officer, 'ไม่มีแผน'),
    extend: (o: Obligation) => extensionGranted(o, localDate('2020-07-20'), answering),
  };
  const names = Object.keys(acts) as (keyof typeof acts)[];
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...names), fc.nat(130)), { maxLength: 30 }),
      (steps) => {
        let obligation = anObligation();
        for (const [name, day] of steps) {
          const outcome = acts[name](obligation, day);
          if ('refused' in outcome) continue;
          const after = outcome.next;
          expect(after.versions.slice(0, obligation.versions.length)).toEqual(obligation.versions);
          if (obligation.daysLate !== undefined) expect(after.daysLate).toBe(obligation.daysLate);
          if (obligation.state === 'waived') expect(after.state).toBe('waived');
          expect(after.versions.length > 0).toBe(after.daysLate !== undefined);
          obligation = after;
        }
      },
    ),
  );
});

test('a receipt number betrays a mistyped figure', () => {
  const receipt = receiptNumber({ orgId: '80-0711', fiscalYear: fy2563, round: '6M' }, 1);
  expect(isReceiptNumber(receipt)).toBe(true);
  for (const [index, character] of [...receipt].entries()) {
    if (!/\d/.test(character) || receipt.slice(index, index + 2) === '6M') continue;
    const wrong =
      receipt.slice(0, index) + ((Number(character) + 1) % 10) + receipt.slice(index + 1);
    expect(isReceiptNumber(wrong), wrong).toBe(false);
  }
});
