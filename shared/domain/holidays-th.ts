/**
 * Holidays of government offices in Thailand (วันหยุดราชการ), by the Common Era year.
 *
 * Data, not rules: every day in lieu is an entry of its own, since the cabinet moves some of them.
 * Labour Day and Children's Day are missing on purpose: offices work on them (Children's Day is a
 * Saturday anyway). See docs/adr/0001-calendar-data.md for sources and for what is not certain.
 */
import { type LocalDate, localDate } from './local-date.ts';

interface Holiday {
  readonly date: LocalDate;
  readonly name: string;
  /** The rule, cabinet resolution or announcement the day rests on. */
  readonly source: string;
  /** False: worked out, or its announcement was not seen; it may still move. */
  readonly confirmed: boolean;
  /** Two-digit codes of the provinces it holds in; absent: the whole country. */
  readonly provinces?: readonly string[];
}

const NEW_YEAR = 'วันขึ้นปีใหม่';
const MAKHA = 'วันมาฆบูชา';
const CHAKRI = 'วันพระบาทสมเด็จพระพุทธยอดฟ้าจุฬาโลกมหาราช และวันที่ระลึกมหาจักรีบรมราชวงศ์';
const SONGKRAN = 'วันสงกรานต์';
const CORONATION = 'วันฉัตรมงคล';
const PLOUGHING = 'วันพระราชพิธีพืชมงคลจรดพระนังคัลแรกนาขวัญ';
const VISAKHA = 'วันวิสาขบูชา';
const QUEEN = 'วันเฉลิมพระชนมพรรษาสมเด็จพระนางเจ้าสุทิดา พัชรสุธาพิมลลักษณ พระบรมราชินี';
const ASALHA = 'วันอาสาฬหบูชา';
const LENT = 'วันเข้าพรรษา';
const KING = 'วันเฉลิมพระชนมพรรษาพระบาทสมเด็จพระปรเมนทรรามาธิบดีศรีสินทรมหาวชิราลงกรณ พระวชิรเกล้าเจ้าอยู่หัว';
const QUEEN_MOTHER =
  'วันเฉลิมพระชนมพรรษาสมเด็จพระนางเจ้าสิริกิติ์ พระบรมราชินีนาถ พระบรมราชชนนีพันปีหลวง และวันแม่แห่งชาติ';
const MOTHERS_DAY = 'วันแม่แห่งชาติ';
const KING_BHUMIBOL_MEMORIAL =
  'วันคล้ายวันสวรรคต พระบาทสมเด็จพระบรมชนกาธิเบศร มหาภูมิพลอดุลยเดชมหาราช บรมนาถบพิตร';
const NAVAMINDRA = 'วันนวมินทรมหาราช';
const CHULALONGKORN = 'วันปิยมหาราช';
const FATHERS_DAY =
  'วันคล้ายวันพระบรมราชสมภพ พระบาทสมเด็จพระบรมชนกาธิเบศร มหาภูมิพลอดุลยเดชมหาราช บรมนาถบพิตร วันชาติ และวันพ่อแห่งชาติ';
const CONSTITUTION = 'วันรัฐธรรมนูญ';
const NEW_YEARS_EVE = 'วันสิ้นปี';
const CHINESE_NEW_YEAR = 'วันตรุษจีน';
const EID_AL_FITR = 'วันตรุษอีดิ้ลฟิตรี (วันรายอปอซอ)';
const EID_AL_ADHA = 'วันตรุษอีดิ้ลอัฎฮา (วันรายอฮัจยี)';

