/** How the notice of a visit stands: its letter, whether it counts as served, and what it lacks. */
import type { FC } from 'hono/jsx';
import type { LocalDate } from '../../shared/domain/local-date.ts';
import { type LackingNotice, lackingNotice, servedOn } from '../../shared/domain/served-notice.ts';
import {
  earlierLetterOf,
  isCircular,
  type Letter,
  noticeLetterOf,
  type Schedule,
  type ScheduleEntry,
  toldOf,
  type Visit,
} from '../../shared/domain/supervision.ts';
import { shortDate } from '../../shared/text/thai.ts';
import { Tag } from '../../shared/web/components.tsx';

interface Standing {
  readonly schedule: Schedule;
  readonly entry: ScheduleEntry;
  readonly visit: Visit | undefined;
  readonly today: LocalDate;
}

/** Only a numbered notice counts as served. */
export const NoticeStanding: FC<Standing> = (props) => {
  const { schedule, entry, visit, today } = props;
  const letter = noticeLetterOf(entry, schedule);
  const earlier = earlierLetterOf(entry, schedule);
  const lack = lackingNotice(entry, schedule, visit, today);
  return (
    <>
      {letter ? (
        <>
          <Tag tone="green" icon="✓">
            แจ้งเป็นหนังสือ
          </Tag>{' '}
          {letterText(letter)}
          {isCircular(entry, schedule) && <span class="cell-note">หนังสือเวียนของกำหนดการนี้</span>}
          <span class="cell-note">{servedText(props)}</span>
        </>
      ) : (
        <Informal entry={entry} visit={visit} />
      )}
      {earlier && <span class="cell-note">หนังสือแจ้งวันเดิม {letterText(earlier)}</span>}
      {entry.urgent && (
        <div>
          <UrgentTag /> {entry.urgent.reason}
        </div>
      )}
      {lack && (
        <div>
          {lack.lack !== 'unnumbered' && <LackTag lack={lack} today={today} />}
          <span class="cell-note">{lackAdvice(lack, today)}</span>
        </div>
      )}
    </>
  );
};

function servedText({ entry, schedule, visit }: Standing): string {
  const served = servedOn(entry, schedule, visit);
  return served
    ? `หน่วยงานได้รับแจ้งเป็นหนังสือแล้ว ${shortDate(served)}`
    : 'ระบบจะส่งอีเมลแจ้งตามหนังสือนี้ล่วงหน้า 14 วัน หรือทันทีถ้าเหลือน้อยกว่านั้น';
}

const Informal: FC<Pick<Standing, 'entry' | 'visit'>> = ({ entry, visit }) => (
  <>
    <Tag tone="orange" icon="▲">
      อย่างไม่เป็นทางการ
    </Tag>{' '}
    {entry.awaitsLetter ? 'ยังไม่มีเลขที่หนังสือที่แจ้งวันนี้' : 'ยังไม่มีเลขที่หนังสือ'}
    <span class="cell-note">
      {toldOf(entry, visit)?.outcome === 'queued'
        ? 'ส่งอีเมลแจ้งล่วงหน้าอย่างไม่เป็นทางการแล้ว ยังไม่นับว่าแจ้งจนกว่าจะบันทึกเลขที่หนังสือ'
        : 'อีเมลจะออกในชื่อ “แจ้งล่วงหน้าอย่างไม่เป็นทางการ” จนกว่าจะบันทึกเลขที่หนังสือ'}
    </span>
  </>
);

/** The visit is made although notice of it comes late. */
export const UrgentTag: FC = () => (
  <Tag tone="blue" icon="!">
    เร่งด่วน
  </Tag>
);

const lacks = {
  unnumbered: 'ยังไม่มีเลขที่หนังสือ',
  unsent: 'อีเมลแจ้งตามหนังสือยังไม่ได้ส่ง',
  late: 'แจ้งเป็นหนังสือไม่ถึง 7 วัน',
} as const satisfies Record<LackingNotice['lack'], string>;

export const LackTag: FC<{ lack: LackingNotice; today: LocalDate }> = ({ lack, today }) => (
  <Tag tone={lack.by < today ? 'red' : 'orange'} icon={lack.by < today ? '✕' : '▲'}>
    {lacks[lack.lack]}
  </Tag>
);

function lackAdvice({ by }: LackingNotice, today: LocalDate): string {
  return by < today
    ? 'เลยกำหนดแจ้งล่วงหน้า 7 วันแล้ว โปรดทำเครื่องหมายเร่งด่วนพร้อมเหตุผล หรือกำหนดวันใหม่'
    : `ต้องแจ้งเป็นหนังสือภายใน ${shortDate(by)}`;
}

function letterText({ no, date }: Letter): string {
  return `ที่ ${no} ลงวันที่ ${shortDate(date)}`;
}
