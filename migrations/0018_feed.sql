-- The feed, in more of what happens to databases.

-- A backup that is restored in place makes the table anew: what was read of the old one says
-- nothing about it.
create or replace function live.life() returns text
language plpgsql stable as $$
declare
  here text := format(
    '%s-%s',
    (select oid from pg_database where datname = current_database()),
    'public.changes'::regclass::oid
  );
begin
  return format(
    '%s-%s-%s',
    (select system_identifier from pg_control_system()),
    (select timeline_id from pg_control_checkpoint()),
    here
  );
exception when insufficient_privilege then
  return format('unknown-%s', here);
end
$$;

-- As before, but too old is only what lacks something: a transaction that is still in progress,
-- such as an old one in another database, has had nothing removed.
create or replace function live.resume(
  its_life text,
  inout base pg_snapshot,
  newest pg_snapshot,
  out lost text,
  out clamped boolean
)
language plpgsql as $$
declare
  known feed := (select f from feed f);
  given pg_snapshot := base;
begin
  if split_part(its_life, '.', 1) <> known.life
    or split_part(its_life, '.', 2) !~ '^[0-9]{1,9}$' then
    lost := 'another_life';
    return;
  end if;
  base := live.clamp(given, (
    select durable_to from crashes where id > split_part(its_life, '.', 2)::integer
    order by durable_to limit 1
  ));
  clamped := base::text <> given::text;
  lost := case
    when not clamped and greatest(pg_snapshot_xmax(base), pg_snapshot_xmax(newest)) >
      pg_snapshot_xmax(pg_current_snapshot()) then 'another_life'
    when known.pruned_to >= pg_snapshot_xmax(base) or exists (
      select from pg_snapshot_xip(base) xip
      where xip <= known.pruned_to and pg_visible_in_snapshot(xip, pg_current_snapshot())
    ) then 'too_old'
    when exists (
      select from changes where recipient_id is null
        and xid >= pg_snapshot_xmin(base) and not pg_visible_in_snapshot(xid, base)
    ) then 'truncated'
  end;
end
$$;

-- A transaction that is to be prepared for a two-phase commit must not ring. It says
-- `set local liaison.bell = off`, and is seen at the next look: within a second.
create or replace function live.ring() returns void
language plpgsql as $$
begin
  if exists (select from hubs where not awake)
    and current_setting('liaison.bell', true) is distinct from 'off' then
    perform pg_notify('liaison_bell', '');
  end if;
end
$$;

-- Written so that a writer's standard_conforming_strings makes no difference.
create or replace function live.reason_words(reason text) returns text
language sql immutable as $$
  select case when reason ~ '[^[:space:]]' then E'\n\nReason: ' || reason else '' end
$$;

create trigger _900_record_truncate after truncate on sessions
for each statement execute function live.record_truncate();
