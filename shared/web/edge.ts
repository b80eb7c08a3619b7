/** What CloudFront adds to each request before the site sees it. */

/** Network address of whoever asks. CloudFront overwrites what a visitor may have put there. */
export const VIEWER_HEADER = 'x-nithet-viewer';

/** A secret that shows that the request came through CloudFront. */
export const ORIGIN_HEADER = 'x-nithet-origin';