const BEFORE_2562 = 'วันหยุดราชการประจำปีตามประกาศสำนักนายกรัฐมนตรีที่ใช้อยู่ก่อน 24 พฤษภาคม 2562';
const ANNUAL = 'ประกาศสำนักนายกรัฐมนตรี เรื่อง กำหนดวันหยุดราชการประจำปี ลงวันที่ 24 พฤษภาคม 2562';
const LUNAR = `${ANNUAL}; วันตามปฏิทินจันทรคติที่ประกาศแล้ว`;
const LUNAR_COMPUTED = `${ANNUAL}; วันคำนวณตามปฏิทินจันทรคติ ยังไม่พบประกาศ`;
const IN_LIEU = 'ชดเชยในวันทำการถัดไปไม่เกิน 1 วัน ตามมติคณะรัฐมนตรี 1 พฤษภาคม 2544 และ 3 กุมภาพันธ์ 2547';
const IN_LIEU_COMPUTED = `${IN_LIEU}; คำนวณตามหลักนี้ ยังไม่พบประกาศ`;
const PALACE = 'สำนักพระราชวังประกาศเป็นรายปี';
const MOTHERS_DAY_KEPT = `${ANNUAL}; ยังไม่พบประกาศชื่อวันที่ใช้หลังปี 2568`;
const NAVAMINDRA_NAMED = `${ANNUAL}; ชื่อวันใช้ตั้งแต่ปี 2566`;

const CABINET_2020_06_30 = 'มติคณะรัฐมนตรี 30 มิถุนายน 2563 (วันสงกรานต์ที่เลื่อนตามมติ 17 มีนาคม 2563)';
const CABINET_2020_08_13 = 'มติคณะรัฐมนตรี 13 สิงหาคม 2563 (วันสงกรานต์ที่เลื่อนตามมติ 17 มีนาคม 2563)';
const CABINET_2020_09_22 = 'มติคณะรัฐมนตรี 22 กันยายน 2563';
const CABINET_2020_12_29 = 'มติคณะรัฐมนตรี 29 ธันวาคม 2563';
const CABINET_2024_11_12 = 'มติคณะรัฐมนตรี 12 พฤศจิกายน 2567';

/** Pattani, Yala, Narathiwat, Satun (since 2555 for all three feasts) and Songkhla (since 2556). */
const BORDER = ['90', '91', '94', '95', '96'];
const BORDER_RULE =
  'ประกาศสำนักนายกรัฐมนตรี เรื่อง กำหนดเวลาทำงานและวันหยุดราชการ (ฉบับที่ 20) พ.ศ. 2555 และ (ฉบับที่ 21) พ.ศ. 2556';
const EID_EXPECTED = `${BORDER_RULE}; วันคาดหมายจากการคำนวณดวงจันทร์ อาจคลาดเคลื่อน 1 วัน ต้องยืนยันกับประกาศจุฬาราชมนตรี`;
const BORDER_IN_LIEU_EXPECTED = `${BORDER_RULE}; ${IN_LIEU_COMPUTED}`;

const BANGKOK_AND_NONTHABURI = ['10', '12'];
// The regions of the one trial of regional holidays, in 2564. The north-east's day, 10 May, was the
// Royal Ploughing Day that year, a holiday everywhere.
const NORTH = '50 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 67'.split(' ');
const SOUTH = '80 81 82 83 84 85 86 90 91 92 93 94 95 96'.split(' ');
const CENTRE =
  '10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 70 71 72 73 74 75 76 77'.split(' ');

function announced(
  date: string,
  name: string,
  source: string,
  provinces?: readonly string[],
): Holiday {
  return { date: localDate(date), name, source, confirmed: true, ...(provinces && { provinces }) };
}

function expected(
  date: string,
  name: string,
  source: string,
  provinces?: readonly string[],
): Holiday {
  return { ...announced(date, name, source, provinces), confirmed: false };
}

function inLieu(name: string): string {
  return `ชดเชย${name}`;
}

/** The years, Common Era, whose holidays are listed below from January to December. */
export const YEARS_WITH_HOLIDAYS: readonly number[] = [
  2019, 2020, 2021, 2025, 2026, 2027, 2028, 2029, 2030,
];

