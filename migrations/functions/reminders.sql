-- Reminders by themselves: 24 hours and 30 minutes before a meeting, once each per participant.
-- What is due follows from the schedules as they stand, so that whoever moves or cancels one
-- moves or drops its reminders; only what has been sent is kept.

create or replace function private.reminder_kinds() returns table (kind text, ahead interval)
language sql immutable as $$
  values ('24_hours', interval '24 hours'), ('30_minutes', interval '30 minutes')
$$;

-- A moved meeting gets those reminders again whose time is now ahead.
create or replace function private.tg_forget_reminders() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from private.reminders r
  using new_rows n join old_rows o on o.id = n.id, private.reminder_kinds() k
  where n.start_datetime <> o.start_datetime
    and r.schedule_id = n.id and r.kind = k.kind and n.start_datetime - k.ahead > now();
  return null;
end
$$;

create or replace trigger _700_forget_reminders after update on public.schedules
referencing old table as old_rows new table as new_rows
for each statement execute function private.tg_forget_reminders();

-- Sends what is due, of up to `most` meetings, and returns how many notifications that made. Any
-- number of callers may: the primary key of `reminders` lets one of them send. Of several that are
-- due for a meeting (after downtime, or when it was made late) only the last one is sent. The
-- schedule's lock keeps it where it is until that is done; one being moved is left for later.
create or replace function private.send_due_reminders(most integer default 500) returns integer
language plpgsql as $$
declare
  events private.schedule_event[];
begin
  with due as (
    select s.id, s.user_id, s.mentor_id, s.start_datetime
    from public.schedules s
    where s.status = 'scheduled'
      and s.start_datetime > now()
      and s.start_datetime <= now() + (select max(ahead) from private.reminder_kinds())
      and exists (
        select from private.reminder_kinds() k
        where s.start_datetime - k.ahead <= now() and (
          not exists (
            select from private.reminders r
            where r.schedule_id = s.id and r.recipient_id = s.user_id and r.kind = k.kind
          ) or not exists (
            select from private.reminders r
            where r.schedule_id = s.id and r.recipient_id = s.mentor_id and r.kind = k.kind
          )
        )
      )
    order by s.start_datetime
    limit most
    for no key update skip locked
  ), claimed as (
    insert into private.reminders (schedule_id, recipient_id, kind)
    select d.id, recipient_id, k.kind
    from due d, unnest(array[d.user_id, d.mentor_id]) recipient_id, private.reminder_kinds() k
    where d.start_datetime - k.ahead <= now()
    on conflict do nothing
    returning schedule_id, recipient_id
  )
  select array_agg(
    (schedule_id, 'meeting_reminder', recipient_id, null, null)::private.schedule_event
  )
  into events
  from (select distinct schedule_id, recipient_id from claimed) sent;
  if events is null then
    return 0;
  end if;
  perform private.notify_participants(events);
  return cardinality(events);
end
$$;
