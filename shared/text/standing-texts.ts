/**
 * The texts that stand in every report book: templates in our own words, data rather than code.
 *
 * An organization, or the central office for an edition of the framework, may put other words in the place of
 * any of them; what it leaves out keeps the words below. In braces: {organization} {shortName} {executive}
 * {amphoe} {province} {office} {plan} {round} {fiscalYear} {period} {committee}.
 */
import type { StandingTextChanges, StandingTexts } from '../domain/letterhead.ts';
import type { OrganizationType } from '../domain/organization.ts';

/** @see รายงานผลการดำเนินงาน รอบ ๖ เดือน พ.ศ. ๒๕๖๓ อบต.ท่าเสม็ด: its topics; the words are ours. */
const standard: StandingTexts = {
  preface: [
    '{organization} อำเภอ{amphoe} จังหวัด{province} ได้จัดทำ{plan} เพื่อเป็นกรอบในการป้องกันการทุจริตของหน่วยงาน และได้นำโครงการ กิจกรรม และมาตรการตามแผนไปสู่การปฏิบัติในปีงบประมาณ พ.ศ. {fiscalYear}',
    'รายงานฉบับนี้รวบรวมความคืบหน้าและผลการดำเนินงานตามแผนดังกล่าว {round} ({period}) จำแนกตามมิติทั้งสี่ พร้อมผลการวิเคราะห์ ปัญหา อุปสรรค และข้อเสนอแนะ เพื่อเสนอผู้บริหารท้องถิ่น และรายงานต่อสำนักงานคณะกรรมการป้องกันและปราบปรามการทุจริตแห่งชาติ ผ่าน{office}',
    '{organization} หวังว่ารายงานฉบับนี้จะเป็นประโยชน์ต่อการปรับปรุงการดำเนินงาน การจัดทำแผนในปีถัดไป และการมีส่วนร่วมของประชาชนในการติดตามตรวจสอบการปฏิบัติราชการของท้องถิ่น',
  ],
  announcement: [
    'ตามที่{organization} ได้จัดทำ{plan} และได้ดำเนินโครงการ กิจกรรม และมาตรการตามแผนในปีงบประมาณ พ.ศ. {fiscalYear} นั้น',
    'บัดนี้ {organization} ได้ติดตามและสรุปผลการดำเนินงานตามแผนดังกล่าว {round} ({period}) เสร็จเรียบร้อยแล้ว เพื่อให้การบริหารราชการเป็นไปด้วยความโปร่งใส และประชาชนสามารถติดตามตรวจสอบได้ จึงประกาศรายงานผลการดำเนินงานให้ทราบโดยทั่วกัน รายละเอียดตามบัญชีแนบท้ายประกาศนี้',
  ],
  definitions: [
    ['แผน', 'แผนปฏิบัติการป้องกันการทุจริตของ{organization}ที่ใช้บังคับอยู่ในปีงบประมาณที่รายงาน'],
    ['โครงการ', 'โครงการ กิจกรรม มาตรการ แผนงาน หรือแนวทางการดำเนินงานที่กำหนดไว้ในแผน'],
    ['มิติ', 'กลุ่มของโครงการตามแผน ซึ่งจัดไว้เป็น 4 มิติตามกรอบการจัดทำแผน'],
    [
      'การติดตามความคืบหน้า',
      'การรวบรวมและรายงานผลการดำเนินโครงการในช่วง 6 เดือนแรกของปีงบประมาณ โดยรายงานภายในเดือนเมษายน',
    ],
    ['การนิเทศติดตาม', 'การที่{office}ลงพื้นที่เยี่ยม ให้คำแนะนำ และรับฟังปัญหาในการนำแผนไปสู่การปฏิบัติ'],
    [
      'การประเมินผลการดำเนินงาน',
      'การสรุปผลการดำเนินโครงการทั้งปีงบประมาณ โดยรายงานภายในเดือนตุลาคมหลังสิ้นปีงบประมาณ',
    ],
  ],
  importance: [
    'การติดตามและประเมินผลเป็นเครื่องมือที่ทำให้{organization}ทราบว่า โครงการตามแผนดำเนินไปถึงขั้นใด ใช้ทรัพยากรเหมาะสมหรือไม่ และมีปัญหาหรืออุปสรรคใดที่ควรแก้ไขโดยเร็ว',
    'ผลที่ได้ใช้ประกอบการตัดสินใจของ{executive} ว่าโครงการใดควรดำเนินการต่อ ปรับปรุง แก้ไข ขยายขอบเขต หรือยุติ และเป็นข้อมูลสำหรับการจัดทำแผนในปีถัดไป ทั้งยังแสดงความรับผิดชอบของหน่วยงานต่อประชาชนในพื้นที่',
  ],
  legalBasis: [
    'ยุทธศาสตร์ชาติ (พ.ศ. 2561–2580) และแผนการปฏิรูปประเทศ ในส่วนที่เกี่ยวกับการป้องกันและปราบปรามการทุจริตและประพฤติมิชอบ',
    'พระราชบัญญัติกำหนดแผนและขั้นตอนการกระจายอำนาจให้แก่องค์กรปกครองส่วนท้องถิ่น พ.ศ. 2542 และที่แก้ไขเพิ่มเติม',
    '{act}',
  ],
  acts: [
    ['อบจ.', 'พระราชบัญญัติองค์การบริหารส่วนจังหวัด พ.ศ. 2540 และที่แก้ไขเพิ่มเติม'],
    ['เทศบาล', 'พระราชบัญญัติเทศบาล พ.ศ. 2496 และที่แก้ไขเพิ่มเติม'],
    ['อบต.', 'พระราชบัญญัติสภาตำบลและองค์การบริหารส่วนตำบล พ.ศ. 2537 และที่แก้ไขเพิ่มเติม'],
    ['เมืองพัทยา', 'พระราชบัญญัติระเบียบบริหารราชการเมืองพัทยา พ.ศ. 2542 และที่แก้ไขเพิ่มเติม'],
    ['กรุงเทพมหานคร', 'พระราชบัญญัติระเบียบบริหารราชการกรุงเทพมหานคร พ.ศ. 2528 และที่แก้ไขเพิ่มเติม'],
  ],
  duties: [
    'ศึกษากรอบและแนวทางการจัดทำแผนปฏิบัติการป้องกันการทุจริต',
    'จัดทำ เขียน ทบทวน และพัฒนาแผนให้เหมาะสมกับสภาพของหน่วยงาน',
    'กำกับดูแลให้มีการดำเนินโครงการตามแผน',
    'จัดทำรายงานการติดตามและประเมินผลการดำเนินงานตามแผน พร้อมบทสรุป',
    'ปฏิบัติงานอื่นที่เกี่ยวข้องตามที่ผู้บริหารมอบหมาย',
  ],
  objectives: [
    'เพื่อติดตามความคืบหน้าของโครงการตามแผนในแต่ละมิติ',
    'เพื่อทราบผลสำเร็จ และความเหมาะสมของการใช้ทรัพยากรในการดำเนินโครงการ',
    'เพื่อทราบปัญหา อุปสรรค และข้อเสนอแนะ ทั้งในการจัดทำแผนและการนำแผนไปสู่การปฏิบัติ',
    'เพื่อใช้ผลการติดตามประกอบการตัดสินใจและการจัดทำแผนในปีถัดไป',
  ],
  supervisionTopics: [
    'ข้อมูลแนะนำหน่วยงาน',
    'ผลการดำเนินงานตามแผน รอบ 6 เดือนแรก จำแนกตามมิติทั้งสี่',
    'ปัญหา อุปสรรค และข้อเสนอแนะ ในการจัดทำแผนและการนำแผนไปสู่การปฏิบัติ',
  ],
  supervisionPurposes: [
    'เยี่ยม ให้คำแนะนำ และให้กำลังใจผู้บริหารท้องถิ่นในการนำแผนไปสู่การปฏิบัติ พร้อมรับฟังปัญหา',
    'ติดตามการขับเคลื่อนโครงการ กิจกรรม และมาตรการตามแผน',
  ],
  supervisionMethod: [
    '{office}ลงพื้นที่นิเทศติดตามในช่วงเดือนพฤษภาคมถึงมิถุนายน หรือในช่วงเวลาอื่นตามความเหมาะสม แล้วรายงานผลต่อ{committee}ตามแบบที่กำหนด และแจ้งผลพร้อมข้อเสนอแนะให้หน่วยงานทราบ',
  ],
  benefits: [
    'ผู้บริหารท้องถิ่นมีข้อมูลที่เป็นปัจจุบันสำหรับเร่งรัดและกำกับดูแลการดำเนินโครงการ',
    'หน่วยงานแก้ไขปัญหาและอุปสรรคได้ทันภายในปีงบประมาณ',
    'แผนในปีถัดไปสอดคล้องกับสภาพของหน่วยงานและความต้องการของประชาชน',
    'ประชาชนเชื่อมั่นในความโปร่งใสและมีส่วนร่วมในการตรวจสอบการปฏิบัติราชการ',
  ],
};

