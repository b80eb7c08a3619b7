/** The front page, and whether the site is up. */
import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { ButtonLink, Notification } from '../../shared/web/components.tsx';
import { homeOf, SITE_NAME } from '../../shared/web/layout.tsx';
import { page, type WebEnv } from './web-environment.tsx';

export function frontRoutes(): Hono<WebEnv> {
  const app = new Hono<WebEnv>();

  app.get('/', async (c) => {
    const user = c.get('user');
    if (user) return c.redirect(homeOf(user), 303);
    return page(
      c,
      { title: 'หน้าแรก' },
      <FrontPage signedOut={c.req.query('signed-out') !== undefined} />,
    );
  });

  app.get('/healthz', (c) => c.json({ status: 'ok' }));

  return app;
}

const FrontPage: FC<{ signedOut: boolean }> = ({ signedOut }) => (
  <>
    {signedOut && <Notification kind="success" title="ออกจากระบบแล้ว" />}
    <h1 class="govuk-heading-xl">{SITE_NAME}</h1>
    <p class="govuk-body-l">
      สำหรับองค์กรปกครองส่วนท้องถิ่นรายงานผลการดำเนินงานตามแผนปฏิบัติการป้องกันการทุจริต และสำหรับสำนักงาน ป.ป.ช.
      ประจำจังหวัดติดตาม นิเทศ และประเมินผล
    </p>
    <div class="actions">
      <ButtonLink href="/sign-in">เข้าสู่ระบบ</ButtonLink>
      <ButtonLink href="/public/organizations" kind="secondary">
        สำหรับประชาชน: ค้นหาหน่วยงาน
      </ButtonLink>
    </div>
    <h2 class="govuk-heading-m">หนึ่งปีงบประมาณมีสามเรื่อง</h2>
    <ol class="govuk-list govuk-list--number govuk-list--spaced">
      <li>
        <strong>การติดตามความคืบหน้า</strong> อปท. รายงานผลรอบ 6 เดือนแรกภายในเดือนเมษายน
      </li>
      <li>
        <strong>การนิเทศติดตาม</strong> คณะนิเทศลงพื้นที่ในเดือนพฤษภาคมถึงมิถุนายน
      </li>
      <li>
        <strong>การประเมินผลการดำเนินงาน</strong> อปท. รายงานผลรอบ 12 เดือนภายในเดือนตุลาคม
      </li>
    </ol>
  </>
);
