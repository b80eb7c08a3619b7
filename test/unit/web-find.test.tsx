/** How a citizen comes to the page of an organization. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localDate } from '../../shared/domain/local-date.ts';
import { anOrganization } from '../support/builders.ts';
import { type TestSite, testSite } from '../support/site.ts';

let site: TestSite;
beforeAll(async () => {
  site = await testSite();
  await site.dependencies.roster.save(anOrganization());
  await site.dependencies.roster.save(
    anOrganization({
      orgId: '80-0001',
      amphoe: { code: '8001', name: 'เมืองนครศรีธรรมราช' },
      names: [
        {
          from: localDate('2018-02-01'),
          name: 'เทศบาลตำบลท่าแพ',
          shortName: 'ทต.ท่าแพ',
          type: 'subdistrict',
          code: '5800001',
        },
      ],
    }),
  );
});
afterAll(() => site.close());

async function found(query: Readonly<Record<string, string>>) {
  const answer = await site.app.request(`/public/organizations?${new URLSearchParams(query)}`);
  expect(answer.status).toBe(200);
  const html = await answer.text();
  return {
    html,
    links: [...html.matchAll(/href="\/public\/organizations\/(80-\d{4})"/g)].map(([, id]) => id),
  };
}

describe('a citizen', () => {
  test('is led from the front page to the search', async () => {
    const front = await site.app.request('/');
    expect(await front.text()).toContain('href="/public/organizations"');
  });

  test('finds the organizations of a province by district', async () => {
    expect((await found({ province: '80' })).links).toEqual(['80-0711', '80-0001']);
  });

  test.each([
    ['ท่าเสม็ด', ['80-0711']],
    ['ทต.', ['80-0001']],
    ['อำเภอชะอวด', ['80-0711']],
  ])('who types %s finds %s', async (q, ids) => {
    expect((await found({ province: '80', q })).links).toEqual(ids);
  });

  test('is told where nothing is found, and how to go on', async () => {
    const { html, links } = await found({ province: '80', q: 'ไม่มีชื่อนี้' });
    expect(links).toEqual([]);
    expect(html).toContain('แสดงทั้งจังหวัด');
    expect((await found({ province: '81' })).html).toContain('จังหวัดกระบี่ยังไม่มีหน่วยงานในระบบนี้');
  });

  test('who makes a province up is asked to choose one', async () => {
    expect((await found({ province: '80#ORG' })).links).toEqual([]);
  });
});
