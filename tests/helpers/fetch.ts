/** The code of a page, run in a test: its calls are answered by the test, its pauses take no time. */

/** Runs `work` with its calls answered by `answer`; the calls, such as `GET /api/meetings/`. */
export async function answering(
  answer: (call: Request) => Response | Promise<Response>,
  work: () => Promise<unknown>,
): Promise<string[]> {
  const calls: string[] = [];
  const real = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const call = new Request(new URL(`${input}`, "http://localhost"), init);
    calls.push(`${call.method} ${input}`);
    return await answer(call);
  };
  try {
    await work();
    return calls;
  } finally {
    globalThis.fetch = real;
  }
}

/** Loads modules that publish rows after pauses, which would outlast a test: here they take no time. */
export async function withoutPauses<T>(load: () => Promise<T>): Promise<T> {
  const real = globalThis.setTimeout;
  globalThis.setTimeout = ((work: () => void) => work()) as never;
  try {
    return await load();
  } finally {
    globalThis.setTimeout = real;
  }
}
