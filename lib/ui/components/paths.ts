/** Addresses of pages that several others lead to. */

/** The page on which a researcher is asked for a meeting. */
export function requestPath(expertId: number): string {
  return `/experts/${expertId}/request`;
}
