-- First answers to calls with an Idempotency-Key. A row is written in the transaction of what the
-- call does: both stand, or neither. A second call with the key waits for the first one's end.
-- Hash and answer are made with the app's secret: bodies have passwords in them, and answers tokens.

create table idempotency_keys (
  caller text not null,
  key text not null check (length(key) between 1 and 255),
  request_hash text not null, -- of method, path and body
  answer text, -- encrypted; null while the first call is under way
  created_at timestamptz not null default now(),
  primary key (caller, key)
);

create index idempotency_keys_by_age on idempotency_keys (created_at);

-- Whether the call is the first one with this key in 24 hours. Either way the key's row is the
-- caller's until the transaction ends.
create function live.claim_idempotency_key(calling text, given text, hash text) returns boolean
language sql as $$
  with claimed as (
    insert into idempotency_keys (caller, key, request_hash) values (calling, given, hash)
    on conflict (caller, key) do update
    set request_hash = excluded.request_hash, answer = null, created_at = now()
    where idempotency_keys.created_at <= now() - interval '24 hours'
    returning 1
  )
  select exists (select from claimed)
$$;
