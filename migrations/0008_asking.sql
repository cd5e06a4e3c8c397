-- What the app does beyond a plain write. Refusals carry the name of the rule as their
-- constraint, like those of tables.

-- A patient asks. Holds a lock on the pair until the end of the transaction, so that of two
-- requests at once the second is refused. Other systems may insert several for one pair.
create function live.request_meeting(
  asker_id integer,
  asked_id integer,
  message text,
  preferred timestamptz,
  kind text
) returns integer
language plpgsql as $$
declare
  asker users;
  made integer;
begin
  select * into asker from users where id = asker_id;
  if asker.role is distinct from 'patient' then
    raise exception 'Only patients can ask for a meeting'
      using errcode = 'check_violation', constraint = 'request_by_patient';
  end if;
  if not exists (select from users where id = asked_id and role = 'researcher') then
    raise exception 'There is no researcher %', asked_id
      using errcode = 'check_violation', constraint = 'request_to_researcher';
  end if;
  if preferred < now() then
    raise exception 'The preferred time is in the past'
      using errcode = 'check_violation', constraint = 'request_ahead';
  end if;
  perform pg_advisory_xact_lock(asker_id, asked_id);
  if exists (
    select from meeting_requests
    where requester_id = asker_id and expert_id = asked_id and status = 'pending'
  ) then
    raise exception 'A request to this researcher is already pending'
      using errcode = 'check_violation', constraint = 'request_already_pending';
  end if;
  insert into meeting_requests (requester_id, expert_id, message, preferred_datetime, meeting_type)
  values (
    asker_id, asked_id,
    concat(
      message,
      case when num_nonnulls(preferred, kind) > 0 then E'\n' end,
      E'\nPreferred Date & Time: ' || live.time_words(preferred, asker.time_zone),
      E'\nMeeting Type: ' || live.meeting_type_words(kind)
    ),
    preferred, kind
  )
  returning id into made;
  return made;
end
$$;
