-- Who did what, about whom, when and from where. Entries outlive people and rows, so nothing is
-- referred to. The app's role adds to it and changes nothing; how long it is kept is the owner's to
-- decide.
create table private.audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  action text not null,
  actor_id integer, -- who; null where nobody is known
  person_id integer, -- about whom
  subject_id bigint, -- the request, meeting or session
  address text,
  user_agent text,
  details jsonb -- no personal text
);

create index audit_by_person on private.audit (person_id, id);
create index audit_sign_ins on private.audit (person_id, id)
where action in ('sign_in', 'sign_ins_seen');
create index audit_by_time on private.audit (at);

-- What is recorded once an hour, by however many processes.
create unique index audit_once_an_hour on private.audit
  (actor_id, action, subject_id, date_trunc('hour', at at time zone 'UTC'))
where action in ('request_read', 'meeting_read', 'calendar_read', 'token_used');
