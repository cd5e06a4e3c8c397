-- The change feed: opening it, reading on from a position, pruning it, notifying its readers.

-- Where changes are written: the cluster, its timeline, the database and the table. A backup that is
-- restored in place makes the table anew: what was read of the old one means nothing to it.
create or replace function private.present_epoch() returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  here text := format(
    '%s-%s',
    (select oid from pg_database where datname = current_database()),
    'private.changes'::regclass::oid
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

-- The epoch in which offsets are valid, and after a dot how many crashes it has seen.
create or replace function private.feed_epoch() returns text
language sql stable as $$
  select concat(private.present_epoch(), '.', (select coalesce(max(id), 0) from private.crashes))
$$;

-- Its own transaction's id is durable once this is committed, and with it all ids before.
create or replace function private.mark_durable() returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if current_setting('synchronous_commit') = 'off' then
    perform set_config('synchronous_commit', 'on', true);
  end if;
  update private.feed set durable_to = pg_current_xact_id();
end
$$;

-- To be called on every new connection that reads the feed; returns `private.feed_epoch()`. Changes
-- of another epoch carry transaction ids that mean nothing here, some of them from the future:
-- they must never look new, so they go. Where nothing has to be written nobody is waited for.
create or replace function private.open_feed() returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  here text := private.present_epoch();
begin
  if exists (select from private.feed where epoch = here)
    and exists (select from private.crash_sentinel) then
    return private.feed_epoch();
  end if;
  perform pg_advisory_xact_lock(hashtext('private.open_feed'));
  insert into private.feed (epoch, durable_to) values (here, pg_current_xact_id())
  on conflict do nothing;
  if (select epoch from private.feed) <> here then
    truncate private.changes;
    update private.feed set epoch = here, pruned_to = '0', durable_to = pg_current_xact_id();
  end if;
  if not exists (select from private.crash_sentinel) then
    insert into private.crashes (durable_to) select durable_to from private.feed;
    insert into private.crash_sentinel default values;
  end if;
  perform private.mark_durable();
  return private.feed_epoch();
end
$$;

-- A snapshot without what a crash took back: nothing from `durable` on counts as seen.
create or replace function private.clamp(base pg_snapshot, durable xid8) returns pg_snapshot
language sql immutable as $$
  select case when durable is null or pg_snapshot_xmax(base) <= durable then base else (
    select format(
      '%s:%s:%s',
      coalesce((array_agg(xip order by xip))[1], durable),
      durable,
      string_agg(xip::text, ',' order by xip)
    )::pg_snapshot
    from pg_snapshot_xip(base) xip where xip < durable
  ) end
$$;

-- Where to read on from for whoever stands at `base` of `its_epoch`; or, in `lost`, why nothing can
-- be: it is from another epoch, from before what is kept, or a table was truncated since. `newest`
-- is the latest snapshot it has seen something of. Only what lacks something is too old: a
-- transaction that is still in progress, such as an old one in another database, has had nothing
-- removed.
create or replace function private.resume(
  its_epoch text,
  inout base pg_snapshot,
  newest pg_snapshot,
  out lost text,
  out clamped boolean
)
language plpgsql as $$
declare
  known private.feed := (select f from private.feed f);
  given pg_snapshot := base;
begin
  if split_part(its_epoch, '.', 1) <> known.epoch
    or split_part(its_epoch, '.', 2) !~ '^[0-9]{1,9}$' then
    lost := 'another_epoch';
    return;
  end if;
  base := private.clamp(given, (
    select durable_to from private.crashes where id > split_part(its_epoch, '.', 2)::integer
    order by durable_to limit 1
  ));
  clamped := base::text <> given::text;
  lost := case
    when not clamped and greatest(pg_snapshot_xmax(base), pg_snapshot_xmax(newest)) >
      pg_snapshot_xmax(pg_current_snapshot()) then 'another_epoch'
    when known.pruned_to >= pg_snapshot_xmax(base) or exists (
      select from pg_snapshot_xip(base) xip
      where xip <= known.pruned_to and pg_visible_in_snapshot(xip, pg_current_snapshot())
    ) then 'too_old'
    when exists (
      select from private.changes where recipient_id is null
        and xid >= pg_snapshot_xmin(base) and not pg_visible_in_snapshot(xid, base)
    ) then 'truncated'
  end;
end
$$;

-- Removes up to `most` of the oldest changes that are older than `age`; returns how many.
create or replace function private.prune_changes(age interval, most integer) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  removed bigint;
  last xid8;
begin
  if not pg_try_advisory_xact_lock(hashtext('private.prune_changes')) then
    return 0;
  end if;
  with old as (
    select xid, id, at from private.changes order by xid, id limit most
  ), gone as (
    delete from private.changes c using old o
    where c.xid = o.xid and c.id = o.id and o.at < now() - age
    returning c.xid
  )
  select (select count(*) from gone), (select xid from gone order by xid desc limit 1)
  into removed, last;
  if removed > 0 then
    update private.feed set pruned_to = greatest(pruned_to, last);
  end if;
  return removed;
end
$$;

-- With no hub that listens no writer pays for NOTIFY. A transaction that is to be prepared for a
-- two-phase commit may not notify: with `set local liaison.notify = 'off'` its changes are found by
-- the next poll, within a second.
create or replace function private.notify_hubs() returns void
language plpgsql as $$
begin
  if exists (select from private.hubs where mode <> 'polling')
    and current_setting('liaison.notify', true) is distinct from 'off' then
    perform pg_notify('liaison_changes', '');
  end if;
end
$$;
