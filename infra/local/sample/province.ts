/** A made-up province: its office, its organizations with their people and plans, and its visit teams. */
import { type FiscalYear, fiscalYear } from '../../../shared/domain/fiscal-year.ts';
import { dimensions } from '../../../shared/domain/framework.ts';
import { localDate } from '../../../shared/domain/local-date.ts';
import type {
  Contact,
  Office,
  Organization,
  OrganizationType,
} from '../../../shared/domain/organization.ts';
import type { User } from '../../../shared/domain/permissions.ts';
import type { Plan, PlanItem } from '../../../shared/domain/plan.ts';
import { provinceNames } from '../../../shared/domain/provinces.ts';
import type { Team } from '../../../shared/domain/supervision.ts';
import { amphoes80 } from './amphoes-80.ts';
import { type Chance, chance } from './random.ts';

export interface MadeUpOrganization {
  readonly organization: Organization;
  readonly plan: Plan;
  readonly items: readonly PlanItem[];
  readonly users: readonly User[];
}

export interface MadeUpProvince {
  readonly office: Office;
  readonly officeUsers: readonly User[];
  readonly organizations: readonly MadeUpOrganization[];
  readonly teams: readonly Team[];
}

export interface MadeUp {
  readonly province: string;
  /** At most 2,500: then names run out. */
  readonly organizations: number;
  readonly seed: number;
  /** The plan covers this year and the one before and after. */
  readonly year: FiscalYear;
  /** Share of organizations, 0–1, whose main contact has an address that bounces. */
  readonly bounces: number;
  /** Teams of the office. @default one for each 90 organizations, 4 at most */
  readonly teams?: number | undefined;
}

/** Mail to this domain is answered with a bounce by the embedded mailbox. @see RFC 2606 */
export const BOUNCING_DOMAIN = 'bounce.invalid';
const START = localDate('2018-02-01');

export function madeUpProvince(settings: MadeUp): MadeUpProvince {
  const { province, seed } = settings;
  const dice = chance(seed);
  const amphoes = amphoesOf(province);
  const names = placeNames(dice, settings.organizations);
  return {
    office: officeOf(province),
    officeUsers: officeUsers(province),
    organizations: names.map((name, index) => organizationOf(settings, dice, amphoes, name, index)),
    teams: teamsOf(province, settings),
  };
}

function officeOf(province: string): Office {
  const provinceName = provinceNames[province];
  if (!provinceName) throw new RangeError(`not a province code: ${JSON.stringify(province)}`);
  return {
    schemaVersion: 1,
    province,
    provinceName,
    name: `สำนักงาน ป.ป.ช. ประจำจังหวัด${provinceName}`,
    phone: '0 7500 0000',
    email: `nacc-${province}@example.go.th`,
    contacts: [
      {
        contactId: 'director',
        position: `ผู้อำนวยการสำนักงาน ป.ป.ช. ประจำจังหวัด${provinceName}`,
        email: `director-${province}@nacc.example`,
      },
      {
        contactId: 'officer',
        position: 'เจ้าพนักงานป้องกันการทุจริต',
        email: `officer-${province}@nacc.example`,
      },
    ],
  };
}

function officeUsers(province: string): User[] {
  return officeOf(province).contacts.map(({ contactId, position, email }) => ({
    schemaVersion: 1,
    userId: `office-${province}-${contactId}`,
    email,
    role: 'provincial',
    position,
    provinces: [province],
    active: true,
  }));
}

