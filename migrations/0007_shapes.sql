-- How rows cross a boundary, rendered in one place for answers and events alike.

create function live.person_json(u users) returns json
language sql stable as $$
  select json_build_object('id', u.id, 'full_name', u.full_name, 'role', u.role)
$$;

create function live.notification_json(n meeting_notifications) returns json
language sql stable as $$
  select row_to_json(shown) from (
    select n.id, n.user_id, n.mentor_id, n.recipient_id, n.schedule_id, n.notification_type,
      n.title, n.message, live.iso(n.meeting_datetime) as meeting_datetime, n.meeting_link,
      n.is_read, live.iso(n.created_at) as created_at, live.iso(n.read_at) as read_at,
      n.notification_data
  ) shown
$$;

-- As the viewer's own GET shows it: with the person on the other side.
create function live.request_json(r meeting_requests, viewer_id integer) returns json
language sql stable as $$
  select case when viewer_id = r.requester_id then json_build_object(
    'id', r.id,
    'expert', (select live.person_json(u) from users u where u.id = r.expert_id),
    'message', r.message,
    'status', r.status,
    'preferred_datetime', live.iso(r.preferred_datetime),
    'meeting_type', r.meeting_type,
    'decision_reason', r.decision_reason,
    'schedule_id', r.schedule_id,
    'created_at', live.iso(r.created_at),
    'updated_at', live.iso(r.updated_at),
    'type', 'sent'
  ) else json_build_object(
    'id', r.id,
    'requester', (select live.person_json(u) from users u where u.id = r.requester_id),
    'message', r.message,
    'status', r.status,
    'preferred_datetime', live.iso(r.preferred_datetime),
    'meeting_type', r.meeting_type,
    'decision_reason', r.decision_reason,
    'schedule_id', r.schedule_id,
    'created_at', live.iso(r.created_at),
    'updated_at', live.iso(r.updated_at),
    'type', 'received'
  ) end
$$;

create function live.schedule_json(s schedules) returns json
language sql stable as $$
  select row_to_json(shown) from (
    select s.id, s.user_id, s.mentor_id, live.iso(s.start_datetime) as start_datetime,
      live.iso(s.end_datetime) as end_datetime,
      live.minutes(s.start_datetime, s.end_datetime) as duration_minutes,
      s.link as meeting_link, s.title, s.is_trial, s.status, s.cancel_reason,
      live.iso(s.created_at) as created_at, live.iso(s.updated_at) as updated_at
  ) shown
$$;