export const HOLIDAYS: readonly Holiday[] = [
  announced('2019-01-01', NEW_YEAR, BEFORE_2562),
  announced('2019-02-05', CHINESE_NEW_YEAR, BORDER_RULE, BORDER),
  announced('2019-02-19', MAKHA, BEFORE_2562),
  announced('2019-04-06', CHAKRI, BEFORE_2562),
  announced('2019-04-08', inLieu(CHAKRI), IN_LIEU),
  announced('2019-04-13', SONGKRAN, BEFORE_2562),
  announced('2019-04-14', SONGKRAN, BEFORE_2562),
  announced('2019-04-15', SONGKRAN, BEFORE_2562),
  announced('2019-04-16', inLieu(SONGKRAN), IN_LIEU),
  announced(
    '2019-05-06',
    'วันหยุดราชการเป็นกรณีพิเศษ เนื่องในพระราชพิธีบรมราชาภิเษก',
    'มติคณะรัฐมนตรี พ.ศ. 2562',
  ),
  announced('2019-05-09', PLOUGHING, PALACE),
  announced('2019-05-18', VISAKHA, BEFORE_2562),
  announced('2019-05-20', inLieu(VISAKHA), IN_LIEU),
  announced('2019-06-03', QUEEN, ANNUAL),
  announced('2019-06-05', EID_AL_FITR, `${BORDER_RULE}; ประกาศจุฬาราชมนตรี 3 มิถุนายน 2562`, BORDER),
  announced('2019-07-16', ASALHA, LUNAR),
  announced('2019-07-17', LENT, LUNAR),
  announced('2019-07-28', KING, ANNUAL),
  announced('2019-07-29', inLieu(KING), IN_LIEU),
  announced('2019-08-11', EID_AL_ADHA, `${BORDER_RULE}; ประกาศจุฬาราชมนตรี 1 สิงหาคม 2562`, BORDER),
  announced('2019-08-12', QUEEN_MOTHER, ANNUAL),
  expected('2019-08-13', inLieu(EID_AL_ADHA), BORDER_IN_LIEU_EXPECTED, BORDER),
  announced('2019-10-13', KING_BHUMIBOL_MEMORIAL, ANNUAL),
  announced('2019-10-14', inLieu(KING_BHUMIBOL_MEMORIAL), IN_LIEU),
  announced('2019-10-23', CHULALONGKORN, ANNUAL),
  announced(
    '2019-11-04',
    'วันหยุดราชการเป็นกรณีพิเศษ ในการประชุมสุดยอดอาเซียน ครั้งที่ 35',
    'มติคณะรัฐมนตรี 15 ตุลาคม 2562',
    BANGKOK_AND_NONTHABURI,
  ),
  announced(
    '2019-11-05',
    'วันหยุดราชการเป็นกรณีพิเศษ ในการประชุมสุดยอดอาเซียน ครั้งที่ 35',
    'มติคณะรัฐมนตรี 15 ตุลาคม 2562',
    BANGKOK_AND_NONTHABURI,
  ),
  announced('2019-12-05', FATHERS_DAY, ANNUAL),
  announced('2019-12-10', CONSTITUTION, ANNUAL),
  announced('2019-12-31', NEW_YEARS_EVE, ANNUAL),

  // 13–15 April 2020 were working days: the cabinet put Songkran off on 17 March 2563.
  announced('2020-01-01', NEW_YEAR, ANNUAL),
  announced('2020-01-25', CHINESE_NEW_YEAR, BORDER_RULE, BORDER),
  expected('2020-01-27', inLieu(CHINESE_NEW_YEAR), BORDER_IN_LIEU_EXPECTED, BORDER),
  announced('2020-02-08', MAKHA, LUNAR),
  announced('2020-02-10', inLieu(MAKHA), IN_LIEU),
  announced('2020-04-06', CHAKRI, ANNUAL),
  announced('2020-05-04', CORONATION, ANNUAL),
  announced('2020-05-06', VISAKHA, LUNAR),
  announced('2020-05-11', PLOUGHING, PALACE),
  announced('2020-05-24', EID_AL_FITR, `${BORDER_RULE}; ประกาศจุฬาราชมนตรี 22 พฤษภาคม 2563`, BORDER),
  announced(
    '2020-05-25',
    inLieu(EID_AL_FITR),
    `${BORDER_RULE}; ประกาศของจังหวัดทั้ง 5 พฤษภาคม 2563`,
    BORDER,
  ),
  announced('2020-06-03', QUEEN, ANNUAL),
  announced('2020-07-05', ASALHA, LUNAR),
  announced('2020-07-06', LENT, LUNAR),
  announced('2020-07-07', inLieu(ASALHA), IN_LIEU),
  announced('2020-07-27', inLieu(SONGKRAN), CABINET_2020_06_30),
  announced('2020-07-28', KING, ANNUAL),
  expected('2020-07-31', EID_AL_ADHA, EID_EXPECTED, BORDER),
  announced('2020-08-12', QUEEN_MOTHER, ANNUAL),
  announced('2020-09-04', inLieu(SONGKRAN), CABINET_2020_08_13),
  announced('2020-09-07', inLieu(SONGKRAN), CABINET_2020_08_13),
  announced('2020-10-13', KING_BHUMIBOL_MEMORIAL, ANNUAL),
  announced('2020-10-23', CHULALONGKORN, ANNUAL),
  announced('2020-11-19', 'วันหยุดราชการเพิ่มเป็นกรณีพิเศษ', CABINET_2020_09_22),
  announced('2020-11-20', 'วันหยุดราชการเพิ่มเป็นกรณีพิเศษ', CABINET_2020_09_22),
  announced('2020-12-05', FATHERS_DAY, ANNUAL),
  announced('2020-12-10', CONSTITUTION, ANNUAL),
  // Moved from Monday 7 December, a working day of offices; banks closed on both.
  announced('2020-12-11', inLieu(FATHERS_DAY), `${CABINET_2020_09_22} (เลื่อนจาก 7 ธันวาคม 2563)`),
  announced('2020-12-31', NEW_YEARS_EVE, ANNUAL),

  // Tuesday 27 July 2021 was a working day: declared a holiday in December, revoked on 29 June 2564.
  announced('2021-01-01', NEW_YEAR, ANNUAL),
  announced('2021-02-12', `${CHINESE_NEW_YEAR} (กรณีพิเศษ)`, CABINET_2020_12_29),
  announced('2021-02-26', MAKHA, LUNAR),
  expected(
    '2021-03-26',
    'วันหยุดราชการประจำภาคเหนือ (ประเพณีไหว้พระธาตุ)',
    `${CABINET_2020_12_29}; รายชื่อจังหวัดใช้ตามการแบ่งภาคของทางราชการ ไม่ได้เทียบกับบัญชีแนบ`,
    NORTH,
  ),
  announced('2021-04-06', CHAKRI, ANNUAL),
  announced('2021-04-12', `${SONGKRAN} (กรณีพิเศษ)`, CABINET_2020_12_29),
  announced('2021-04-13', SONGKRAN, ANNUAL),
  announced('2021-04-14', SONGKRAN, ANNUAL),
  announced('2021-04-15', SONGKRAN, ANNUAL),
  announced('2021-05-04', CORONATION, ANNUAL),
  announced('2021-05-10', PLOUGHING, PALACE),
  announced('2021-05-13', EID_AL_FITR, `${BORDER_RULE}; ประกาศจุฬาราชมนตรี 11 พฤษภาคม 2564`, BORDER),
  announced('2021-05-26', VISAKHA, LUNAR),
  announced('2021-06-03', QUEEN, ANNUAL),
  expected('2021-07-20', EID_AL_ADHA, EID_EXPECTED, BORDER),
  announced('2021-07-24', ASALHA, LUNAR),
  announced('2021-07-25', LENT, LUNAR),
  announced('2021-07-26', inLieu(ASALHA), IN_LIEU),
  announced('2021-07-28', KING, ANNUAL),
  announced('2021-08-12', QUEEN_MOTHER, ANNUAL),
  announced('2021-09-24', 'วันมหิดล (กรณีพิเศษ)', CABINET_2020_12_29),
  announced('2021-10-06', 'วันหยุดราชการประจำภาคใต้ (ประเพณีสารทเดือนสิบ)', CABINET_2020_12_29, SOUTH),
  announced('2021-10-13', KING_BHUMIBOL_MEMORIAL, ANNUAL),
  expected(
    '2021-10-21',
    'วันหยุดราชการประจำภาคกลาง (เทศกาลออกพรรษา)',
    `${CABINET_2020_12_29}; รายชื่อจังหวัดใช้ตามการแบ่งภาคของทางราชการ ไม่ได้เทียบกับบัญชีแนบ`,
    CENTRE,
  ),
  announced('2021-10-22', inLieu(CHULALONGKORN), `${CABINET_2020_12_29} (เลื่อนจาก 25 ตุลาคม 2564)`),
  announced('2021-10-23', CHULALONGKORN, ANNUAL),
  announced('2021-12-05', FATHERS_DAY, ANNUAL),
  announced('2021-12-06', inLieu(FATHERS_DAY), IN_LIEU),
  announced('2021-12-10', CONSTITUTION, ANNUAL),
  announced('2021-12-31', NEW_YEARS_EVE, ANNUAL),

  announced('2025-01-01', NEW_YEAR, ANNUAL),
  announced('2025-01-29', CHINESE_NEW_YEAR, BORDER_RULE, BORDER),
  announced('2025-02-12', MAKHA, LUNAR),
  expected('2025-03-31', EID_AL_FITR, EID_EXPECTED, BORDER),
  announced('2025-04-06', CHAKRI, ANNUAL),
  announced('2025-04-07', inLieu(CHAKRI), IN_LIEU),
  announced('2025-04-13', SONGKRAN, ANNUAL),
  announced('2025-04-14', SONGKRAN, ANNUAL),
  announced('2025-04-15', SONGKRAN, ANNUAL),
  announced('2025-04-16', inLieu(SONGKRAN), IN_LIEU),
  announced('2025-05-04', CORONATION, ANNUAL),
  announced('2025-05-05', inLieu(CORONATION), IN_LIEU),
  announced('2025-05-09', PLOUGHING, PALACE),
  announced('2025-05-11', VISAKHA, LUNAR),
  announced('2025-05-12', inLieu(VISAKHA), IN_LIEU),
  announced('2025-06-02', 'วันหยุดราชการเพิ่มเป็นกรณีพิเศษ', CABINET_2024_11_12),
  announced('2025-06-03', QUEEN, ANNUAL),
  announced('2025-06-07', EID_AL_ADHA, `${BORDER_RULE}; ประกาศจุฬาราชมนตรี 28 พฤษภาคม 2568`, BORDER),
  announced('2025-06-09', inLieu(EID_AL_ADHA), `${BORDER_RULE}; ประกาศจังหวัดสงขลา 2568`, BORDER),
  announced('2025-07-10', ASALHA, LUNAR),
  announced('2025-07-11', LENT, LUNAR),
  announced('2025-07-28', KING, ANNUAL),
  announced('2025-08-11', 'วันหยุดราชการเพิ่มเป็นกรณีพิเศษ', CABINET_2024_11_12),
  announced('2025-08-12', QUEEN_MOTHER, ANNUAL),
  announced('2025-10-13', NAVAMINDRA, NAVAMINDRA_NAMED),
  announced('2025-10-23', CHULALONGKORN, ANNUAL),
  announced('2025-12-05', FATHERS_DAY, ANNUAL),
  announced('2025-12-10', CONSTITUTION, ANNUAL),
  announced('2025-12-31', NEW_YEARS_EVE, ANNUAL),

  // Two more special days were proposed for 2026 and not approved on 2 December 2568.
  announced('2026-01-01', NEW_YEAR, ANNUAL),
  announced('2026-01-02', 'วันหยุดราชการเพิ่มเป็นกรณีพิเศษ', CABINET_2024_11_12),
  announced(
    '2026-02-17',
    CHINESE_NEW_YEAR,
    `${BORDER_RULE}; ประกาศจังหวัดสงขลา กุมภาพันธ์ 2569`,
    BORDER,
  ),
  announced('2026-03-03', MAKHA, LUNAR),
  expected('2026-03-21', EID_AL_FITR, EID_EXPECTED, BORDER),
  expected('2026-03-23', inLieu(EID_AL_FITR), BORDER_IN_LIEU_EXPECTED, BORDER),
  announced('2026-04-06', CHAKRI, ANNUAL),
  announced('2026-04-13', SONGKRAN, ANNUAL),
  announced('2026-04-14', SONGKRAN, ANNUAL),
  announced('2026-04-15', SONGKRAN, ANNUAL),
  announced('2026-05-04', CORONATION, ANNUAL),
  announced('2026-05-13', PLOUGHING, PALACE),
  expected('2026-05-27', EID_AL_ADHA, EID_EXPECTED, BORDER),
  announced('2026-05-31', VISAKHA, LUNAR),
  announced('2026-06-01', inLieu(VISAKHA), IN_LIEU),
  announced('2026-06-03', QUEEN, ANNUAL),
  announced('2026-07-28', KING, ANNUAL),
  announced('2026-07-29', ASALHA, LUNAR),
  announced('2026-07-30', LENT, LUNAR),
  announced('2026-08-12', MOTHERS_DAY, MOTHERS_DAY_KEPT),
  announced('2026-10-13', NAVAMINDRA, NAVAMINDRA_NAMED),
  announced('2026-10-23', CHULALONGKORN, ANNUAL),
  announced('2026-12-05', FATHERS_DAY, ANNUAL),
  announced('2026-12-07', inLieu(FATHERS_DAY), IN_LIEU),
  announced('2026-12-10', CONSTITUTION, ANNUAL),
  announced('2026-12-31', NEW_YEARS_EVE, ANNUAL),

  // From here on the Royal Ploughing Day is missing: add it to the settings once it is announced.
  announced('2027-01-01', NEW_YEAR, ANNUAL),
  expected('2027-02-06', CHINESE_NEW_YEAR, BORDER_RULE, BORDER),
  expected('2027-02-08', inLieu(CHINESE_NEW_YEAR), BORDER_IN_LIEU_EXPECTED, BORDER),
  expected('2027-02-21', MAKHA, LUNAR_COMPUTED),
  expected('2027-02-22', inLieu(MAKHA), IN_LIEU_COMPUTED),
  expected('2027-03-10', EID_AL_FITR, EID_EXPECTED, BORDER),
  announced('2027-04-06', CHAKRI, ANNUAL),
  announced('2027-04-13', SONGKRAN, ANNUAL),
  announced('2027-04-14', SONGKRAN, ANNUAL),
  announced('2027-04-15', SONGKRAN, ANNUAL),
  announced('2027-05-04', CORONATION, ANNUAL),
  expected('2027-05-17', EID_AL_ADHA, EID_EXPECTED, BORDER),
  expected('2027-05-20', VISAKHA, LUNAR_COMPUTED),
  announced('2027-06-03', QUEEN, ANNUAL),
  expected('2027-07-18', ASALHA, LUNAR_COMPUTED),
  expected('2027-07-19', LENT, LUNAR_COMPUTED),
  expected('2027-07-20', inLieu(ASALHA), IN_LIEU_COMPUTED),
  announced('2027-07-28', KING, ANNUAL),
  expected('2027-08-12', MOTHERS_DAY, MOTHERS_DAY_KEPT),
  announced('2027-10-13', NAVAMINDRA, NAVAMINDRA_NAMED),
  announced('2027-10-23', CHULALONGKORN, ANNUAL),
  expected('2027-10-25', inLieu(CHULALONGKORN), IN_LIEU_COMPUTED),
  announced('2027-12-05', FATHERS_DAY, ANNUAL),
  expected('2027-12-06', inLieu(FATHERS_DAY), IN_LIEU_COMPUTED),
  announced('2027-12-10', CONSTITUTION, ANNUAL),
  announced('2027-12-31', NEW_YEARS_EVE, ANNUAL),

  announced('2028-01-01', NEW_YEAR, ANNUAL),
  expected('2028-01-03', inLieu(NEW_YEAR), IN_LIEU_COMPUTED),
  expected('2028-01-26', CHINESE_NEW_YEAR, BORDER_RULE, BORDER),
  expected('2028-02-10', MAKHA, LUNAR_COMPUTED),
  expected('2028-02-27', EID_AL_FITR, EID_EXPECTED, BORDER),
  expected('2028-02-28', inLieu(EID_AL_FITR), BORDER_IN_LIEU_EXPECTED, BORDER),
  announced('2028-04-06', CHAKRI, ANNUAL),
  announced('2028-04-13', SONGKRAN, ANNUAL),
  announced('2028-04-14', SONGKRAN, ANNUAL),
  announced('2028-04-15', SONGKRAN, ANNUAL),
  expected('2028-04-17', inLieu(SONGKRAN), IN_LIEU_COMPUTED),
  announced('2028-05-04', CORONATION, ANNUAL),
  expected('2028-05-05', EID_AL_ADHA, EID_EXPECTED, BORDER),
  expected('2028-05-08', VISAKHA, LUNAR_COMPUTED),
  announced('2028-06-03', QUEEN, ANNUAL),
  expected('2028-06-05', inLieu(QUEEN), IN_LIEU_COMPUTED),
  expected('2028-07-06', ASALHA, LUNAR_COMPUTED),
  expected('2028-07-07', LENT, LUNAR_COMPUTED),
  announced('2028-07-28', KING, ANNUAL),
  expected('2028-08-12', MOTHERS_DAY, MOTHERS_DAY_KEPT),
  expected('2028-08-14', inLieu(MOTHERS_DAY), IN_LIEU_COMPUTED),
  announced('2028-10-13', NAVAMINDRA, NAVAMINDRA_NAMED),
  announced('2028-10-23', CHULALONGKORN, ANNUAL),
  announced('2028-12-05', FATHERS_DAY, ANNUAL),
  announced('2028-12-10', CONSTITUTION, ANNUAL),
  expected('2028-12-11', inLieu(CONSTITUTION), IN_LIEU_COMPUTED),
  announced('2028-12-31', NEW_YEARS_EVE, ANNUAL),

  announced('2029-01-01', NEW_YEAR, ANNUAL),
  expected('2029-01-02', inLieu(NEW_YEARS_EVE), IN_LIEU_COMPUTED),
  expected('2029-02-13', CHINESE_NEW_YEAR, BORDER_RULE, BORDER),
  expected('2029-02-15', EID_AL_FITR, EID_EXPECTED, BORDER),
  expected('2029-02-27', MAKHA, LUNAR_COMPUTED),
  announced('2029-04-06', CHAKRI, ANNUAL),
  announced('2029-04-13', SONGKRAN, ANNUAL),
  announced('2029-04-14', SONGKRAN, ANNUAL),
  announced('2029-04-15', SONGKRAN, ANNUAL),
  expected('2029-04-16', inLieu(SONGKRAN), IN_LIEU_COMPUTED),
  expected('2029-04-24', EID_AL_ADHA, EID_EXPECTED, BORDER),
  announced('2029-05-04', CORONATION, ANNUAL),
  expected('2029-05-27', VISAKHA, LUNAR_COMPUTED),
  expected('2029-05-28', inLieu(VISAKHA), IN_LIEU_COMPUTED),
  announced('2029-06-03', QUEEN, ANNUAL),
  expected('2029-06-04', inLieu(QUEEN), IN_LIEU_COMPUTED),
  expected('2029-07-25', ASALHA, LUNAR_COMPUTED),
  expected('2029-07-26', LENT, LUNAR_COMPUTED),
  announced('2029-07-28', KING, ANNUAL),
  expected('2029-07-30', inLieu(KING), IN_LIEU_COMPUTED),
  expected('2029-08-12', MOTHERS_DAY, MOTHERS_DAY_KEPT),
  expected('2029-08-13', inLieu(MOTHERS_DAY), IN_LIEU_COMPUTED),
  announced('2029-10-13', NAVAMINDRA, NAVAMINDRA_NAMED),
  expected('2029-10-15', inLieu(NAVAMINDRA), IN_LIEU_COMPUTED),
  announced('2029-10-23', CHULALONGKORN, ANNUAL),
  announced('2029-12-05', FATHERS_DAY, ANNUAL),
  announced('2029-12-10', CONSTITUTION, ANNUAL),
  announced('2029-12-31', NEW_YEARS_EVE, ANNUAL),

  announced('2030-01-01', NEW_YEAR, ANNUAL),
  expected('2030-02-03', CHINESE_NEW_YEAR, BORDER_RULE, BORDER),
  expected('2030-02-04', EID_AL_FITR, EID_EXPECTED, BORDER),
  expected('2030-02-05', inLieu(CHINESE_NEW_YEAR), BORDER_IN_LIEU_EXPECTED, BORDER),
  expected('2030-02-17', MAKHA, LUNAR_COMPUTED),
  expected('2030-02-18', inLieu(MAKHA), IN_LIEU_COMPUTED),
  announced('2030-04-06', CHAKRI, ANNUAL),
  expected('2030-04-08', inLieu(CHAKRI), IN_LIEU_COMPUTED),
  announced('2030-04-13', SONGKRAN, ANNUAL),
  expected('2030-04-13', EID_AL_ADHA, EID_EXPECTED, BORDER),
  announced('2030-04-14', SONGKRAN, ANNUAL),
  announced('2030-04-15', SONGKRAN, ANNUAL),
  expected('2030-04-16', inLieu(SONGKRAN), IN_LIEU_COMPUTED),
  announced('2030-05-04', CORONATION, ANNUAL),
  expected('2030-05-06', inLieu(CORONATION), IN_LIEU_COMPUTED),
  expected('2030-05-16', VISAKHA, LUNAR_COMPUTED),
  announced('2030-06-03', QUEEN, ANNUAL),
  expected('2030-07-14', ASALHA, LUNAR_COMPUTED),
  expected('2030-07-15', LENT, LUNAR_COMPUTED),
  expected('2030-07-16', inLieu(ASALHA), IN_LIEU_COMPUTED),
  announced('2030-07-28', KING, ANNUAL),
  expected('2030-07-29', inLieu(KING), IN_LIEU_COMPUTED),
  expected('2030-08-12', MOTHERS_DAY, MOTHERS_DAY_KEPT),
  announced('2030-10-13', NAVAMINDRA, NAVAMINDRA_NAMED),
  expected('2030-10-14', inLieu(NAVAMINDRA), IN_LIEU_COMPUTED),
  announced('2030-10-23', CHULALONGKORN, ANNUAL),
  announced('2030-12-05', FATHERS_DAY, ANNUAL),
  announced('2030-12-10', CONSTITUTION, ANNUAL),
  announced('2030-12-31', NEW_YEARS_EVE, ANNUAL),
];