/** Editions that began under the third phase of the national anti-corruption strategy rest on it, too. */
const THIRD_PHASE =
  'ยุทธศาสตร์ชาติว่าด้วยการป้องกันและปราบปรามการทุจริต ระยะที่ 3 (พ.ศ. 2560–2564) ซึ่งคณะรัฐมนตรีมีมติเห็นชอบเมื่อวันที่ 11 ตุลาคม 2559';
const LAST_YEAR_OF_THIRD_PHASE = 2564;

/** Types of organizations that have an Act of their own, as the list of Acts names them. */
export const actTypes = ['อบจ.', 'เทศบาล', 'อบต.', 'เมืองพัทยา', 'กรุงเทพมหานคร'] as const;

/** The name in that list for an organization of `type`. */
function actTypeOf(type: OrganizationType, bangkok: boolean): (typeof actTypes)[number] {
  switch (type) {
    case 'pao':
      return 'อบจ.';
    case 'city':
    case 'town':
    case 'subdistrict':
      return 'เทศบาล';
    case 'sao':
      return 'อบต.';
    case 'special':
      return bangkok ? 'กรุงเทพมหานคร' : 'เมืองพัทยา';
  }
}

/** Whose book it is: the Act in the legal basis follows from it. */
export interface BookOf {
  /** None where the texts are an edition's, for organizations of every type. */
  readonly type?: OrganizationType;
  readonly bangkok?: boolean;
  /** First year of the plan. */
  readonly planFrom: number;
}

