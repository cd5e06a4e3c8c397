-- What tables have in common.

-- `updated_at` grows with every update, also beyond a time that the row came with: it decides which
-- of two versions is the newer, and a transaction's own time may be older than what another
-- one wrote meanwhile. It grows by a millisecond at least, since times are shown in these.
create or replace function private.tg_touch() returns trigger
language plpgsql as $$
begin
  new.updated_at := greatest(
    clock_timestamp(),
    least(
      coalesce(old.updated_at, old.created_at) + interval '1 millisecond',
      '9999-12-31 23:59:59.999999Z'
    )
  );
  return new;
end
$$;

create or replace trigger _200_touch before update on public.users
for each row execute function private.tg_touch();
create or replace trigger _200_touch before update on public.schedules
for each row execute function private.tg_touch();
create or replace trigger _200_touch before update on public.meeting_requests
for each row execute function private.tg_touch();
create or replace trigger _200_touch before update on public.meeting_notifications
for each row execute function private.tg_touch();

-- TRUNCATE names no rows, so everybody has to read again.
create or replace function private.tg_record_truncate() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into private.changes (topic, op) values (tg_table_name, 'truncate');
  perform private.notify_hubs();
  return null;
end
$$;

create or replace trigger _500_record_truncate after truncate on public.schedules
for each statement execute function private.tg_record_truncate();
create or replace trigger _500_record_truncate after truncate on public.meeting_requests
for each statement execute function private.tg_record_truncate();
create or replace trigger _500_record_truncate after truncate on public.meeting_notifications
for each statement execute function private.tg_record_truncate();
create or replace trigger _500_record_truncate after truncate on private.sessions
for each statement execute function private.tg_record_truncate();

-- Moves an identity sequence past ids that a writer chose itself, so that the next default id
-- is free. Small gaps go by nextval, which cannot step back behind a concurrent writer.
create or replace function private.follow_ids(ids regclass, used bigint) returns void
language plpgsql as $$
declare
  last bigint := coalesce(pg_sequence_last_value(ids), 0);
begin
  if used <= last or used > 2000000000 then
    return;
  end if;
  if used - last > 1000 then
    perform setval(ids, used);
    return;
  end if;
  while last < used loop
    last := nextval(ids);
  end loop;
end
$$;