/** Addresses and sign-ins of an organization's officer, chief executive and ปลัด. */
export function peopleOf(
  orgId: string,
  type: OrganizationType,
  shortPlace: string,
  domain: string,
): { contacts: Contact[]; users: User[] } {
  const local = `org-${orgId}`;
  const contact = (
    contactId: string,
    role: Contact['role'],
    position: string,
    at = 'lao.example',
  ): Contact => ({
    contactId,
    role,
    position,
    email: `${contactId}.${local}@${at}`,
    phone: '0 7500 0001',
    since: START,
    health: 'ok',
  });
  const titles = TITLES[type];
  const contacts = [
    contact('planner', 'coordinator', 'นักวิเคราะห์นโยบายและแผน', domain),
    contact('executive', 'executive', `${titles.executive}${shortPlace}`),
    contact('administrator', 'administrator', `${titles.administrator}${shortPlace}`),
    contact('saraban', 'saraban', 'ไปรษณีย์อิเล็กทรอนิกส์กลาง'),
  ];
  const user = (contactId: string, role: User['role']): User[] =>
    contacts
      .filter((person) => person.contactId === contactId)
      .map(({ email, position }) => ({
        schemaVersion: 1,
        userId: `${local}-${contactId}`,
        email,
        role,
        position,
        orgId,
        provinces: [],
        active: true,
        ...(role === 'executive' && { capacity: 'holder' as const }),
      }));
  return { contacts, users: [...user('planner', 'officer'), ...user('executive', 'executive')] };
}

const TITLES: Record<
  OrganizationType,
  { full: string; short: string; executive: string; administrator: string; digit: number }
> = {
  pao: title('องค์การบริหารส่วนจังหวัด', 'อบจ.', 'นายก อบจ.', 'ปลัด อบจ.', 2),
  city: title('เทศบาลนคร', 'ทน.', 'นายกเทศมนตรีนคร', 'ปลัดเทศบาลนคร', 3),
  town: title('เทศบาลเมือง', 'ทม.', 'นายกเทศมนตรีเมือง', 'ปลัดเทศบาลเมือง', 4),
  subdistrict: title('เทศบาลตำบล', 'ทต.', 'นายกเทศมนตรีตำบล', 'ปลัดเทศบาลตำบล', 5),
  sao: title('องค์การบริหารส่วนตำบล', 'อบต.', 'นายก อบต.', 'ปลัด อบต.', 6),
  special: title('', '', 'นายก', 'ปลัด', 7),
};

function title(
  full: string,
  short: string,
  executive: string,
  administrator: string,
  digit: number,
) {
  return { full, short, executive, administrator, digit };
}

type Amphoe = readonly [code: string, name: string, latitude: number, longitude: number];

function organizationOf(
  { province, year, bounces }: MadeUp,
  dice: Chance,
  amphoes: readonly Amphoe[],
  place: string,
  index: number,
): MadeUpOrganization {
  const amphoe = dice.pick(amphoes);
  const type: OrganizationType = dice.fraction() < 0.28 ? 'subdistrict' : 'sao';
  // Far from the real sequence numbers of the department's list, so that nobody takes these for real.
  const orgId = `${province}-${String(5001 + index)}`;
  const { full, short, digit } = TITLES[type];
  const { contacts, users } = peopleOf(
    orgId,
    type,
    place,
    dice.fraction() < bounces ? BOUNCING_DOMAIN : 'lao.example',
  );
  return {
    organization: {
      schemaVersion: 1,
      orgId,
      province,
      names: [
        {
          from: START,
          name: `${full}${place}`,
          shortName: `${short}${place}`,
          type,
          code: `${digit}${amphoe[0]}${String(index % 100).padStart(2, '0')}`,
        },
      ],
      amphoe: { code: amphoe[0], name: amphoe[1] },
      phone: `0 75${String(10 + dice.below(90))} ${String(1000 + dice.below(9000))}`,
      position: {
        latitude: amphoe[2] + (dice.fraction() - 0.5) * 0.12,
        longitude: amphoe[3] + (dice.fraction() - 0.5) * 0.12,
      },
      contacts,
    },
    plan: planOf(orgId, year),
    items: itemsOf(dice, year, place),
    users,
  };
}

function planOf(orgId: string, year: FiscalYear): Plan {
  return {
    schemaVersion: 1,
    orgId,
    editionId: '2562-2564',
    from: fiscalYear(year - 1),
    to: fiscalYear(year + 1),
    announcedOn: START,
  };
}

