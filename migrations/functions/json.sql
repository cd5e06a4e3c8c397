-- Rows as they are shown, in one place for answers and events alike.

create or replace function private.person_json(u public.users) returns json
language sql stable as $$
  select json_build_object('id', u.id, 'full_name', u.full_name, 'role', u.role)
$$;

-- What a caller sees of themselves. Only researchers have to be approved.
create or replace function private.user_json(u public.users) returns json
language sql stable as $$
  select json_build_object(
    'id', u.id, 'full_name', u.full_name, 'role', u.role, 'email', u.email,
    'time_zone', u.time_zone, 'locale', u.locale,
    'approved', u.role <> 'researcher' or u.approved_at is not null
  )
$$;

-- The version of a row as it is shown: the time of the newest change to any row that it is made of,
-- in microseconds since 1970.
create or replace function private.version(newest timestamptz) returns bigint
language sql stable as $$
  select (extract(epoch from newest) * 1000000)::bigint
$$;

create or replace function private.notification_json(n public.meeting_notifications) returns json
language sql stable as $$
  select row_to_json(shown) from (
    select n.id, n.user_id, n.mentor_id, n.recipient_id, n.schedule_id, n.notification_type,
      n.title, n.message, private.iso(n.meeting_datetime) as meeting_datetime, n.meeting_link,
      n.is_read, private.iso(n.created_at) as created_at, private.iso(n.read_at) as read_at,
      n.notification_data, n.written_by_actor, private.iso(n.updated_at) as updated_at,
      (
        select json_build_object('id', actor.id, 'full_name', actor.full_name)
        from public.users actor where actor.id = n.actor_id
      ) as actor,
      private.version(greatest(coalesce(n.updated_at, n.created_at), (
        select coalesce(actor.updated_at, actor.created_at)
        from public.users actor where actor.id = n.actor_id
      ))) as version
  ) shown
$$;

-- As the viewer's own GET shows it: with the person on the other side.
create or replace function private.request_json(r public.meeting_requests, viewer_id integer)
returns json
language sql stable as $$
  select json_build_object(
    'id', r.id,
    case when viewer_id = r.requester_id then 'expert' else 'requester' end,
    private.person_json(other),
    'message', r.message,
    'status', r.status,
    'preferred_datetime', private.iso(r.preferred_datetime),
    'meeting_type', r.meeting_type,
    'decision_reason', r.decision_reason,
    'schedule_id', r.schedule_id,
    'created_at', private.iso(r.created_at),
    'updated_at', private.iso(r.updated_at),
    'version', private.version(greatest(
      coalesce(r.updated_at, r.created_at), coalesce(other.updated_at, other.created_at)
    )),
    'type', case when viewer_id = r.requester_id then 'sent' else 'received' end
  )
  from public.users other
  where other.id = case when viewer_id = r.requester_id then r.expert_id else r.requester_id end
$$;

create or replace function private.schedule_json(s public.schedules) returns json
language sql stable as $$
  select row_to_json(shown) from (
    select s.id, s.user_id, s.mentor_id, private.person_json(patient) as user,
      private.person_json(researcher) as mentor, private.iso(s.start_datetime) as start_datetime,
      private.iso(s.end_datetime) as end_datetime,
      private.minutes(s.start_datetime, s.end_datetime) as duration_minutes,
      s.link as meeting_link, s.title, s.is_trial, s.status, s.cancel_reason, s.sequence,
      private.iso(s.created_at) as created_at, private.iso(s.updated_at) as updated_at,
      private.version(greatest(
        coalesce(s.updated_at, s.created_at),
        coalesce(patient.updated_at, patient.created_at),
        coalesce(researcher.updated_at, researcher.created_at)
      )) as version
    from public.users patient, public.users researcher
    where patient.id = s.user_id and researcher.id = s.mentor_id
  ) shown
$$;
