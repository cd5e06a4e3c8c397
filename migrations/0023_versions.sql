-- Every row as shown has a version: it grows whenever one of the rows it is made of changes.

alter table meeting_notifications add updated_at timestamptz
  constraint meeting_notifications_updated check (live.is_plain_time(updated_at));

alter table users add constraint users_times
check (live.is_plain_time(created_at) and live.is_plain_time(updated_at)) not valid;

-- Grows with every update, also beyond a time that the row came with: a transaction's own time may
-- be older than what another one wrote meanwhile. By a millisecond, since times are shown in these.
create or replace function live.touch() returns trigger
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

create trigger _200_touch before update on meeting_notifications
for each row execute function live.touch();

-- Microseconds since 1970.
create function live.version(newest timestamptz) returns bigint
language sql stable as $$
  select (extract(epoch from newest) * 1000000)::bigint
$$;

create or replace function live.notification_json(n meeting_notifications) returns json
language sql stable as $$
  select row_to_json(shown) from (
    select n.id, n.user_id, n.mentor_id, n.recipient_id, n.schedule_id, n.notification_type,
      n.title, n.message, live.iso(n.meeting_datetime) as meeting_datetime, n.meeting_link,
      n.is_read, live.iso(n.created_at) as created_at, live.iso(n.read_at) as read_at,
      n.notification_data, live.iso(n.updated_at) as updated_at,
      live.version(coalesce(n.updated_at, n.created_at)) as version
  ) shown
$$;

-- As the viewer's own GET shows it: with the person on the other side.
create or replace function live.request_json(r meeting_requests, viewer_id integer) returns json
language sql stable as $$
  select json_build_object(
    'id', r.id,
    case when viewer_id = r.requester_id then 'expert' else 'requester' end, live.person_json(other),
    'message', r.message,
    'status', r.status,
    'preferred_datetime', live.iso(r.preferred_datetime),
    'meeting_type', r.meeting_type,
    'decision_reason', r.decision_reason,
    'schedule_id', r.schedule_id,
    'created_at', live.iso(r.created_at),
    'updated_at', live.iso(r.updated_at),
    'version', live.version(greatest(
      coalesce(r.updated_at, r.created_at), coalesce(other.updated_at, other.created_at)
    )),
    'type', case when viewer_id = r.requester_id then 'sent' else 'received' end
  )
  from users other
  where other.id = case when viewer_id = r.requester_id then r.expert_id else r.requester_id end
$$;

create or replace function live.schedule_json(s schedules) returns json
language sql stable as $$
  select row_to_json(shown) from (
    select s.id, s.user_id, s.mentor_id, live.person_json(patient) as user,
      live.person_json(researcher) as mentor, live.iso(s.start_datetime) as start_datetime,
      live.iso(s.end_datetime) as end_datetime,
      live.minutes(s.start_datetime, s.end_datetime) as duration_minutes,
      s.link as meeting_link, s.title, s.is_trial, s.status, s.cancel_reason, s.sequence,
      live.iso(s.created_at) as created_at, live.iso(s.updated_at) as updated_at,
      live.version(greatest(
        coalesce(s.updated_at, s.created_at),
        coalesce(patient.updated_at, patient.created_at),
        coalesce(researcher.updated_at, researcher.created_at)
      )) as version
    from users patient, users researcher
    where patient.id = s.user_id and researcher.id = s.mentor_id
  ) shown
$$;