function itemsOf(dice: Chance, year: FiscalYear, place: string): PlanItem[] {
  const works = dimensions.flatMap((dimension) =>
    WORKS[dimension].filter(() => dice.fraction() < 0.7).map((name) => ({ dimension, name })),
  );
  return works.map(({ dimension, name }, index) => {
    const wholeYear = dice.fraction() < 0.3;
    return {
      schemaVersion: 1,
      itemId: `i${index + 1}`,
      no: index + 1,
      name: name.replace('{place}', place),
      dimension,
      years: [fiscalYear(year - 1), year, fiscalYear(year + 1)],
      wholeYear,
      budgetSatang: dice.fraction() < 0.4 ? (1 + dice.below(20)) * 1_000_000 : null,
      state: 'active',
      consistent: true,
    };
  });
}

function teamsOf(province: string, { organizations, teams }: MadeUp): Team[] {
  const [, , latitude, longitude] = amphoesOf(province)[0] ?? ['', '', 13.75, 100.5];
  const count = teams ?? Math.min(4, Math.max(1, Math.round(organizations / 90)));
  return Array.from({ length: count }, (_, index) => ({
    schemaVersion: 1,
    teamId: `team-${index + 1}`,
    name: `คณะนิเทศติดตามที่ ${index + 1}`,
    members: [
      { position: 'หัวหน้าคณะนิเทศติดตาม', email: `team-${index + 1}-${province}@nacc.example` },
      { position: 'ผู้นิเทศ' },
      { position: 'เลขานุการ' },
    ],
    base: { latitude, longitude },
    maxVisitsPerDay: 2,
    blockedDays: [],
  }));
}

function amphoesOf(province: string): readonly Amphoe[] {
  if (province === '80') return amphoes80;
  const name = provinceNames[province] ?? '';
  return Array.from(
    { length: 12 },
    (_, index): Amphoe => [
      `${province}${String(index + 1).padStart(2, '0')}`,
      index === 0 ? `เมือง${name}` : `ตัวอย่างที่ ${index + 1}`,
      14 + (index % 4) * 0.18,
      100.5 + Math.floor(index / 4) * 0.2,
    ],
  );
}

/** Made-up names of places in the manner of the south; each once. */
function placeNames(dice: Chance, count: number): string[] {
  const all = FIRST.flatMap((first) => SECOND.map((second) => `${first}${second}`));
  if (count > all.length) throw new RangeError(`${count} organizations, ${all.length} at most`);
  return all
    .map((name) => ({ name, order: dice.fraction() }))
    .toSorted((a, b) => a.order - b.order)
    .slice(0, count)
    .map(({ name }) => name);
}

const FIRST = [
  'บ้าน',
  'หนอง',
  'ควน',
  'คลอง',
  'ทุ่ง',
  'ท่า',
  'นา',
  'เขา',
  'ปาก',
  'บาง',
  'โคก',
  'ไสย',
  'วัง',
  'ห้วย',
  'ต้น',
  'ดอน',
  'เกาะ',
  'ชาย',
  'หัว',
  'สระ',
  'พรุ',
  'ลาน',
  'ถ้ำ',
  'ช่อง',
  'ในเขต',
  'เหนือ',
  'ใต้',
  'กลาง',
  'ร่อง',
  'สวน',
  'ทอน',
  'ปลาย',
  'ศาลา',
  'อ่าว',
  'แหลม',
  'ย่าน',
  'เนิน',
  'คู',
  'บึง',
  'ป่า',
];
const SECOND = [
  'ไผ่งาม',
  'ยางแดง',
  'หว้าใหญ่',
  'สนทอง',
  'มะขามเตี้ย',
  'ตาลเดี่ยว',
  'มะม่วงหวาน',
  'จิกน้อย',
  'ประดู่ลาย',
  'ขนุนทอง',
  'ทรายขาว',
  'น้ำใส',
  'หินลาด',
  'ศรีสุข',
  'เจริญผล',
  'พัฒนา',
  'ร่มเย็น',
  'สามัคคี',
  'ใหม่',
  'เก่า',
  'กระจูด',
  'ลำพู',
  'เสม็ดขาว',
  'โหนด',
  'สะตอ',
  'เคียม',
  'ไทร',
  'พุด',
  'จันทน์',
  'แก้ว',
  'เงิน',
  'ทอง',
  'นกยูง',
  'กระต่าย',
  'ปลาแรด',
  'เต่า',
  'ช้างเผือก',
  'ม้าลาย',
  'กวาง',
  'ผึ้ง',
  'มะพร้าว',
  'ส้มโอ',
  'ลางสาด',
  'มังคุด',
  'ทุเรียน',
  'เงาะ',
  'จำปา',
  'บัวหลวง',
  'โพธิ์',
  'พิกุล',
  'กุ่ม',
  'ชุมแสง',
  'ตะเคียน',
  'พะยอม',
  'เฟื่อง',
  'กอไผ่',
  'หญ้าคา',
  'สายบัว',
  'ข่อย',
  'แซะ',
  'ยูง',
  'หลุมพอ',
  'ปรง',
];

