/** อบต.ท่าเสม็ด as its report book shows it: plan, working group and 32 items. Officials by position only. */
import * as z from 'zod';
import { fiscalYear } from '../../../shared/domain/fiscal-year.ts';
import { dimensionSchema } from '../../../shared/domain/framework.ts';
import { localDate, localDateSchema } from '../../../shared/domain/local-date.ts';
import { type MadeUpOrganization, peopleOf } from './province.ts';
import book from './thasamet-2563-6m.json' with { type: 'json' };

const bookSchema = z.object({
  organization: z.object({ name: z.string(), website: z.string() }),
  plan: z.object({
    startFiscalYearBE: z.int(),
    endFiscalYearBE: z.int(),
    announcedOn: localDateSchema,
  }),
  workingGroup: z.object({
    orderNo: z.string(),
    orderDate: localDateSchema,
    members: z.array(z.object({ position: z.string(), role: z.string() })),
  }),
  rows: z.array(
    z.object({
      no: z.int(),
      dimension: dimensionSchema.nullable(),
      name: z.string(),
      remark: z.string(),
    }),
  ),
});

export const THA_SAMET = '80-0711';

/** The plan's items are the book's rows: row 7 has lost its dimension and the beginning of its name. */
export function thaSamet(): MadeUpOrganization {
  const { organization, plan, workingGroup, rows } = bookSchema.parse(book);
  const [from, to] = [fiscalYear(plan.startFiscalYearBE), fiscalYear(plan.endFiscalYearBE)];
  const { contacts, users } = peopleOf(THA_SAMET, 'sao', 'ท่าเสม็ด', 'lao.example');
  return {
    organization: {
      schemaVersion: 1,
      orgId: THA_SAMET,
      province: '80',
      names: [
        {
          from: localDate('2018-02-01'),
          name: organization.name,
          shortName: 'อบต.ท่าเสม็ด',
          type: 'sao',
          code: '6800711',
        },
      ],
      amphoe: { code: '8007', name: 'ชะอวด' },
      phone: '0 7500 0711',
      website: organization.website,
      position: { latitude: 7.96, longitude: 100.06 },
      contacts,
    },
    plan: {
      schemaVersion: 1,
      orgId: THA_SAMET,
      editionId: `${from}-${to}`,
      from,
      to,
      announcedOn: plan.announcedOn,
      workingGroup: {
        orderNo: workingGroup.orderNo,
        orderDate: workingGroup.orderDate,
        members: workingGroup.members.map(({ position, role }) => ({ position, role })),
      },
    },
    items: rows.map(({ no, dimension, name, remark }) => ({
      schemaVersion: 1,
      itemId: `i${no}`,
      no,
      name: name.replace(/\s*\n\s*/g, ''),
      dimension,
      years: [from, fiscalYear(from + 1), to],
      wholeYear: remark.includes('ทั้งปีงบประมาณ'),
      budgetSatang: null,
      state: 'active',
      consistent: true,
    })),
    users,
  };
}
