/** What signing a correction does to recommendations that are being followed up: said before it is signed. */
import type { FC } from 'hono/jsx';
import { changedAdvice } from '../../shared/domain/follow-up.ts';
import type { Recommendation } from '../../shared/domain/supervision.ts';
import { recommendationLabels } from '../../shared/text/thai.ts';
import { Notification } from '../../shared/web/components.tsx';
import { adviceHref } from './follow-up.ts';

interface CorrectedAdviceProps {
  /** What the correction recommends. */
  readonly texts: readonly string[];
  /** What is kept of the visit's recommendations. */
  readonly kept: readonly Recommendation[];
}

export const CorrectedAdvice: FC<CorrectedAdviceProps> = ({ texts, kept }) => {
  const changed = changedAdvice(texts, kept);
  const out = changed.filter(({ text }) => text === undefined);
  const reworded = changed.filter(({ text }) => text !== undefined);
  if (changed.length === 0) return null;
  return (
    <Notification title="ฉบับแก้ไขนี้เปลี่ยนข้อเสนอแนะที่อยู่ระหว่างติดตาม">
      {out.length > 0 && (
        <>
          <p class="govuk-body">
            ข้อต่อไปนี้ไม่มีในฉบับแก้ไขแล้ว แต่<strong>ยังติดตามอยู่</strong> ระบบยังเตือนหน่วยงานจนกว่าจะบันทึกผล
            หากไม่ต้องทำแล้ว ให้เปิดหน้าของข้อนั้นหลังลงนาม แล้วบันทึกคำตอบทางโทรศัพท์เป็น “ไม่สามารถดำเนินการได้”
            โดยให้เหตุผลว่าถอนออกในฉบับแก้ไข
          </p>
          <Each changes={out} />
        </>
      )}
      {reworded.length > 0 && (
        <>
          <p class="govuk-body">
            ข้อต่อไปนี้เปลี่ยนข้อความ คำตอบและวันครบกำหนดเดิมยังคงอยู่กับข้อนั้น หากเป็นเรื่องอื่น
            ให้คงข้อเดิมไว้ตามลำดับแล้วเพิ่มข้อใหม่ต่อท้าย
          </p>
          <Each changes={reworded} />
        </>
      )}
    </Notification>
  );
};

const Each: FC<{ changes: ReturnType<typeof changedAdvice> }> = ({ changes }) => (
  <ul class="govuk-list govuk-list--bullet">
    {changes.map(({ before, text }) => (
      <li>
        <a class="govuk-notification-banner__link" href={adviceHref(before)}>
          ข้อ {before.no}
        </a>{' '}
        “{before.text}” ({recommendationLabels[before.state]}){text && ` เปลี่ยนเป็น “${text}”`}
      </li>
    ))}
  </ul>
);