/** Works as such plans have them, by dimension. */
const WORKS: Record<1 | 2 | 3 | 4, readonly string[]> = {
  1: [
    'โครงการอบรมคุณธรรมจริยธรรมแก่ผู้บริหาร สมาชิกสภา และพนักงาน',
    'กิจกรรมให้ความรู้เรื่องผลประโยชน์ทับซ้อนแก่บุคลากร',
    'มาตรการส่งเสริมการปฏิบัติงานตามประมวลจริยธรรม',
    'โครงการปลูกจิตสำนึกเยาวชนตำบล{place}ไม่ทนต่อการทุจริต',
    'โครงการส่งเสริมหลักปรัชญาของเศรษฐกิจพอเพียงในครัวเรือน',
    'กิจกรรมยกย่องผู้มีคุณธรรมและความซื่อสัตย์ในชุมชน{place}',
    'จัดทำคู่มือการป้องกันผลประโยชน์ทับซ้อน',
  ],
  2: [
    'กิจกรรมประกาศเจตจำนงต่อต้านการทุจริตของผู้บริหาร',
    'มาตรการสร้างความโปร่งใสในการบริหารงานบุคคล',
    'มาตรการควบคุมการใช้รถราชการและวัสดุสิ้นเปลือง',
    'กิจกรรมลดขั้นตอนและระยะเวลาการให้บริการประชาชน',
    'มาตรการแสดงความโปร่งใสในการจัดซื้อจัดจ้าง',
    'มาตรการมอบอำนาจอนุมัติ อนุญาต และสั่งการ',
    'จัดทำข้อตกลงปฏิบัติราชการของทุกส่วนราชการ',
  ],
  3: [
    'การดำเนินงานศูนย์ข้อมูลข่าวสารของตำบล{place}',
    'มาตรการเผยแพร่ข้อมูลข่าวสารที่สำคัญผ่านหลายช่องทาง',
    'โครงการประชาคมหมู่บ้านเพื่อจัดทำแผนพัฒนาท้องถิ่น',
    'การดำเนินงานศูนย์รับเรื่องราวร้องทุกข์',
    'กิจกรรมรายงานผลการพิจารณาให้ผู้ร้องเรียนทราบ',
    'การแต่งตั้งภาคประชาชนร่วมติดตามและประเมินผลแผนพัฒนา',
    'กิจกรรมสำรวจความพึงพอใจของผู้รับบริการ',
  ],
  4: [
    'การจัดทำรายงานการควบคุมภายใน',
    'การติดตามประเมินผลการควบคุมภายใน',
    'การรายงานผลการใช้จ่ายเงินให้ประชาชนทราบ',
    'กิจกรรมส่งเสริมบทบาทสมาชิกสภาในการตรวจสอบ',
    'มาตรการตรวจสอบโดยหน่วยตรวจสอบภายใน',
    'กิจกรรมให้ความรู้เรื่องการแจ้งเบาะแสการทุจริต',
  ],
};
