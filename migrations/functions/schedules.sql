-- Schedules: the rules for every writer of them, and the notifications that they cause.

-- Writers of the same people's schedules wait for each other here, with locks on the two people in the
-- order of their ids. Without these they would wait inside the exclusion constraints, where two that
-- wait for each other are a deadlock.
create or replace function private.tg_prepare_schedule() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    new.is_trial := coalesce(new.is_trial, false);
    new.status := coalesce(new.status, 'scheduled');
    new.created_at := coalesce(new.created_at, now());
    new.end_datetime := coalesce(
      new.end_datetime,
      new.start_datetime + case when new.is_trial then interval '30 min' else interval '1 hour' end
    );
  end if;
  perform from public.users where id in (new.user_id, new.mentor_id) order by id for no key update;
  return new;
end
$$;

create or replace trigger _100_prepare before insert or update of
  user_id, mentor_id, start_datetime, end_datetime, status, is_trial on public.schedules
for each row execute function private.tg_prepare_schedule();

create or replace function private.tg_count_schedule_changes() returns trigger
language plpgsql as $$
begin
  new.sequence := old.sequence + (
    (old.user_id, old.mentor_id, old.start_datetime, old.end_datetime, old.link, old.title,
      old.is_trial, old.status, old.cancel_reason)
    is distinct from
    (new.user_id, new.mentor_id, new.start_datetime, new.end_datetime, new.link, new.title,
      new.is_trial, new.status, new.cancel_reason)
  )::integer;
  return new;
end
$$;

create or replace trigger _300_count_changes before update on public.schedules
for each row execute function private.tg_count_schedule_changes();

-- user_id is the patient's side and mentor_id the researcher's. As nobody changes their role, one
-- exclusion constraint for each side covers all meetings of a person.
create or replace function private.tg_check_schedule_parties() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  wrong integer := (
    select n.id from new_rows n
    join public.users u on u.id = n.user_id
    join public.users m on m.id = n.mentor_id
    where u.role <> 'patient' or m.role <> 'researcher'
    limit 1
  );
begin
  if wrong is not null then
    raise exception 'Schedule %: user_id must be a patient and mentor_id a researcher', wrong
      using errcode = 'check_violation', constraint = 'schedules_parties';
  end if;
  return null;
end
$$;

create or replace trigger _300_parties_insert after insert on public.schedules
referencing new table as new_rows
for each statement execute function private.tg_check_schedule_parties();
create or replace trigger _300_parties_update after update on public.schedules
referencing new table as new_rows
for each statement execute function private.tg_check_schedule_parties();

create or replace function private.tg_record_schedules() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    perform private.follow_ids('public.schedules_id_seq', (select max(id) from new_rows));
    insert into private.changes (recipient_id, topic, op, row_id)
    select p, 'schedule', 'insert', n.id from new_rows n, unnest(array[n.user_id, n.mentor_id]) p;
  elsif tg_op = 'DELETE' then
    insert into private.changes (recipient_id, topic, op, row_id)
    select p, 'schedule', 'delete', o.id from old_rows o, unnest(array[o.user_id, o.mentor_id]) p;
  else
    insert into private.changes (recipient_id, topic, op, row_id)
    select coalesce(n.p, o.p), 'schedule',
      case when o.p is null then 'insert' when n.p is null then 'delete' else 'update' end,
      coalesce(n.id, o.id)
    from (select id, p from old_rows, unnest(array[user_id, mentor_id]) p) o
    full join (select id, p from new_rows, unnest(array[user_id, mentor_id]) p) n
      on n.id = o.id and n.p = o.p;
  end if;
  if found then
    perform private.notify_hubs();
  end if;
  return null;
end
$$;

create or replace trigger _500_record_insert after insert on public.schedules
referencing new table as new_rows
for each statement execute function private.tg_record_schedules();
create or replace trigger _500_record_update after update on public.schedules
referencing old table as old_rows new table as new_rows
for each statement execute function private.tg_record_schedules();
create or replace trigger _500_record_delete after delete on public.schedules
referencing old table as old_rows
for each statement execute function private.tg_record_schedules();

-- A new schedule, another time and a cancellation notify both participants.
create or replace function private.tg_notify_schedules() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  events private.schedule_event[];
begin
  if tg_op = 'INSERT' then
    select array_agg((id, 'meeting_scheduled', null, null, null)::private.schedule_event)
    into events from new_rows where status = 'scheduled';
  else
    select array_agg((
      n.id,
      case n.status
        when 'cancelled' then 'meeting_cancelled'
        else case o.status when 'scheduled' then 'meeting_rescheduled' else 'meeting_scheduled' end
      end,
      null,
      o.start_datetime,
      o.end_datetime
    )::private.schedule_event)
    into events
    from new_rows n join old_rows o on o.id = n.id
    where (n.status = 'cancelled' and o.status = 'scheduled')
      or (n.status = 'scheduled' and (
        o.status <> 'scheduled' or
        (n.start_datetime, n.end_datetime) <> (o.start_datetime, o.end_datetime)
      ));
  end if;
  if events is not null then
    perform private.notify_participants(events);
  end if;
  return null;
