-- Links by which somebody sets a new password, one a person: SHA-256 of the secret in the address.
create table private.reset_links (
  user_id integer primary key references public.users on delete cascade,
  hash bytea not null unique,
  expires_at timestamptz not null
);
