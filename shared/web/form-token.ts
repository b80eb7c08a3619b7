/** Puts the token that shows that a form comes from a page of this site into every form that writes. */

/** Name of the hidden field. */
export const TOKEN_FIELD = 'formToken';

/**
 * `html` with the token in each form that is posted to this site.
 *
 * Done to the whole page, so that no form can be forgotten. Attributes hold no `>` of their own: it is escaped. Forms
 * that go elsewhere, such as to a store of files, are left alone: what is posted there is none of its business.
 */
export function withFormTokens(html: string, token: string): string {
  const field = `<input type="hidden" name="${TOKEN_FIELD}" value="${token}"/>`;
  return html.replaceAll(/<form\b[^>]*>/g, (tag) => {
    const isPost = /\bmethod="post"/i.test(tag);
    const action = /\baction="([^"]*)"/.exec(tag)?.[1] ?? '';
    const staysHere = !/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(action);
    return isPost && staysHere ? tag + field : tag;
  });
}