end
$$;

create or replace trigger _600_notify_insert after insert on public.schedules
referencing new table as new_rows
for each statement execute function private.tg_notify_schedules();
create or replace trigger _600_notify_update after update on public.schedules
referencing old table as old_rows new table as new_rows
for each statement execute function private.tg_notify_schedules();

-- A notification for each event and recipient, with times in the recipient's own zone.
create or replace function private.notify_participants(events private.schedule_event[]) returns void
language sql as $$
  insert into public.meeting_notifications (
    user_id, mentor_id, recipient_id, schedule_id, notification_type, title, message,
    meeting_datetime, meeting_link, notification_data
  )
  select s.user_id, s.mentor_id, me.id, s.id, e.notification_type,
    case e.notification_type
      when 'meeting_scheduled' then 'Meeting Scheduled'
      when 'meeting_rescheduled' then 'Meeting Rescheduled'
      when 'meeting_reminder' then 'Meeting Reminder'
      else 'Meeting Cancelled'
    end,
    'Your ' || case when s.is_trial then 'trial meeting' else 'meeting' end ||
    ' with ' || other.full_name ||
    case e.notification_type
      when 'meeting_scheduled' then
        ' has been scheduled for ' || private.time_words(s.start_datetime, me.time_zone) ||
        private.by_actor(me.id, ' by ') || '.'
      when 'meeting_rescheduled' then
        case when e.old_start = s.start_datetime then
          ' on ' || private.time_words(s.start_datetime, me.time_zone) || ' now lasts ' ||
          private.minutes(s.start_datetime, s.end_datetime) || ' minutes instead of ' ||
          private.minutes(e.old_start, e.old_end) || private.by_actor(me.id, ', as changed by ') ||
          '.'
        else
          ' has been moved from ' || private.time_words(e.old_start, me.time_zone) ||
          ' to ' || private.time_words(s.start_datetime, me.time_zone) ||
          private.by_actor(me.id, ' by ') || '.'
        end
      when 'meeting_reminder' then
        ' starts ' || private.until_words(s.start_datetime) || ', on ' ||
        private.time_words(s.start_datetime, me.time_zone) || '.' ||
        private.by_actor(me.id, ' This reminder was sent by ', '.')
      else
        ' on ' || private.time_words(s.start_datetime, me.time_zone) || ' has been cancelled' ||
        private.by_actor(me.id, ' by ') || '.' || private.reason_words(s.cancel_reason)
    end,
    s.start_datetime, s.link,
    jsonb_strip_nulls(jsonb_build_object(
      'mentor_name', m.full_name,
      'user_name', u.full_name,
      'duration', private.minutes(s.start_datetime, s.end_datetime),
      'start_datetime', private.iso(s.start_datetime),
      'end_datetime', private.iso(s.end_datetime),
      'old_start_datetime',
      case e.notification_type when 'meeting_rescheduled' then private.iso(e.old_start) end,
      'old_end_datetime',
      case e.notification_type when 'meeting_rescheduled' then private.iso(e.old_end) end,
      'reason', case e.notification_type when 'meeting_cancelled' then s.cancel_reason end
    ))
  from unnest(events) e
  join public.schedules s on s.id = e.schedule_id
  join public.users u on u.id = s.user_id
  join public.users m on m.id = s.mentor_id
  cross join lateral (values (u.id, u.time_zone), (m.id, m.time_zone)) me (id, time_zone)
  join public.users other on other.id in (u.id, m.id) and other.id <> me.id
  where e.recipient_id is null or e.recipient_id = me.id
$$;

-- ` by Dr. Sarah Smith` for everybody but the actor. Empty where the writer does not say who that is.
create or replace function private.by_actor(reader_id integer, before text, after text default '')
returns text
language sql stable as $$
  select coalesce((
    select before || actor.full_name || after from public.users actor
    where actor.id = nullif(current_setting('liaison.actor', true), '')::integer
      and actor.id <> reader_id
  ), '')
$$;

-- Written so that a writer's standard_conforming_strings makes no difference.
create or replace function private.reason_words(reason text) returns text
language sql immutable as $$
  select case when reason ~ '[^[:space:]]' then E'\n\nReason: ' || reason else '' end
$$;
