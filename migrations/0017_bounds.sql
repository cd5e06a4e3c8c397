-- What any writer may store, so that whoever reads it can show it: years that ISO 8601 knows, texts
-- of a profile's length, links that are links. Rows from before are left alone until they change.

create function live.is_plain_time(at timestamptz) returns boolean
language sql immutable as $$
  select at >= '0001-01-01Z' and at < '10000-01-01Z'
$$;

create function live.is_link(link text) returns boolean
language sql immutable as $$
  select link ~* '^https?://[^[:space:]/?#]' and link !~ '[[:cntrl:]]'
$$;

alter table users
  add constraint users_full_name check (full_name ~ '[^[:space:]]') not valid,
  add constraint users_specialty check (length(specialty) <= 200) not valid,
  add constraint users_institution check (length(institution) <= 200) not valid,
  add constraint users_bio check (length(bio) <= 2000) not valid;

alter table meeting_requests
  -- A day is left for the meeting.
  add constraint meeting_requests_preferred check (
    preferred_datetime >= '0001-01-01Z' and preferred_datetime < '9999-12-31Z'
  ) not valid,
  add constraint meeting_requests_times
    check (live.is_plain_time(created_at) and live.is_plain_time(updated_at)) not valid;

alter table schedules
  drop constraint schedules_link,
  add constraint schedules_link check (live.is_link(link)) not valid,
  add constraint schedules_times
    check (live.is_plain_time(created_at) and live.is_plain_time(updated_at)) not valid;

alter table meeting_notifications
  drop constraint meeting_notifications_link,
  add constraint meeting_notifications_link check (live.is_link(meeting_link)) not valid,
  add constraint meeting_notifications_times check (
    live.is_plain_time(meeting_datetime) and live.is_plain_time(created_at)
    and live.is_plain_time(read_at)
  ) not valid;

-- Whose side is told stays so when another person comes to that side, unless the writer says.
create or replace function live.prepare_notification() returns trigger
language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.recipient_id = old.recipient_id then
    new.recipient_id := case old.recipient_id
      when old.user_id then new.user_id
      when old.mentor_id then new.mentor_id
      else new.recipient_id
    end;
  end if;
  new.recipient_id := coalesce(new.recipient_id, new.user_id);
  new.is_read := coalesce(new.is_read, false);
  new.created_at := coalesce(new.created_at, now());
  if not new.is_read then
    new.read_at := null;
  elsif new.read_at is null then
    new.read_at := now();
  end if;
  return new;
end
$$;

-- Ids of other systems are often bigint, and their data json: both are taken.
drop function send_meeting_notification(
  integer, integer, text, text, text, integer, timestamptz, text, jsonb, integer
);

create function send_meeting_notification(
  user_id bigint,
  mentor_id bigint,
  notification_type text,
  title text,
  message text,
  schedule_id bigint default null,
  meeting_datetime timestamptz default null,
  meeting_link text default null,
  notification_data anycompatible default null::jsonb,
  recipient_id bigint default null
) returns integer
language sql as $$
  insert into public.meeting_notifications (
    user_id, mentor_id, notification_type, title, message, schedule_id, meeting_datetime,
    meeting_link, notification_data, recipient_id
  ) values (
    $1::integer, $2::integer, $3, $4, $5, $6::integer, $7, $8, $9::text::jsonb, $10::integer
  )
  returning id
$$;
