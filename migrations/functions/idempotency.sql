-- Whether the call is the first one with this key in 24 hours. Either way the key's row is the
-- caller's until the transaction ends: a second call with the key waits for the first one's end.
create or replace function private.claim_idempotency_key(calling text, given text, hash text)
returns boolean
language sql as $$
  with claimed as (
    insert into private.idempotency_keys (caller, key, request_hash) values (calling, given, hash)
    on conflict (caller, key) do update
    set request_hash = excluded.request_hash, answer = null, created_at = now()
    where idempotency_keys.created_at <= now() - interval '24 hours'
    returning 1
  )
  select exists (select from claimed)
$$;
