-- Requests and schedules rely on who is a patient and who a researcher.
create or replace function private.tg_keep_role() returns trigger
language plpgsql as $$
begin
  raise exception 'A role cannot change: user % stays a %', old.id, old.role
    using errcode = 'check_violation', constraint = 'users_role_stays',
      hint = 'Make another account for the other role.';
end
$$;

create or replace trigger _100_keep_role before update of role on public.users
for each row when (new.role <> old.role) execute function private.tg_keep_role();

-- A zone must be one that browsers know. What Postgres takes beside the names of zones, such as
-- '+05:00', 'UTC+3' and 'PDT', they do not know, or read the other way around. Most names are
-- recognized by their form; the list of names, which takes long to read, decides about the others.
create or replace function private.tg_check_time_zone() returns trigger
language plpgsql as $$
begin
  if new.time_zone ~* '^[a-z]+([/_-][a-z]+)*/[a-z]+([/_-][a-z]+)*$|^utc$' then
    perform now() at time zone new.time_zone;
    if new.time_zone !~* '^(posix|right)/' then
      return new;
    end if;
  elsif exists (
    select from pg_catalog.pg_timezone_names known
    where lower(known.name) = lower(new.time_zone) and known.name not in ('Factory', 'localtime')
  ) then
    return new;
  end if;
  raise invalid_parameter_value;
exception when invalid_parameter_value then
  raise exception 'There is no time zone "%"', new.time_zone
    using errcode = 'check_violation', constraint = 'users_time_zone';
end
$$;

create or replace trigger _300_check_time_zone before insert or update of time_zone on public.users
for each row when (new.time_zone <> 'UTC') execute function private.tg_check_time_zone();

-- Unusual spaces in a name become ordinary ones: they look the same. By number, so that a writer's
-- standard_conforming_strings makes no difference.
create or replace function private.tg_space_names() returns trigger
language plpgsql as $$
begin
  new.full_name := translate(
    new.full_name,
    (
      select pg_catalog.string_agg(chr(code), '') from pg_catalog.unnest(array[
        160, 5760, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8239, 8287, 12288
      ]) code
    ),
    repeat(' ', 16)
  );
  return new;
end
$$;

create or replace trigger _200_space_names before insert or update of full_name on public.users
for each row when (new.full_name ~ '[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]')
execute function private.tg_space_names();

create or replace function private.tg_follow_user_ids() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform private.follow_ids('public.users_id_seq', (select max(id) from new_rows));
  return null;
end
$$;

create or replace trigger _900_follow_ids after insert on public.users
referencing new table as new_rows
for each statement execute function private.tg_follow_user_ids();

-- Other systems that call the API sign in by tokens alone.
create or replace function private.tg_check_credentials() returns trigger
language plpgsql as $$
begin
  if exists (select from public.users where id = new.user_id and role = 'service') then
    raise exception 'User % is a service, which has no password', new.user_id
      using errcode = 'check_violation', constraint = 'credentials_of_people';
  end if;
  return new;
end
$$;

create or replace trigger _300_check_credentials before insert or update of user_id
on private.credentials
for each row execute function private.tg_check_credentials();
