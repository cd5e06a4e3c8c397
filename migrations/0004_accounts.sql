-- Wrong passwords and registrations of the last hour. An attempt has a row for each key that it
-- counts for. Worthless after a crash, so unlogged.
drop table private.login_failures;

create unlogged table private.attempts (
  attempt uuid not null,
  key text not null,
  at timestamptz not null,
  primary key (attempt, key)
);

create index attempts_by_key on private.attempts (key, at);

-- A person's session ends when it was not used for so long; null where `expires_at` stands.
alter table private.sessions add column idle_limit interval;
