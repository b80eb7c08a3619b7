/** Why something is done: the same field on every form that asks. */
import type { FC } from 'hono/jsx';
import { type FieldError, Textarea } from '../../shared/web/components.tsx';
import type { Form } from './request-body.ts';

export const ReasonField: FC<{
  form: Form | undefined;
  errors: readonly FieldError[] | undefined;
  /** Characters that are taken. */
  most: number;
  label?: string;
  hint?: string;
  rows?: number;
}> = ({ form, errors, most, label = 'เหตุผล', hint, rows = 3 }) => (
  <Textarea
    name="reason"
    label={label}
    hint={hint}
    rows={rows}
    maxlength={most}
    value={form?.get('reason')}
    errors={errors}
  />
);
