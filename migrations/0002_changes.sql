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

-- Which cluster, timeline and database the feed was written in, and up to which transaction
-- it has been pruned.
create table feed (
  one boolean primary key default true check (one),
  life text not null,
  pruned_to xid8 not null default '0'
);

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

-- Returns the feed's life. Changes of another life carry transaction ids that mean nothing
-- here, some of them from the future: they must never look new, so they go.
create function live.open_feed() returns text
language plpgsql as $$
declare
  here text := live.life();
begin
  insert into feed (life) values (here) on conflict do nothing;
  if (select life from feed) <> here then
    lock table feed in share row exclusive mode;
    if (select life from feed) <> here then
      truncate changes;
      update feed set life = here, pruned_to = '0';
    end if;
  end if;
  return here;
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
  select count(*), max(xid) into removed, last from gone;
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
