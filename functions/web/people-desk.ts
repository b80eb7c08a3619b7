/** What the people pages answer: lists, invitations, and what is done to one account. */
import type { Context } from 'hono';
import * as z from 'zod';
import { capacitySchema } from '../../shared/domain/actor.ts';
import { readAddress, readLine } from '../../shared/domain/address.ts';
import type { LocalDate } from '../../shared/domain/local-date.ts';
import { mayManage, mayVouchFor, type User } from '../../shared/domain/permissions.ts';
import { addressRefusals } from '../../shared/text/accounts.ts';
import type { FieldError } from '../../shared/web/components.tsx';
import { ProblemError } from '../../shared/web/problem.tsx';
import { invitePage } from './invite-page.tsx';
import {
  createManagePeople,
  type Invited,
  type ManageRefusal,
  type Signing,
  type Successor,
} from './manage-people.ts';
import type { PersonAct, PlaceKind } from './people.ts';
import {
  listPathOf,
  maySee,
  nationPlace,
  officePlace,
  organizationPlace,
  type PeoplePlace,
  placeNameOf,
} from './people-frame.ts';
import { listPage } from './people-page.tsx';
import { personPage } from './person-page.tsx';
import { createRecoverAccount } from './recover-account.ts';
import { type Form, readForm, thaiDateFrom } from './request-body.ts';
import {
  found,
  pathOf,
  signedIn,
  todayOf,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

const placesOf = {
  organization: organizationPlace,
  office: officePlace,
  nation: nationPlace,
} satisfies Record<PlaceKind, unknown>;

export function createPeopleDesk(dependencies: WebDependencies) {
  const { accounts, roster, securityNow } = dependencies;
  const people = createManagePeople(dependencies);
  const recover = createRecoverAccount(dependencies);

  return {
    list: async (c: Context<WebEnv>, kind: PlaceKind) =>
      answerList(c, await placesOf[kind](c, dependencies)),

    async inviteForm(c: Context<WebEnv>, kind: PlaceKind) {
      const place = await placesOf[kind](c, dependencies);
      mayInvite(place);
      return invitePage(c, { place });
    },

    async invite(c: Context<WebEnv>, kind: PlaceKind) {
      const place = await placesOf[kind](c, dependencies);
      mayInvite(place);
      const form = await readForm(c);
      const read = invitedFrom(form, place);
      if ('errors' in read) return invitePage(c, { place, form, ...read });
      const outcome = await people.invite(signedIn(c), read.invited);
      if ('done' in outcome) return c.redirect(`${place.path}?invited`, 303);
      const errors = [{ id: 'email', message: refusalText(outcome.refused) }];
      return invitePage(c, { place, form, errors });
    },

    person: async (c: Context<WebEnv>) => answerPerson(c, await personOf(c)),

    async act(c: Context<WebEnv>, act: PersonAct) {
      const user = signedIn(c);
      const other = await personOf(c);
      const isAnswer = act === 'confirm-recovery' || act === 'decline-recovery';
      if (!(isAnswer ? mayVouchFor : mayManage)(user, other)) throw refusalOf('forbidden');
      const form = await readForm(c);
      const outcome = await done(user, other, act, form);
      if ('errors' in outcome) return answerPerson(c, other, { act, form, ...outcome });
      if ('done' in outcome) return c.redirect(`/people/${other.userId}?done=${act}`, 303);
      if (outcome.refused === 'taken') {
        const id = act === 'hand-over' ? 'successor' : 'email';
        const errors = [{ id, message: refusalText('taken') }];
        return answerPerson(c, other, { act, form, errors });
      }
      throw refusalOf(outcome.refused);
    },
  };

  /** The person that the path names. @throws {ProblemError} 401 | 404 */
  async function personOf(c: Context<WebEnv>): Promise<User> {
    const user = signedIn(c);
    const { userId } = pathOf(c, z.object({ userId: z.string().regex(/^[a-z0-9-]{1,40}$/) }));
    const other = found(await accounts.user(userId));
    if (!maySee(user, other)) throw new ProblemError(404);
    return other;
  }

  async function answerList(c: Context<WebEnv>, place: PeoplePlace) {
    const members = await accounts.members(place.owner);
    const [province] = place.owner.startsWith('PROVINCE#') ? place.provinces : [];
    return listPage(c, {
      place,
      // Regional officers are members of each province that they look after.
      members: members.filter(({ role }) => !province || role === 'provincial'),
      organizations: province ? await roster.all(province) : [],
      today: todayOf(dependencies),
      now: dependencies.now(),
    });
  }

  async function answerPerson(
    c: Context<WebEnv>,
    other: User,
    mistaken?: { act: PersonAct; form: Form; errors: readonly FieldError[] },
  ) {
    const user = signedIn(c);
    const recovery = mayVouchFor(user, other) ? await accounts.recovery(other.userId) : undefined;
    return personPage(c, {
      other,
      listPath: listPathOf(other),
      place: await placeNameOf(other, dependencies),
      mayManage: mayManage(user, other),
      recovery,
      today: todayOf(dependencies),
      now: dependencies.now(),
      securityNow: securityNow(),
      mistaken,
    });
  }

  async function done(user: User, other: User, act: PersonAct, form: Form): Promise<ActOutcome> {
    switch (act) {
      case 'position': {
        const position = readLine(form.get('position') ?? '', 200);
        return position
          ? people.correctPosition(user, other, position)
          : wrong('position', POSITION_WRONG);
      }
      case 'address': {
        const read = readAddress(form.get('email') ?? '');
        return 'refused' in read
          ? wrong('email', addressRefusals[read.refused])
          : people.changeAddress(user, other, read.address);
      }
      case 'signing': {
        const read = signingFrom(form);
        return 'errors' in read ? read : people.setSigning(user, other, read.signing);
      }
      case 'hand-over': {
        const read = successorFrom(form, todayOf(dependencies));
        return 'errors' in read ? read : people.handOver(user, other, read.successor);
      }
      case 'deactivate':
      case 'reactivate': {
        const reason = readLine(form.get('reason') ?? '', 500);
        return reason
          ? people[act](user, other, reason)
          : wrong('reason', 'กรุณาบอกเหตุผลในบรรทัดเดียว ไม่เกิน 500 ตัวอักษร');
      }
      case 'invite-again':
        return people.inviteAgain(user, other);
      case 'confirm-recovery':
      case 'decline-recovery': {
        await recover.answer(user, other, act === 'confirm-recovery');
        return { done: other };
      }
    }
  }
}

type ActOutcome =
  | { readonly done: User }
  | { readonly refused: ManageRefusal }
  | { readonly errors: readonly FieldError[] };

/** @throws {ProblemError} 403 for those who may only look */
function mayInvite({ roles }: PeoplePlace): void {
  if (roles.length === 0) {
    throw new ProblemError(403, {
      code: 'read-only',
      detail: 'ท่านดูรายชื่อผู้ใช้งานได้ แต่ไม่มีสิทธิเชิญหรือแก้ไข',
    });
  }
}

const POSITION_WRONG = 'กรุณากรอกตำแหน่งในบรรทัดเดียว ไม่เกิน 200 ตัวอักษร';

function wrong(id: string, message: string) {
  return { errors: [{ id, message }] };
}

function refusalOf(refused: ManageRefusal): ProblemError {
  const status = refused === 'forbidden' ? 403 : 409;
  return new ProblemError(status, { code: refused, detail: refusalText(refused) });
}

function refusalText(refused: ManageRefusal): string {
  switch (refused) {
    case 'forbidden':
      return 'ท่านดูข้อมูลนี้ได้ แต่ไม่มีสิทธิแก้ไข';
    case 'taken':
      return 'อีเมลนี้มีบัญชีในระบบแล้ว หากบัญชีปิดอยู่ ให้เปิดบัญชีเดิมอีกครั้ง หรือใช้อีเมลอื่น';
    case 'changed':
      return 'มีผู้อื่นแก้ไขบัญชีนี้หลังจากที่ท่านเปิดหน้า กรุณาเปิดหน้าใหม่แล้วทำรายการอีกครั้ง';
    case 'own':
      return 'ปิดบัญชีของตนเองไม่ได้ ให้เพื่อนร่วมงานหรือสำนักงานที่ดูแลทำรายการนี้';
  }
}

function invitedFrom(
  form: Form,
  { roles, orgId, provinces }: PeoplePlace,
): { readonly invited: Invited } | { readonly errors: readonly FieldError[] } {
  const errors: FieldError[] = [];
  const address = readAddress(form.get('email') ?? '');
  if ('refused' in address) errors.push({ id: 'email', message: addressRefusals[address.refused] });
  const position = readLine(form.get('position') ?? '', 200);
  if (!position) errors.push({ id: 'position', message: POSITION_WRONG });
  const role = roles.find((each) => each === (form.get('role') ?? roles[0]));
  if (!role) errors.push({ id: 'role', message: 'กรุณาเลือกบทบาท' });
  const mailbox = form.get('mailbox') === 'shared' ? 'shared' : 'personal';
  if (mailbox === 'shared' && role !== 'officer') {
    errors.push({
      id: 'mailbox',
      message: 'อีเมลกลางใช้ได้กับเจ้าหน้าที่ อปท. เท่านั้น ผู้ลงนามและเจ้าหน้าที่ ป.ป.ช. ต้องใช้อีเมลของตนเอง',
    });
  }
  const areas = role === 'regional' ? form.all('provinces').filter(isProvince) : provinces;
  if (role === 'regional' && areas.length === 0) {
    errors.push({ id: 'provinces', message: 'กรุณาเลือกอย่างน้อยหนึ่งจังหวัดที่ดูแล' });
  }
  const signing = role === 'executive' ? signingFrom(form) : undefined;
  if (signing && 'errors' in signing) errors.push(...signing.errors);
  if (errors.length > 0 || 'refused' in address || !position || !role) return { errors };
  return {
    invited: {
      email: address.address,
      position,
      role,
      orgId,
      provinces: areas,
      mailbox,
      isTold: form.get('told') === 'yes',
      ...(signing && 'signing' in signing && { signing: signing.signing }),
    },
  };
}

function isProvince(text: string): boolean {
  return /^\d{2}$/.test(text);
}

function signingFrom(
  form: Form,
): { readonly signing: Signing } | { readonly errors: readonly FieldError[] } {
  const errors: FieldError[] = [];
  const capacity = capacitySchema.safeParse(form.get('capacity')).data;
  if (!capacity) errors.push({ id: 'capacity', message: 'กรุณาเลือกสถานะของผู้ลงนาม' });
  const from = thaiDateFrom(form, 'from');
  if ('message' in from) errors.push({ id: 'from', message: from.message });
  const hasEnd = ['day', 'month', 'year'].some((part) => form.get(`until-${part}`)?.trim());
  const until = hasEnd ? thaiDateFrom(form, 'until') : undefined;
  if (until && 'message' in until) errors.push({ id: 'until', message: until.message });
  if (until && 'date' in until && 'date' in from && until.date < from.date) {
    errors.push({ id: 'until', message: 'วันสุดท้ายต้องไม่ก่อนวันแรก' });
  }
  if (errors.length > 0 || !capacity || 'message' in from) return { errors };
  return {
    signing: { capacity, from: from.date, ...(until && 'date' in until && { until: until.date }) },
  };
}

function successorFrom(
  form: Form,
  today: LocalDate,
): { readonly successor: Successor } | { readonly errors: readonly FieldError[] } {
  const errors: FieldError[] = [];
  const address = readAddress(form.get('successor') ?? '');
  if ('refused' in address) {
    errors.push({ id: 'successor', message: addressRefusals[address.refused] });
  }
  const position = readLine(form.get('successorPosition') ?? '', 200);
  if (!position) errors.push({ id: 'successorPosition', message: POSITION_WRONG });
  const lastDay = thaiDateFrom(form, 'lastDay');
  if ('message' in lastDay) errors.push({ id: 'lastDay', message: lastDay.message });
  else if (lastDay.date < today) {
    errors.push({ id: 'lastDay', message: 'วันสุดท้ายต้องไม่ก่อนวันนี้' });
  }
  if (errors.length > 0 || 'refused' in address || !position || 'message' in lastDay) {
    return { errors };
  }
  return { successor: { email: address.address, position, lastDay: lastDay.date } };
}
