-- Counts an attempt for all `keys` before it is made, unless one of them had its `most` within
-- `span`. So attempts that are made at once cannot pass a limit together. Returns the attempt, to
-- give it back, or the seconds after which the keys allow another.
create or replace function private.take_attempt(
  keys text[], most integer[], span interval, out attempt uuid, out wait integer
)
language plpgsql as $$
declare
  present timestamptz;
begin
  -- In one order everywhere, so that no two wait for each other.
  perform pg_advisory_xact_lock(hashtext('private.attempts'), number)
  from (select distinct hashtext(key) as number from unnest(keys) key order by 1) numbers;
  present := clock_timestamp();
  select max(ceil(extract(epoch from reached.at + span - present)))::integer into wait
  from unnest(keys, most) as limits(key, most)
  cross join lateral (
    select a.at from private.attempts a
    where a.key = limits.key and a.at > present - span
    order by a.at desc offset limits.most - 1 limit 1
  ) reached;
  if wait is null then
    attempt := gen_random_uuid();
    insert into private.attempts (attempt, key, at)
    select take_attempt.attempt, key, present from unnest(keys) key;
  end if;
end
$$;
