/**
 * Errors as people and as programs read them.
 *
 * @see RFC 9457, Problem Details for HTTP APIs
 */
import type { FC } from 'hono/jsx';
import * as z from 'zod';
import { ButtonLink } from './components.tsx';

/** One thing that is wrong with what was sent. */
export const problemErrorSchema = z.object({
  /** Number of the row (ลำดับ); absent where the whole is meant. */
  row: z.int().optional(),
  itemId: z.string().optional(),
  field: z.string(),
  /** For programs; stays the same whatever the words. */
  code: z.string(),
  /** In Thai, for people. */
  message: z.string(),
});
export type ProblemFinding = z.infer<typeof problemErrorSchema>;

export const problemSchema = z.object({
  /** `about:blank`: the title says what the status means. */
  type: z.string(),
  status: z.int(),
  title: z.string(),
  detail: z.string().optional(),
  code: z.string().optional(),
  errors: z.array(problemErrorSchema).optional(),
});
export type Problem = z.infer<typeof problemSchema>;

export type ProblemStatus = 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 422 | 429 | 500 | 503;

const titles: Record<ProblemStatus, string> = {
  400: 'ระบบอ่านข้อมูลที่ส่งมาไม่ได้',
  401: 'กรุณาเข้าสู่ระบบก่อน',
  403: 'ระบบไม่รับคำขอนี้',
  404: 'ไม่พบหน้าที่ท่านต้องการ',
  405: 'ระบบไม่รองรับการเรียกหน้านี้ด้วยวิธีดังกล่าว',
  409: 'ทำรายการนี้ไม่ได้ในขณะนี้',
  413: 'ข้อมูลที่ส่งมามีขนาดใหญ่เกินไป',
  415: 'ระบบไม่รองรับข้อมูลชนิดนี้',
  422: 'ข้อมูลยังไม่ถูกต้องหรือยังไม่ครบถ้วน',
  429: 'มีการขอถี่เกินไป',
  500: 'ระบบขัดข้อง',
  503: 'ระบบไม่พร้อมให้บริการชั่วคราว',
};

const details: Partial<Record<ProblemStatus, string>> = {
  400: 'ยังไม่มีการบันทึก กรุณากลับไปหน้าเดิมแล้วทำรายการอีกครั้ง',
  401: 'การเข้าใช้งานสิ้นสุดแล้วหรือท่านยังไม่ได้เข้าสู่ระบบ หากกำลังส่งข้อมูลอยู่ ให้เข้าสู่ระบบในแท็บใหม่ แล้วกลับมาโหลดหน้านี้อีกครั้งเพื่อส่งใหม่ สิ่งที่พิมพ์ไว้จะไม่หาย',
  403: 'ยังไม่มีการบันทึก บัญชีของท่านไม่มีสิทธิทำรายการนี้',
  404: 'ที่อยู่ของหน้าอาจพิมพ์ไม่ครบ หรือหน้านี้ไม่ได้อยู่ในความรับผิดชอบของท่าน',
  405: 'กรุณากลับไปหน้าเดิมแล้วทำรายการใหม่จากปุ่มในหน้า',
  409: 'ข้อมูลเปลี่ยนไปหลังจากที่ท่านเปิดหน้า จึงยังไม่มีการบันทึก กรุณากลับไปดูข้อมูลล่าสุดแล้วทำรายการอีกครั้ง',
  413: 'ส่งข้อมูลได้ครั้งละไม่เกิน 2 เมกะไบต์ ข้อมูลที่บันทึกไว้ก่อนหน้านี้ยังอยู่ครบ',
  415: 'ยังไม่มีการบันทึก กรุณากลับไปทำรายการจากแบบฟอร์มในหน้าเว็บ',
  422: 'ยังไม่มีการบันทึก กรุณากลับไปแก้ไขในหน้าเดิมแล้วทำรายการอีกครั้ง',
  429: 'กรุณารอสักครู่แล้วลองใหม่อีกครั้ง',
  500: 'ข้อมูลที่บันทึกไว้แล้วยังอยู่ครบ กรุณาลองใหม่อีกครั้ง หากยังไม่ได้โปรดแจ้งสำนักงาน ป.ป.ช. ประจำจังหวัด',
  503: 'ข้อมูลที่บันทึกไว้แล้วยังอยู่ครบ กรุณารอสักครู่แล้วลองใหม่อีกครั้ง',
};

