-- Passkeys (WebAuthn). `id` is the credential's, base64url; the counter grows where its device counts.
create table private.passkeys (
  id text primary key,
  user_id integer not null references public.users on delete cascade,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  name text not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);

create index passkeys_by_user on private.passkeys (user_id);

-- Challenges that were answered, until they expire: each is answered once. Worthless after a crash,
-- so unlogged.
create unlogged table private.used_challenges (
  challenge text primary key,
  expires_at timestamptz not null
);
