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

-- What can be stored can be sent: a row has 1 MB at most, and what is nested in it a depth of 100.
-- Rows from before stay as they are, and can be marked as read.
create or replace function private.tg_refuse_bounds() returns trigger
language plpgsql as $$
begin
  raise 'A row of % has 1 MB, and its data a depth of 100 at most', tg_table_name
    using errcode = 'check_violation', constraint = tg_table_name || '_bounds';
end
$$;

create or replace trigger _300_bounds
before insert or update of message, notification_data on public.meeting_notifications
for each row when (
  octet_length(new.message) + coalesce(octet_length(new.notification_data::text), 0) > 1048576
  or jsonb_path_exists(new.notification_data, '$.**{100}')
) execute function private.tg_refuse_bounds();
create or replace trigger _300_bounds
before insert or update of message, decision_reason on public.meeting_requests
for each row when (
  octet_length(new.message) + coalesce(octet_length(new.decision_reason), 0) > 1048576
) execute function private.tg_refuse_bounds();
create or replace trigger _300_bounds
before insert or update of cancel_reason on public.schedules
for each row when (octet_length(new.cancel_reason) > 1048576)
execute function private.tg_refuse_bounds();

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
