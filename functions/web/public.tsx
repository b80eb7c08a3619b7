/** What anybody may see. */
import { Hono } from 'hono';
import { ButtonLink } from '../../shared/web/components.tsx';
import { homeOf, SITE_NAME } from '../../shared/web/layout.tsx';
import { page, type WebDependencies, type WebEnv } from './web-environment.tsx';

export function publicRoutes(_dependencies: WebDependencies): Hono<WebEnv> {
  const app = new Hono<WebEnv>();

  app.get('/', async (c) => {
    const user = c.get('user');
    if (user) return c.redirect(homeOf(user), 303);
    return page(
      c,
      { title: 'หน้าแรก' },
      <>
        <h1 class="govuk-heading-l">{SITE_NAME}</h1>
        <ButtonLink href="/sign-in">เข้าสู่ระบบ</ButtonLink>
      </>,
    );
  });

  app.get('/healthz', (c) => c.json({ status: 'ok' }));

  return app;
}
