-- Less of what every new notification costs its writer. Functions that run as their owner have every
-- name and operator qualified: a search path of their own would do as well, at several times the cost.

-- While nobody has chosen, its function is not even called.
drop trigger _200_apply_choices on meeting_notifications;
create or replace function live.apply_choices() returns trigger
language plpgsql security definer as $$
begin
  if live.is_silent(new.recipient_id, new.notification_type) then
    new.is_read := true;
    new.read_at := pg_catalog.now();
  end if;
  return new;
end
$$;
create trigger _200_apply_choices before insert on meeting_notifications
for each row when (current_setting('liaison.choices', true) = 'some' and not new.is_read)
execute function live.apply_choices();

create function live.record_new_notifications() returns trigger
language plpgsql security definer as $$
begin
  insert into public.changes (recipient_id, topic, op, row_id)
  select recipient_id, 'notification', 'insert', id from new_rows;
  if found then
    if (select pg_catalog.max(id) from new_rows) operator(pg_catalog.>)
      coalesce(pg_catalog.pg_sequence_last_value('public.meeting_notifications_id_seq'), 0) then
      perform live.follow_ids(
        'public.meeting_notifications_id_seq', (select pg_catalog.max(id) from new_rows)
      );
    end if;
    if exists (select from public.hubs where not awake) then
      perform live.ring();
    end if;
  end if;
  return null;
end
$$;

drop trigger _500_record_insert on meeting_notifications;
create trigger _500_record_insert after insert on meeting_notifications
referencing new table as new_rows
for each statement execute function live.record_new_notifications();
