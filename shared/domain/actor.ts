/** Who acts, in which role and capacity, and for whom. */
import * as z from 'zod';

/** ดำรงตำแหน่ง | ปฏิบัติหน้าที่ (post vacant) | รักษาราชการแทน (holder absent) | ปฏิบัติราชการแทน (by delegation) */
export const capacitySchema = z.enum(['holder', 'performing', 'acting', 'delegated']);
export type Capacity = z.infer<typeof capacitySchema>;

export const actorSchema = z.object({
  userId: z.string().min(1),
  position: z.string().min(1).max(200),
  role: z.string(),
  /** Name given by somebody who signed in through a mailbox that several people read. */
  person: z.string().max(120).optional(),
  /** Name of the organization for which an office acts (บันทึกแทน). */
  onBehalfOf: z.string().optional(),
});
export type Actor = z.infer<typeof actorSchema>;
