-- A session that ends, or is made to end sooner, ends its sockets.
create or replace function private.tg_record_sessions() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'DELETE' then
    insert into private.changes (recipient_id, topic, op, row_id)
    select user_id, 'session', 'delete', id from old_rows;
  else
    insert into private.changes (recipient_id, topic, op, row_id)
    select o.user_id, 'session', 'delete', o.id
    from old_rows o left join new_rows n on n.id = o.id
    where n.id is null or n.expires_at < o.expires_at;
  end if;
  if found then
    perform private.notify_hubs();
  end if;
  return null;
end
$$;

create or replace trigger _500_record_update after update on private.sessions
referencing old table as old_rows new table as new_rows
for each statement execute function private.tg_record_sessions();
create or replace trigger _500_record_delete after delete on private.sessions
referencing old table as old_rows
for each statement execute function private.tg_record_sessions();
