/** Thai words about accounts: ways to sign in, addresses that are refused. */
import type { AddressRead } from '../domain/address.ts';
import type { Proof } from '../domain/passkey.ts';
import type { Role } from '../domain/permissions.ts';

export const roleLabels = {
  officer: 'เจ้าหน้าที่ อปท.',
  executive: 'ผู้บริหาร อปท.',
  provincial: 'เจ้าหน้าที่สำนักงาน ป.ป.ช. ประจำจังหวัด',
  regional: 'เจ้าหน้าที่สำนักงาน ป.ป.ช. ภาค',
  central: 'เจ้าหน้าที่สำนักงาน ป.ป.ช. ส่วนกลาง',
} satisfies Record<Role, string>;

export const proofLabels = {
  code: 'รหัสทางอีเมล',
  passkey: 'พาสคีย์',
} satisfies Record<Proof, string>;

export const addressRefusals = {
  empty: 'กรุณากรอกอีเมล เช่น name@example.go.th',
  unseen: 'อีเมลมีการขึ้นบรรทัดใหม่หรืออักขระที่มองไม่เห็น กรุณาพิมพ์อีเมลเดียวในบรรทัดเดียว',
  'foreign-letters':
    'อีเมลมีอักษรที่ไม่ใช่ตัวอักษรอังกฤษ แม้จะดูคล้ายกัน กรุณาพิมพ์ใหม่ด้วยแป้นพิมพ์ภาษาอังกฤษ เช่น name@example.go.th',
  'too-long': 'อีเมลยาวเกินไป อีเมลยาวได้ไม่เกิน 254 ตัวอักษร',
  malformed: 'กรุณากรอกอีเมลให้ถูกต้อง เช่น name@example.go.th',
} satisfies Record<Extract<AddressRead, { refused: string }>['refused'], string>;
