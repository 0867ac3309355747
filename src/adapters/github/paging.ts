/** Is there another page? GitHub says so in the `Link` header. */

/** The next page's number, or undefined after the last one. */
export function nextPage(
  headers: Readonly<Record<string, string | number | undefined>>,
  page: number,
): number | undefined {
  return String(headers["link"] ?? "").includes('rel="next"') ? page + 1 : undefined;
}
