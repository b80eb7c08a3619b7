/** The frame of every page. */
import { raw } from 'hono/html';
import type { Child, FC } from 'hono/jsx';
import type { User } from '../domain/permissions.ts';
import type { Assets } from './assets.ts';
import { Breadcrumbs, type Crumb, ErrorSummary, type FieldError } from './components.tsx';

export const SITE_NAME = 'ระบบติดตามแผนป้องกันการทุจริต';

export interface LayoutProps {
  readonly title: string;
  readonly assets: Assets;
  /** Addresses of the page's scripts. */
  readonly scripts: readonly string[];
  /** Path of the page, to mark its place in the navigation. */
  readonly path: string;
  readonly user: User | undefined;
  /** Below the name of the site: whose page it is, and of which year. */
  readonly line?: string | undefined;
  readonly breadcrumbs?: readonly Crumb[] | undefined;
  readonly errors?: readonly FieldError[] | undefined;
  /** Above everything else, such as the clock of a sample year. */
  readonly strip?: Child;
  readonly hasStickyBar?: boolean | undefined;
  readonly children?: Child;
}

export const Layout: FC<LayoutProps> = (props) => {
  const {
    title,
    assets,
    scripts,
    path,
    user,
    line,
    breadcrumbs = [],
    errors = [],
    strip,
    children,
  } = props;
  const heading = `${errors.length > 0 ? 'มีข้อผิดพลาด: ' : ''}${title} – ${SITE_NAME}`;
  return (
    <>
      {raw('<!DOCTYPE html>')}
      <html lang="th" class={`govuk-template${props.hasStickyBar ? ' has-sticky-bar' : ''}`}>
        <head>
          <meta charset="utf-8" />
          <title>{heading}</title>
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="theme-color" content="#1d3c6e" />
          {assets.fonts.map((font) => (
            <link rel="preload" href={font} as="font" type="font/woff2" crossorigin="" />
          ))}
          <link rel="icon" type="image/svg+xml" href={assets.icon} />
          <link rel="stylesheet" href={assets.styles} />
          {scripts.map((script) => (
            <script type="module" src={script} />
          ))}
        </head>
        <body class="govuk-template__body">
          <a href="#main" class="govuk-skip-link">
            ข้ามไปยังเนื้อหาหลัก
          </a>
          {strip && (
            <aside class="strip" aria-label="ปีตัวอย่าง">
              <div class="govuk-width-container">{strip}</div>
            </aside>
          )}
          <Header user={user} line={line} />
          {user && <Navigation user={user} path={path} />}
          <div class="govuk-width-container">
            <Breadcrumbs crumbs={breadcrumbs} />
            <main class="govuk-main-wrapper" id="main" tabindex={-1}>
              <ErrorSummary errors={errors} />
              {children}
            </main>
          </div>
          <footer class="site-footer">
            <div class="govuk-width-container">
              {SITE_NAME}ขององค์กรปกครองส่วนท้องถิ่น (Nithet)
              <FooterLinks user={user} />
            </div>
          </footer>
        </body>
      </html>
    </>
  );
};

/** What is wanted now and then only. */
const FooterLinks: FC<{ user: User | undefined }> = ({ user }) => {
  const home = user && homeOf(user);
  const owns = home !== undefined && home !== '/provinces';
  const links = [
    ...(owns ? [{ text: 'ประวัติการดำเนินการ', href: `${home}/audit` }] : []),
    ...(owns && user?.role !== 'regional' ? [{ text: 'กุญแจ API', href: `${home}/keys` }] : []),
    ...(user?.role === 'central' ? [{ text: 'ประวัติการดำเนินการ', href: '/nation/audit' }] : []),
    ...(user ? [{ text: 'ข้อมูลของฉัน', href: '/my-data' }] : []),
    { text: 'การใช้ข้อมูลส่วนบุคคล', href: '/privacy' },
  ];
  return (
    <ul class="site-footer__links">
      {links.map(({ text, href }) => (
        <li>
          <a href={href}>{text}</a>
        </li>
      ))}
    </ul>
  );
};

const Header: FC<{ user: User | undefined; line: string | undefined }> = ({ user, line }) => (
  <header class="site-header">
    <div class="govuk-width-container site-header__inner">
      <div>
        <a class="site-header__name" href="/">
          {SITE_NAME}
        </a>
        {line && <p class="site-header__line">{line}</p>}
      </div>
      {user ? (
        <div class="site-header__user">
          <span>{user.position}</span>
          <a href="/sessions">การเข้าใช้งานของฉัน</a>
          <form method="post" action="/sign-out">
            <button type="submit" class="link-button">
              ออกจากระบบ
            </button>
          </form>
        </div>
      ) : (
        <div class="site-header__user">
          <a href="/sign-in">เข้าสู่ระบบ</a>
        </div>
      )}
    </div>
  </header>
);

/** Where a signed-in user's work lies. */
export function homeOf({ role, orgId, provinces }: User): string {
  if (orgId && (role === 'officer' || role === 'executive')) return `/organizations/${orgId}`;
  return provinces[0] ? `/provinces/${provinces[0]}` : '/provinces';
}

function placesOf(user: User): { text: string; href: string }[] {
  const home = homeOf(user);
  if (user.orgId) {
    return [
      { text: 'งานของหน่วยงาน', href: home },
      { text: 'แผนปฏิบัติการ', href: `${home}/plans` },
      { text: 'ผู้ใช้งาน', href: `${home}/people` },
      { text: 'หน้าที่ประชาชนเห็น', href: `/public/organizations/${user.orgId}` },
    ];
  }
  if (user.role === 'central') {
    return [
      { text: 'จังหวัด', href: '/provinces' },
      { text: 'สำนักงาน', href: '/offices' },
      { text: 'ทะเบียนหน่วยงาน', href: '/roster' },
      { text: 'ผู้ใช้งาน', href: '/nation/people' },
    ];
  }
  return [
    { text: 'ภาพรวมจังหวัด', href: home },
    { text: 'การนิเทศติดตาม', href: `${home}/visits` },
    { text: 'ติดตามผล', href: `${home}/recommendations` },
    { text: 'การประเมินผล', href: `${home}/evaluation` },
    { text: 'ผู้ใช้งาน', href: `${home}/people` },
  ];
}

const Navigation: FC<{ user: User; path: string }> = ({ user, path }) => {
  const places = placesOf(user);
  const current = places
    .filter(({ href }) => path === href || path.startsWith(`${href}/`))
    .toSorted((a, b) => b.href.length - a.href.length)[0];
  return (
    <nav class="site-nav" aria-label="เมนูหลัก">
      <div class="govuk-width-container">
        <ul class="site-nav__list">
          {places.map((place) => (
            <li>
              <a href={place.href} {...(place === current && { 'aria-current': 'true' })}>
                {place.text}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </nav>
  );
};
