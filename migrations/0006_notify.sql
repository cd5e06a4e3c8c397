-- The notifications that requests and schedules cause, whoever writes them: words rendered
-- once, here, with times in the recipient's own zone.

-- `2026-11-05T14:00:00.000Z`
create function live.iso(at timestamptz) returns text
language sql stable as $$
  select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

create function live.minutes(start_at timestamptz, end_at timestamptz) returns double precision
language sql immutable as $$
  select round(extract(epoch from end_at - start_at) / 60, 2)::double precision
$$;

-- `Tuesday, November 4, 2025, 02:00 PM`
create function live.time_words(at timestamptz, zone text) returns text
language sql stable as $$
  select to_char(at at time zone zone, 'FMDay, FMMonth FMDD, YYYY, HH12:MI AM')
$$;

create function live.meeting_type_words(meeting_type text) returns text
language sql immutable as $$
  select initcap(replace(meeting_type, '_', ' '))
$$;

create function live.reason_words(reason text) returns text
language sql immutable as $$
  select case when reason ~ '\S' then E'\n\nReason: ' || reason else '' end
$$;

create function live.notify_new_requests() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into meeting_notifications (
    user_id, mentor_id, recipient_id, notification_type, title, message, meeting_datetime,
    notification_data
  )
  select n.requester_id, n.expert_id, n.expert_id, 'meeting_request',
    left('New meeting request from ' || r.full_name, 255),
    r.full_name || ' asks you for a meeting.' || coalesce(
      ' Preferred time: ' || live.time_words(n.preferred_datetime, e.time_zone) || '.', ''
    ),
    n.preferred_datetime,
    jsonb_build_object('request_id', n.id, 'user_name', r.full_name, 'mentor_name', e.full_name)
  from new_rows n
  join users r on r.id = n.requester_id
  join users e on e.id = n.expert_id
  where n.status = 'pending';
  return null;
end
$$;

create trigger _600_notify_insert after insert on meeting_requests
referencing new table as new_rows
for each statement execute function live.notify_new_requests();

create function live.notify_decided_requests() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into meeting_notifications (
    user_id, mentor_id, recipient_id, schedule_id, notification_type, title, message,
    meeting_datetime, notification_data
  )
  select n.requester_id, n.expert_id,
    case n.status when 'cancelled' then n.expert_id else n.requester_id end,
    n.schedule_id,
    'meeting_' || n.status,
    case n.status
      when 'accepted' then 'Meeting request accepted'
      when 'rejected' then 'Meeting request declined'
      else 'Meeting request withdrawn'
    end,
    case n.status
      when 'accepted' then e.full_name || ' accepted your meeting request.'
      when 'rejected' then e.full_name || ' declined your meeting request.'
      else r.full_name || ' withdrew the meeting request.'
    end || live.reason_words(n.decision_reason),
    coalesce(s.start_datetime, n.preferred_datetime),
    jsonb_strip_nulls(jsonb_build_object(
      'request_id', n.id, 'user_name', r.full_name, 'mentor_name', e.full_name,
      'reason', n.decision_reason
    ))
  from new_rows n
  join old_rows o on o.id = n.id and o.status <> n.status
  join users r on r.id = n.requester_id
  join users e on e.id = n.expert_id
  left join schedules s on s.id = n.schedule_id
  where n.status <> 'pending';
  return null;
end
$$;

create trigger _600_notify_update after update on meeting_requests
referencing old table as old_rows new table as new_rows
for each statement execute function live.notify_decided_requests();

create type live.schedule_event as (
  schedule_id integer,
  what text, -- the notification's type
  recipient_id integer, -- null: both participants
  old_start timestamptz,
  old_end timestamptz
);

-- `in 29 minutes`, `in 2 hours`, `in 1 day`
create function live.until_words(at timestamptz) returns text
language sql stable as $$
  select 'in ' || count || ' ' || unit || case when count <> 1 then 's' else '' end
  from (select ceil(extract(epoch from at - now()) / 60)::integer as minutes) left_over,
  lateral (
    select case when minutes < 90 then minutes when minutes < 2160 then round(minutes / 60.0)
      else round(minutes / 1440.0) end::integer as count,
    case when minutes < 90 then 'minute' when minutes < 2160 then 'hour' else 'day' end as unit
  ) words
$$;

-- A notification for each event and recipient.
create function live.tell_participants(events live.schedule_event[]) returns void
language sql as $$
  insert into meeting_notifications (
    user_id, mentor_id, recipient_id, schedule_id, notification_type, title, message,
    meeting_datetime, meeting_link, notification_data
  )
  select s.user_id, s.mentor_id, me.id, s.id, e.what,
    case e.what
      when 'meeting_scheduled' then 'Meeting Scheduled'
      when 'meeting_rescheduled' then 'Meeting Rescheduled'
      when 'meeting_reminder' then 'Meeting Reminder'
      else 'Meeting Cancelled'
    end,
    'Your ' || case when s.is_trial then 'trial meeting' else 'meeting' end ||
    ' with ' || other.full_name ||
    case e.what
      when 'meeting_scheduled' then
        ' has been scheduled for ' || live.time_words(s.start_datetime, me.time_zone) || '.'
      when 'meeting_rescheduled' then
        ' has been moved from ' || live.time_words(e.old_start, me.time_zone) ||
        ' to ' || live.time_words(s.start_datetime, me.time_zone) || '.'
      when 'meeting_reminder' then
        ' starts ' || live.until_words(s.start_datetime) || ', on ' ||
        live.time_words(s.start_datetime, me.time_zone) || '.'
      else
        ' on ' || live.time_words(s.start_datetime, me.time_zone) || ' has been cancelled.' ||
        live.reason_words(s.cancel_reason)
    end,
    s.start_datetime, s.link,
    jsonb_strip_nulls(jsonb_build_object(
      'mentor_name', m.full_name,
      'user_name', u.full_name,
      'duration', live.minutes(s.start_datetime, s.end_datetime),
      'start_datetime', live.iso(s.start_datetime),
      'end_datetime', live.iso(s.end_datetime),
      'old_start_datetime', case e.what when 'meeting_rescheduled' then live.iso(e.old_start) end,
      'old_end_datetime', case e.what when 'meeting_rescheduled' then live.iso(e.old_end) end,
      'reason', case e.what when 'meeting_cancelled' then s.cancel_reason end
    ))
  from unnest(events) e
  join schedules s on s.id = e.schedule_id
  join users u on u.id = s.user_id
  join users m on m.id = s.mentor_id
  cross join lateral (values (u.id, u.time_zone), (m.id, m.time_zone)) me (id, time_zone)
  join users other on other.id in (u.id, m.id) and other.id <> me.id
  where e.recipient_id is null or e.recipient_id = me.id
$$;

create function live.notify_schedules() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  events live.schedule_event[];
begin
  if tg_op = 'INSERT' then
    select array_agg((id, 'meeting_scheduled', null, null, null)::live.schedule_event)
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
    )::live.schedule_event)
    into events
    from new_rows n join old_rows o on o.id = n.id
    where (n.status = 'cancelled' and o.status = 'scheduled')
      or (n.status = 'scheduled' and (
        o.status <> 'scheduled' or
        (n.start_datetime, n.end_datetime) <> (o.start_datetime, o.end_datetime)
      ));
  end if;
  if events is not null then
    perform live.tell_participants(events);
  end if;
  return null;
end
$$;

create trigger _600_notify_insert after insert on schedules
referencing new table as new_rows
for each statement execute function live.notify_schedules();
create trigger _600_notify_update after update on schedules
referencing old table as old_rows new table as new_rows
for each statement execute function live.notify_schedules();
