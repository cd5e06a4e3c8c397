-- The feed: one row per changed row and recipient, in the writer's own transaction.
-- A reader's position is a snapshot: what it can see now and could not see then is new.

create table changes (
  id bigint generated always as identity,
  xid xid8 not null default pg_current_xact_id(),
  recipient_id integer, -- null: everybody
  topic text not null,
  op text not null,
  row_id bigint,
  at timestamptz not null default now(),
  primary key (xid, id)
);

create index changes_by_recipient on changes (recipient_id, xid, id);

-- Which cluster, timeline and database the feed was written in, up to which transaction it has
-- been pruned, and below which no transaction id is ever given out again.
create table feed (
  one boolean primary key default true check (one),
  life text not null,
  pruned_to xid8 not null default '0',
  durable_to xid8 not null
);

-- A crash takes back transaction ids that were handed out but never reached the disk, such as
-- those of rollbacks. A snapshot from before may hold some of them for ended, though they belong
-- to later transactions now. So each crash is noted with the ids that are beyond doubt.
create table crashes (
  id integer generated always as identity primary key,
  durable_to xid8 not null,
  at timestamptz not null default now()
);

-- Emptied by a crash, being unlogged: that is how one is noticed.
create unlogged table alive (one boolean primary key default true check (one));

-- Hubs that read the feed. Unlogged and read without locks: a hub puts its row back at every
-- heartbeat. With no hub asleep no writer pays for NOTIFY.
create unlogged table hubs (
  id uuid primary key,
  awake boolean not null,
  seen_at timestamptz not null default now()
) with (fillfactor = 50);

create function live.life() returns text
language plpgsql stable as $$
declare
  here text := (select oid from pg_database where datname = current_database());
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

-- The life in which offsets are valid, and after a dot how many crashes it has seen.
create function live.feed_life() returns text
language sql stable as $$
  select concat(live.life(), '.', (select coalesce(max(id), 0) from crashes))
$$;

-- Its own transaction's id is durable once this is committed, and with it all ids before.
create function live.mark_durable() returns void
language plpgsql as $$
begin
  if current_setting('synchronous_commit') = 'off' then
    perform set_config('synchronous_commit', 'on', true);
  end if;
  update feed set durable_to = pg_current_xact_id();
end
$$;

-- To be called on every new connection that reads the feed; returns `live.feed_life()`. Changes
-- of another life carry transaction ids that mean nothing here, some of them from the future:
-- they must never look new, so they go.
create function live.open_feed() returns text
language plpgsql as $$
declare
  here text := live.life();
begin
  perform pg_advisory_xact_lock(hashtext('live.open_feed'));
  insert into feed (life, durable_to) values (here, pg_current_xact_id()) on conflict do nothing;
  if (select life from feed) <> here then
    truncate changes;
    update feed set life = here, pruned_to = '0', durable_to = pg_current_xact_id();
  end if;
  if not exists (select from alive) then
    insert into crashes (durable_to) select durable_to from feed;
    insert into alive default values;
  end if;
  perform live.mark_durable();
  return live.feed_life();
end
$$;

-- A snapshot without what a crash took back: nothing from `durable` on counts as seen.
create function live.clamp(base pg_snapshot, durable xid8) returns pg_snapshot
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

-- Where to read on from for whoever stands at `base` of `its_life`; or, in `lost`, why nothing can
-- be: it is from another life, from before what is kept, or a table was truncated since. `newest`
-- is the latest snapshot it has seen something of.
create function live.resume(
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
  if split_part(its_life, '.', 1) <> known.life or split_part(its_life, '.', 2) !~ '^\d{1,9}$' then
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
    when known.pruned_to >= pg_snapshot_xmin(base) then 'too_old'
    when exists (
      select from changes where recipient_id is null
        and xid >= pg_snapshot_xmin(base) and not pg_visible_in_snapshot(xid, base)
    ) then 'truncated'
  end;
end
$$;

-- Removes up to `most` of the oldest changes that are older than `age`; returns how many.
create function live.prune_changes(age interval, most integer) returns bigint
language plpgsql as $$
declare
  removed bigint;
  last xid8;
begin
  if not pg_try_advisory_xact_lock(hashtext('live.prune_changes')) then
    return 0;
  end if;
  with old as (
    select xid, id, at from changes order by xid, id limit most
  ), gone as (
    delete from changes c using old o
    where c.xid = o.xid and c.id = o.id and o.at < now() - age
    returning c.xid
  )
  select (select count(*) from gone), (select xid from gone order by xid desc limit 1)
  into removed, last;
  if removed > 0 then
    update feed set pruned_to = greatest(pruned_to, last);
  end if;
  return removed;
end
$$;

create function live.ring() returns void
language plpgsql as $$
begin
  if exists (select from hubs where not awake) then
    perform pg_notify('liaison_bell', '');
  end if;
end
$$;

-- TRUNCATE names no rows, so everybody is told to look again.
create function live.record_truncate() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into changes (topic, op) values (tg_table_name, 'truncate');
  perform live.ring();
  return null;
end
$$;

-- A session that ends, or is made to end sooner, ends its sockets.
create function live.record_sessions() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op = 'DELETE' then
    insert into changes (recipient_id, topic, op, row_id)
    select user_id, 'session', 'delete', id from old_rows;
  else
    insert into changes (recipient_id, topic, op, row_id)
    select o.user_id, 'session', 'delete', o.id
    from old_rows o left join new_rows n on n.id = o.id
    where n.id is null or n.expires_at < o.expires_at;
  end if;
  if found then
    perform live.ring();
  end if;
  return null;
end
$$;

create trigger _900_record_update after update on sessions
referencing old table as old_rows new table as new_rows
for each statement execute function live.record_sessions();
create trigger _900_record_delete after delete on sessions referencing old table as old_rows
for each statement execute function live.record_sessions();