export interface ProblemFacts {
  /** What happened and what to do, in Thai. */
  readonly detail?: string;
  readonly code?: string;
  readonly errors?: readonly ProblemFinding[];
  /** Of 405: the methods there are. */
  readonly allow?: readonly string[];
  /** Of 429: when it may be tried again. */
  readonly retryAfterSeconds?: number;
}

/** Ends a request with a problem; the one place that answers it is `createWeb`. */
export class ProblemError extends Error {
  readonly status: ProblemStatus;
  readonly facts: ProblemFacts;

  constructor(status: ProblemStatus, facts: ProblemFacts = {}) {
    super(`${status} ${facts.code ?? facts.detail ?? ''}`.trim());
    this.name = 'ProblemError';
    this.status = status;
    this.facts = facts;
  }
}

export function problemOf(status: ProblemStatus, facts: ProblemFacts = {}): Problem {
  const detail = facts.detail ?? details[status];
  return {
    type: 'about:blank',
    status,
    title: titles[status],
    ...(detail && { detail }),
    ...(facts.code && { code: facts.code }),
    ...(facts.errors && { errors: [...facts.errors] }),
  };
}

/** Whether whoever asks is a program: it calls the API, sends JSON, or says that it reads no HTML. */
export function wantsJson(request: { path: string; header(name: string): string | undefined }) {
  const accept = request.header('accept') ?? '';
  return (
    request.path.startsWith('/api/') ||
    (request.header('content-type') ?? '').startsWith('application/json') ||
    (accept.includes('json') && !accept.includes('text/html'))
  );
}

export function problemJson(problem: Problem, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8', ...headers },
  });
}

/** Where somebody may go on who has read of a problem. */
export interface WaysOn {
  /** The page that the request was made on, or the nearest that there is. */
  readonly back?: string | undefined;
  /** The same page once more, where that may help. */
  readonly again?: string | undefined;
  /** Where the work of whoever is signed in lies. */
  readonly home?: string | undefined;
}

/** What people read in place of the page they wanted. */
export const ProblemBody: FC<{ problem: Problem; ways: WaysOn }> = ({ problem, ways }) => (
  <>
    <h1 class="govuk-heading-l">{problem.title}</h1>
    {problem.detail && <p class="govuk-body">{problem.detail}</p>}
    {problem.errors && (
      <ul class="govuk-list govuk-list--bullet">
        {problem.errors.map(({ row, message }) => (
          <li>{row === undefined ? message : `ลำดับที่ ${row}: ${message}`}</li>
        ))}
      </ul>
    )}
    {problem.status === 401 ? (
      <p class="govuk-body">
        <a class="govuk-link" href="/sign-in" target="_blank" rel="noreferrer">
          เข้าสู่ระบบ (เปิดในแท็บใหม่)
        </a>
      </p>
    ) : (
      <WayOn {...ways} />
    )}
  </>
);

const WayOn: FC<WaysOn> = ({ back, again, home }) => (
  <>
    {again && <ButtonLink href={again}>ลองเปิดหน้านี้อีกครั้ง</ButtonLink>}
    {!again && back && <ButtonLink href={back}>กลับไปหน้าเดิม</ButtonLink>}
    <p class="govuk-body">
      <a class="govuk-link" href={home ?? '/'}>
        {home ? 'ไปที่หน้าแรกของงานของท่าน' : 'ไปหน้าแรกของระบบ'}
      </a>
    </p>
  </>
);
