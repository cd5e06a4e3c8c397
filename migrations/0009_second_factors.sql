-- Authenticator apps, one a person. The secret is encrypted by the app. A code is valid for a step of
-- 30 seconds; a step that was used, and those before it, are refused.
create table private.authenticators (
  user_id integer primary key references public.users on delete cascade,
  secret text not null,
  last_step bigint not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);

-- What opens an account once where the app is lost: SHA-256 of each code that is left.
create table private.recovery_codes (
  user_id integer not null references private.authenticators on delete cascade,
  hash bytea not null,
  primary key (user_id, hash)
);
