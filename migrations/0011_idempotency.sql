-- First answers to calls with an Idempotency-Key. A row is written in the transaction of what the
-- call does: both stand, or neither. A second call with the key waits for the first one's end.

create table idempotency_keys (
  caller text not null,
  key text not null check (length(key) between 1 and 255),
  request_hash bytea not null, -- of method, path and body
  status integer, -- null while the first call is under way
  answer jsonb,
  created_at timestamptz not null default now(),
  primary key (caller, key)
);

create index idempotency_keys_by_age on idempotency_keys (created_at);
