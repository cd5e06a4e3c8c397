-- Who may schedule meetings with whom, and write to whom. The app asks; services and other systems
-- are free.

-- Whether the researcher has blocked the patient.
create or replace function private.is_blocked(patient integer, researcher integer) returns boolean
language sql stable as $$
  select exists (
    select from private.blocks where patient_id = patient and researcher_id = researcher
  )
$$;

-- Whether a patient and a researcher have a relation, for the one of them who asks: a request of the
-- two that is accepted, or a schedule in any status. The researcher has one from the request on. There
-- is none with a researcher who is not approved, or who has blocked the patient.
create or replace function private.is_related(
  patient_id integer,
  researcher_id integer,
  asking_id integer
) returns boolean
language sql stable as $$
  select (
    exists (
      select from public.meeting_requests
      where requester_id = patient_id and expert_id = researcher_id
        and (status = 'accepted' or (status = 'pending' and expert_id = asking_id))
    ) or exists (
      select from public.schedules where user_id = patient_id and mentor_id = researcher_id
    )
  ) and exists (select from public.users where id = researcher_id and approved_at is not null)
    and not private.is_blocked(patient_id, researcher_id)
$$;
