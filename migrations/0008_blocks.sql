-- Patients whom a researcher has blocked: through the app they neither ask the researcher, nor write to
-- them, nor find them. Other systems are free.
create table private.blocks (
  researcher_id integer not null references public.users on delete cascade,
  patient_id integer not null references public.users on delete cascade,
  created_at timestamptz not null default now(),
  primary key (researcher_id, patient_id)
);

create index blocks_by_patient on private.blocks (patient_id);
