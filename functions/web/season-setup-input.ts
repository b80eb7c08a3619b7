/** What a form of the page that sets a season up asks to change, or what is wrong with it. Pure. */
import type { LocalDate } from '../../shared/domain/local-date.ts';
import { type Organization, typeNames } from '../../shared/domain/organization.ts';
import { type SeasonSetup, visitMinutesSchema } from '../../shared/domain/season-setup.ts';
import { priorityWeightsSchema } from '../../shared/domain/visit-plan.ts';
import type { FieldError } from '../../shared/web/components.tsx';
import { daysOffAfter } from './days-off.tsx';
import type { Form } from './request-body.ts';
import { organizationsNamed } from './visit-words.ts';

export type SetupPart = 'lengths' | 'days-off' | 'mandatory' | 'clusters';

export const weightNames = priorityWeightsSchema.keyof().options;

type Change = ((setup: SeasonSetup) => SeasonSetup) | { errors: FieldError[] };

export function setupChangeFrom(
  form: Form,
  part: SetupPart,
  setup: SeasonSetup,
  organizations: readonly Organization[],
  today: LocalDate,
): Change {
  switch (part) {
    case 'days-off': {
      const daysOff = daysOffAfter(setup.daysOff, form);
      return 'errors' in daysOff ? daysOff : (old) => ({ ...old, daysOff: [...daysOff] });
    }
    case 'lengths':
      return lengthsFrom(form);
    case 'mandatory':
      return mandatoryFrom(form, organizations);
    case 'clusters':
      return clustersFrom(form, setup, organizations, today);
  }
}

function lengthsFrom(form: Form): Change {
  const errors: FieldError[] = [];
  const minutes = (name: string): number | undefined => {
    const typed = (form.get(name) ?? '').trim();
    if (typed === '' && name.startsWith('type-')) return undefined;
    const parsed = visitMinutesSchema.safeParse(Number(typed));
    if (parsed.success) return parsed.data;
    errors.push({ id: name, message: 'ระยะเวลาต้องเป็นตัวเลข 30–360 นาที' });
    return undefined;
  };
  const [standard, cluster] = [minutes('standard'), minutes('cluster')];
  const byType = Object.fromEntries(
    Object.keys(typeNames).flatMap((type) => {
      const length = minutes(`type-${type}`);
      return length === undefined ? [] : [[type, length]];
    }),
  );
  const figures = Object.fromEntries(
    weightNames.map((name) => [name, Number((form.get(name) ?? '').trim() || Number.NaN)]),
  );
  const weights = priorityWeightsSchema.safeParse(figures);
  for (const { path } of weights.error?.issues ?? []) {
    errors.push({ id: String(path[0]), message: 'ต้องเป็นจำนวนเต็มตั้งแต่ 0 ขึ้นไป ไม่เกินที่ใช้จริง' });
  }
  if (errors.length > 0 || !weights.success || !standard || !cluster) return { errors };
  return (setup) => ({
    ...setup,
    visitMinutes: { standard, cluster, byType },
    weights: weights.data,
  });
}

function mandatoryFrom(form: Form, organizations: readonly Organization[]): Change {
  const [add, remove] = [form.get('add') ?? '', form.get('remove')];
  if (remove !== undefined) {
    return (setup) => ({
      ...setup,
      mandatory: setup.mandatory.filter((orgId) => orgId !== remove),
    });
  }
  if (!organizations.some(({ orgId }) => orgId === add)) {
    return { errors: [{ id: 'add', message: 'กรุณาเลือกหน่วยงานของจังหวัดนี้' }] };
  }
  return (setup) => ({
    ...setup,
    mandatory: [...new Set([...setup.mandatory, add])].toSorted(),
  });
}

function clustersFrom(
  form: Form,
  { clusters }: SeasonSetup,
  organizations: readonly Organization[],
  today: LocalDate,
): Change {
  const remove = form.get('remove');
  if (remove !== undefined) {
    return (setup) => ({
      ...setup,
      clusters: setup.clusters.filter(({ hostOrgId }) => hostOrgId !== remove),
    });
  }
  const find = (typed: string) => organizationsNamed(typed, organizations, today);
  const hosts = find(form.get('host') ?? '');
  const wanted = (form.get('attending') ?? '').split(/[,\n]/).filter((name) => name.trim() !== '');
  const guests = wanted.map((name) => ({ name, found: find(name) }));
  const lost = guests.filter(({ found }) => found.length !== 1).map(({ name }) => name.trim());
  const ids = guests.flatMap(({ found }) => found);
  const host = hosts.length === 1 ? hosts[0] : undefined;
  const taken = new Set(clusters.flatMap((one) => [one.hostOrgId, ...one.attendingOrgIds]));
  const errors: FieldError[] = [
    ...(host ? [] : [{ id: 'host', message: 'ไม่พบหน่วยงานเจ้าภาพในจังหวัดนี้ โปรดใช้ชื่อย่อหรือรหัส' }]),
    ...(lost.length > 0
      ? [{ id: 'attending', message: `ไม่พบหน่วยงาน “${lost.join('”, “')}” ในจังหวัดนี้` }]
      : []),
    ...(ids.length === 0 && lost.length === 0
      ? [{ id: 'attending', message: 'กรุณากรอกหน่วยงานที่เข้าร่วมอย่างน้อยหนึ่งแห่ง' }]
      : []),
    ...(ids.length > 20 ? [{ id: 'attending', message: 'เข้าร่วมได้ไม่เกิน 20 แห่ง' }] : []),
    ...([...ids, host ?? ''].some((orgId) => taken.has(orgId)) ||
    new Set([...ids, host]).size <= ids.length
      ? [{ id: 'attending', message: 'หน่วยงานหนึ่งอยู่ได้กลุ่มเดียว และอยู่ในกลุ่มได้ครั้งเดียว' }]
      : []),
  ];
  if (errors.length > 0 || !host) return { errors };
  return (setup) => ({
    ...setup,
    clusters: [...setup.clusters, { hostOrgId: host, attendingOrgIds: ids }],
  });
}
