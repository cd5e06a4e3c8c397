-- Meetings as calendars know them, and the private feeds that calendars read.

-- Calendars know a meeting by its uid, and take its newest version by the sequence.
alter table schedules
  add uid uuid not null default gen_random_uuid(),
  add sequence integer not null default 0;

-- ISO 8601 as programs write it knows no other years.
alter table schedules add constraint schedules_years
check (start_datetime >= '0001-01-01Z' and end_datetime < '10000-01-01Z') not valid;

create function live.count_schedule_changes() returns trigger
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

create trigger _300_count_changes before update on schedules
for each row execute function live.count_schedule_changes();

create or replace function live.schedule_json(s schedules) returns json
language sql stable as $$
  select row_to_json(shown) from (
    select s.id, s.user_id, s.mentor_id, live.person_json(patient) as user,
      live.person_json(researcher) as mentor, live.iso(s.start_datetime) as start_datetime,
      live.iso(s.end_datetime) as end_datetime,
      live.minutes(s.start_datetime, s.end_datetime) as duration_minutes,
      s.link as meeting_link, s.title, s.is_trial, s.status, s.cancel_reason, s.sequence,
      live.iso(s.created_at) as created_at, live.iso(s.updated_at) as updated_at
    from users patient, users researcher
    where patient.id = s.user_id and researcher.id = s.mentor_id
  ) shown
$$;

-- Who may read somebody's meetings without a sign-in: whoever has the address that is made from
-- this id with the server's secret. A new id is a new address, and the end of the old one.
create table calendar_feeds (
  user_id integer primary key references users on delete cascade,
  id uuid not null unique default gen_random_uuid(),
  created_at timestamptz not null default now()
);
