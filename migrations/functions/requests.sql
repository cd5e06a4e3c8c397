-- Requests: the rules for every writer of them, and the notifications that they cause.

create or replace function private.tg_prepare_request() returns trigger
language plpgsql as $$
begin
  new.status := coalesce(new.status, 'pending');
  new.created_at := coalesce(new.created_at, now());
  return new;
end
$$;

create or replace trigger _100_prepare before insert on public.meeting_requests
for each row execute function private.tg_prepare_request();

create or replace function private.tg_check_request_parties() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  wrong integer := (
    select n.id from new_rows n
    join public.users r on r.id = n.requester_id
    join public.users e on e.id = n.expert_id
    where r.role <> 'patient' or e.role <> 'researcher'
    limit 1
  );
begin
  if wrong is not null then
    raise exception 'Request %: requester_id must be a patient and expert_id a researcher', wrong
      using errcode = 'check_violation', constraint = 'meeting_requests_parties';
  end if;
  return null;
end
$$;

create or replace trigger _300_parties_insert after insert on public.meeting_requests
referencing new table as new_rows
for each statement execute function private.tg_check_request_parties();
create or replace trigger _300_parties_update after update on public.meeting_requests
referencing new table as new_rows
for each statement execute function private.tg_check_request_parties();

create or replace function private.tg_record_requests() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    perform private.follow_ids('public.meeting_requests_id_seq', (select max(id) from new_rows));
    insert into private.changes (recipient_id, topic, op, row_id)
    select p, 'request', 'insert', n.id
    from new_rows n, unnest(array[n.expert_id, n.requester_id]) p;
  elsif tg_op = 'DELETE' then
    insert into private.changes (recipient_id, topic, op, row_id)
    select p, 'request', 'delete', o.id
    from old_rows o, unnest(array[o.expert_id, o.requester_id]) p;
  else
    insert into private.changes (recipient_id, topic, op, row_id)
    select coalesce(n.p, o.p), 'request',
      case when o.p is null then 'insert' when n.p is null then 'delete' else 'update' end,
      coalesce(n.id, o.id)
    from (select id, p from old_rows, unnest(array[expert_id, requester_id]) p) o
    full join (select id, p from new_rows, unnest(array[expert_id, requester_id]) p) n
      on n.id = o.id and n.p = o.p;
  end if;
  if found then
    perform private.notify_hubs();
  end if;
  return null;
end
$$;

create or replace trigger _500_record_insert after insert on public.meeting_requests
referencing new table as new_rows
for each statement execute function private.tg_record_requests();
create or replace trigger _500_record_update after update on public.meeting_requests
referencing old table as old_rows new table as new_rows
for each statement execute function private.tg_record_requests();
create or replace trigger _500_record_delete after delete on public.meeting_requests
referencing old table as old_rows
for each statement execute function private.tg_record_requests();

-- A new request notifies the researcher.
create or replace function private.tg_notify_new_requests() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into public.meeting_notifications (
    user_id, mentor_id, recipient_id, notification_type, title, message, meeting_datetime,
    notification_data
  )
  select n.requester_id, n.expert_id, n.expert_id, 'meeting_request',
    left('New meeting request from ' || r.full_name, 255),
    r.full_name || ' asks you for a meeting.' || coalesce(
      ' Preferred time: ' || private.time_words(n.preferred_datetime, e.time_zone) || '.', ''
    ),
    n.preferred_datetime,
    jsonb_build_object('request_id', n.id, 'user_name', r.full_name, 'mentor_name', e.full_name)
  from new_rows n
  join public.users r on r.id = n.requester_id
  join public.users e on e.id = n.expert_id
  where n.status = 'pending';
  return null;
end
$$;

create or replace trigger _600_notify_insert after insert on public.meeting_requests
referencing new table as new_rows
for each statement execute function private.tg_notify_new_requests();

-- A decision notifies the patient, a withdrawal the researcher.
create or replace function private.tg_notify_decided_requests() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into public.meeting_notifications (
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
    end || private.reason_words(n.decision_reason),
    coalesce(s.start_datetime, n.preferred_datetime),
    s.link,
    jsonb_strip_nulls(jsonb_build_object(
      'request_id', n.id, 'user_name', r.full_name, 'mentor_name', e.full_name,
      'reason', n.decision_reason
    ))
  from new_rows n
  join old_rows o on o.id = n.id and o.status <> n.status
  join public.users r on r.id = n.requester_id
  join public.users e on e.id = n.expert_id
  left join public.schedules s on s.id = n.schedule_id
  where n.status <> 'pending';
  return null;
end
$$;

create or replace trigger _600_notify_update after update on public.meeting_requests
referencing old table as old_rows new table as new_rows
for each statement execute function private.tg_notify_decided_requests();

-- `Video Call`
create or replace function private.meeting_type_words(meeting_type text) returns text
language sql immutable as $$
  select initcap(replace(meeting_type, '_', ' '))
$$;

-- What the app does beyond a plain write: a patient asks. Errors carry the name of the rule as their
-- constraint, like those of tables. Holds a lock on the pair until the end of the transaction, so
-- that of two requests at once the second is an error, and none slips past a block. Other systems may insert several for one pair.
create or replace function private.request_meeting(
  asker_id integer,
  asked_id integer,
  message text,
  preferred timestamptz,
  kind text
) returns integer
language plpgsql as $$
declare
  asker public.users;
  made integer;
begin
  select * into asker from public.users where id = asker_id;
  if asker.role is distinct from 'patient' then
    raise exception 'Only patients can ask for a meeting'
      using errcode = 'check_violation', constraint = 'request_by_patient';
  end if;
  perform pg_advisory_xact_lock(asker_id, asked_id);
  if private.is_blocked(asker_id, asked_id) or not exists (
    select from public.users
    where id = asked_id and role = 'researcher' and approved_at is not null
  ) then
    raise exception 'There is no researcher %', asked_id
      using errcode = 'check_violation', constraint = 'request_to_researcher';
  end if;
  if preferred < now() then
    raise exception 'The preferred time is in the past'
      using errcode = 'check_violation', constraint = 'request_ahead';
  end if;
  if exists (
    select from public.meeting_requests
    where requester_id = asker_id and expert_id = asked_id and status = 'pending'
  ) then
    raise exception 'A request to this researcher is already pending'
      using errcode = 'check_violation', constraint = 'request_already_pending';
  end if;
  insert into public.meeting_requests
    (requester_id, expert_id, message, preferred_datetime, meeting_type)
  values (
    asker_id, asked_id,
    concat(
      message,
      case when num_nonnulls(preferred, kind) > 0 then E'\n' end,
      E'\nPreferred Date & Time: ' || private.time_words(preferred, asker.time_zone),
      E'\nMeeting Type: ' || private.meeting_type_words(kind)
    ),
    preferred, kind
  )
  returning id into made;
  return made;
end
$$;
