-- Words and zones in which people read of their meetings.

-- What Postgres takes beside the names of zones, such as '+05:00', 'UTC+3' and 'PDT', browsers do
-- not know, or read the other way around. Digits are in the names of few zones only.
create or replace function live.is_time_zone(name text) returns boolean
language plpgsql stable as $$
begin
  if name ~* '^[a-z]+([/_-][a-z]+)*/[a-z]+([/_-][a-z]+)*$|^utc$' then
    perform now() at time zone name;
    return name !~* '^(posix|right)/';
  end if;
  return exists (
    select from pg_timezone_names known
    where lower(known.name) = lower(is_time_zone.name) and known.name not in ('Factory', 'localtime')
  );
exception when others then
  return false;
end
$$;
update users set time_zone = 'UTC' where not live.is_time_zone(time_zone);

-- As before, with the link of the meeting.
create or replace function live.notify_decided_requests() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into meeting_notifications (
    user_id, mentor_id, recipient_id, schedule_id, notification_type, title, message,
    meeting_datetime, meeting_link, notification_data
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
    s.link,
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

-- As before, but a meeting that only became longer or shorter is not said to have moved.
create or replace function live.tell_participants(events live.schedule_event[]) returns void
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
        case when e.old_start = s.start_datetime then
          ' on ' || live.time_words(s.start_datetime, me.time_zone) || ' now lasts ' ||
          live.minutes(s.start_datetime, s.end_datetime) || ' minutes instead of ' ||
          live.minutes(e.old_start, e.old_end) || '.'
        else
          ' has been moved from ' || live.time_words(e.old_start, me.time_zone) ||
          ' to ' || live.time_words(s.start_datetime, me.time_zone) || '.'
        end
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
