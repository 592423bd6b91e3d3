// All that a list of the service has, page by page, up to as many as are wanted.

const largestPage = 100;

export interface PageRequest {
  readonly pageSize: number;
  readonly pageToken: string;
}

/** As the official clients give it without `autoPaginate`. */
export type PageAnswer<T> = readonly [
  page: readonly T[],
  request: unknown,
  response: { readonly nextPageToken?: string | null } | null | undefined,
];

export async function listPages<T>(
  limit: number,
  call: (page: PageRequest) => Promise<PageAnswer<T>>,
): Promise<readonly T[]> {
  const found: T[] = [];
  let pageToken = "";
  do {
    const pageSize = Math.min(largestPage, limit - found.length);
    const [page, , response] = await call({ pageSize, pageToken });
    found.push(...page);
    pageToken = response?.nextPageToken ?? "";
  } while (pageToken !== "" && found.length < limit);
  return found.slice(0, limit);
}
