/** Report obligations: the heads of a round, so that a province's board is one Query. */
import type { AuditEvent } from '../domain/audit.ts';
import type { FiscalYear } from '../domain/fiscal-year.ts';
import { type Obligation, obligationSchema } from '../domain/obligation.ts';
import { provinceOf } from '../domain/organization.ts';
import type { Round } from '../domain/round.ts';
import { type Item, parseItem, type Table } from './table.ts';

export interface RoundOf {
  readonly fiscalYear: FiscalYear;
  readonly round: Round;
}

export interface ObligationStore {
  /** Opens an obligation unless it is there already. */
  open(obligation: Obligation): Promise<boolean>;
  find(orgId: string, round: RoundOf): Promise<Obligation | undefined>;
  /** All of a province, in order of `orgId`. One Query for up to 1 MB, about 700 organizations. */
  board(province: string, round: RoundOf): Promise<readonly Obligation[]>;
  /** Those from `first` to `last`, both included. */
  between(first: string, last: string, round: RoundOf): Promise<readonly Obligation[]>;
  /**
   * Replaces the obligation that had `next.rev`, raises `rev`, and notes `audit` with it.
   * `undefined` when somebody else was quicker.
   */
  save(next: Obligation, audit?: AuditEvent): Promise<Obligation | undefined>;
  /** Forgets the pending audit event, once it stands in the trail. */
  auditSettled(obligation: Obligation): Promise<void>;
}

export function obligationStore(table: Table): ObligationStore {
  return {
    open(obligation) {
      return table.putNew(keyOf(obligation.orgId, obligation), obligation);
    },

    async find(orgId, round) {
      const item = await table.get(keyOf(orgId, round));
      return item && parse(item);
    },

    async board(province, round) {
      return (await table.queryAll(partition(province, round))).map(parse);
    },

    async between(first, last, round) {
      const range = { from: `ORG#${first}`, to: `ORG#${last}` };
      return (await table.queryAll(partition(provinceOf(first), round), range)).map(parse);
    },

    async save(next, audit) {
      const saved: Obligation = {
        ...next,
        rev: next.rev + 1,
        ...(audit && { pendingAudit: audit }),
      };
      const key = keyOf(next.orgId, next);
      if (await table.replace(key, saved, 'rev', next.rev)) return saved;
      // The write may have landed with its answer lost: then the item holds our own event.
      const stored = audit && (await table.get(key));
      const found = stored && parse(stored);
      return found?.pendingAudit?.eventId === audit?.eventId ? found : undefined;
    },

    async auditSettled({ orgId, fiscalYear, round, pendingAudit }) {
      if (!pendingAudit) return;
      await table.update(keyOf(orgId, { fiscalYear, round }), {
        set: { pendingAudit: undefined },
        condition: {
          expression: '#pendingAudit.eventId = :id',
          values: { ':id': pendingAudit.eventId },
        },
      });
    },
  };
}

function parse(item: Item): Obligation {
  return parseItem(obligationSchema, item);
}

function partition(province: string, { fiscalYear, round }: RoundOf): string {
  return `ROUND#${fiscalYear}#${round}#${province}`;
}

function keyOf(orgId: string, round: RoundOf) {
  return { pk: partition(provinceOf(orgId), round), sk: `ORG#${orgId}` };
}
