-- In which language and order a person reads dates: a BCP 47 tag such as `en-US` or `de-DE`.

alter table users add locale text not null default 'en-US'
  constraint users_locale check (locale ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$');

-- What a caller sees of themselves.
create function live.user_json(u users) returns json
language sql stable as $$
  select json_build_object(
    'id', u.id, 'full_name', u.full_name, 'role', u.role, 'email', u.email,
    'time_zone', u.time_zone, 'locale', u.locale
  )
$$;