/** The texts as templates: the standard ones, under each of `changes` in their order. */
export function textTemplates(
  { type, bangkok = false, planFrom }: BookOf,
  changes: readonly StandingTextChanges[],
): StandingTexts {
  const legalBasis = [
    ...(planFrom <= LAST_YEAR_OF_THIRD_PHASE ? [THIRD_PHASE] : []),
    ...standard.legalBasis,
  ];
  const texts = changed({ ...standard, legalBasis }, ...changes);
  if (!type) return texts;
  const named = actTypeOf(type, bangkok);
  const [, act = ''] = [...texts.acts, ...standard.acts].find(([of]) => of === named) ?? [];
  return { ...texts, legalBasis: texts.legalBasis.map((line) => line.replace('{act}', () => act)) };
}

/** `texts` with each of `changes` in the place of what they name. */
export function changed(
  texts: StandingTexts,
  ...changes: readonly StandingTextChanges[]
): StandingTexts {
  return Object.assign({ ...texts }, ...changes);
}

/** `templates` with the braces filled from `values`; a name that is not known stays as it is. */
export function filledTexts(
  templates: StandingTexts,
  values: Readonly<Record<string, string>>,
): StandingTexts {
  const fill = (template: string) =>
    template.replace(/\{(\w+)\}/g, (braces, name: string) => values[name] ?? braces);
  const filled = (list: readonly string[]) => list.map(fill);
  return {
    preface: filled(templates.preface),
    announcement: filled(templates.announcement),
    definitions: templates.definitions.map(([word, meaning]) => [fill(word), fill(meaning)]),
    importance: filled(templates.importance),
    legalBasis: filled(templates.legalBasis),
    acts: templates.acts,
    duties: filled(templates.duties),
    objectives: filled(templates.objectives),
    supervisionTopics: filled(templates.supervisionTopics),
    supervisionPurposes: filled(templates.supervisionPurposes),
    supervisionMethod: filled(templates.supervisionMethod),
    benefits: filled(templates.benefits),
  };
}
