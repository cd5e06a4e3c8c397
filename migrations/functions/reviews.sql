-- Who may act as a researcher.

-- `approved`, or why somebody is not: `waiting`, `refused` or `suspended`. An approval that was taken
-- back by SQL is waiting again.
create or replace function private.review_state(u public.users) returns text
language sql stable as $$
  select case when u.approved_at is not null then 'approved' else coalesce(
    (
      select nullif(r.decision, 'approved') from private.reviews r
      where r.user_id = u.id order by r.id desc limit 1
    ),
    'waiting'
  ) end
$$;

-- As an admin sees a researcher, with others of the same name and institution.
create or replace function private.candidate_json(u public.users) returns json
language sql stable as $$
  select json_build_object(
    'id', u.id, 'full_name', u.full_name, 'email', u.email, 'specialty', u.specialty,
    'institution', u.institution, 'bio', u.bio, 'created_at', private.iso(u.created_at),
    'approved_at', private.iso(u.approved_at), 'state', private.review_state(u),
    'reason', (
      select r.reason from private.reviews r where r.user_id = u.id order by r.id desc limit 1
    ),
    'doubles', (
      select coalesce(json_agg(json_build_object(
        'id', other.id, 'email', other.email, 'state', private.review_state(other)
      ) order by other.id), '[]')
      from (
        select * from public.users same
        where same.role = 'researcher' and lower(same.full_name) = lower(u.full_name)
          and lower(coalesce(same.institution, '')) = lower(coalesce(u.institution, ''))
          and same.id <> u.id
        order by same.id limit 10
      ) other
    ),
    'meetings_ahead', (
      select count(*)::integer from public.schedules s
      where s.mentor_id = u.id and s.status = 'scheduled' and s.start_datetime > now()
    )
  )
$$;

-- Whoever loses the approval is signed out, by whichever writer.
create or replace function private.tg_end_sessions() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from private.sessions where user_id = new.id;
  return null;
end
$$;

create or replace trigger _700_end_sessions after update of approved_at on public.users
for each row when (
  new.role = 'researcher' and old.approved_at is not null and new.approved_at is null
)
execute function private.tg_end_sessions();
