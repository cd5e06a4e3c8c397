import assert from "node:assert/strict";
import { expertsPath, readExpertsQuery, rowsOf } from "../../lib/ui/experts/experts_query.ts";
import { readSentQuery, sentPath, shownOf, withMore } from "../../lib/ui/requests/sent_query.ts";

Deno.test("the address of the Experts page has the search and nothing else", () => {
  const again = (text: string) => expertsPath(readExpertsQuery(new URLSearchParams(text)));
  assert.equal(again(""), "/experts");
  assert.equal(again("search=+lung+&specialty=&page=1"), "/experts?search=lung");
  assert.equal(again("page=3&done=x&search=a%26b"), "/experts?search=a%26b&page=3");
  for (const page of ["0", "-1", "1.5", "x", "1e99", "Infinity"]) {
    assert.equal(again(`page=${page}`), "/experts");
  }
  const long = readExpertsQuery(new URLSearchParams({ search: "\0" + "😀".repeat(500) }));
  assert.equal(long.search, "😀".repeat(100));
  const third = readExpertsQuery(new URLSearchParams("page=3"));
  assert.deepEqual(rowsOf(third), { limit: 24, offset: 48 });
});

Deno.test("the address of the dashboard has the status and the number of requests", () => {
  const again = (text: string) => sentPath(readSentQuery(new URLSearchParams(text)));
  const path = "/dashboard/patient";
  assert.equal(again("done=request-sent"), path);
  assert.equal(again("status=pending&shown=100"), `${path}?status=pending`);
  assert.equal(again("status=toString&shown=-1"), path);
  assert.equal(again("shown=200"), `${path}?shown=200`);
  assert.equal(again("shown=1000000"), `${path}?shown=500`);
  const query = readSentQuery(new URLSearchParams("status=rejected"));
  assert.equal(shownOf(query), 100);
  assert.equal(sentPath(withMore(query)), `${path}?status=rejected&shown=200`);
});
