-- Researchers wait until somebody has approved them: `approved_at` is null until then. Those that other
-- systems write are approved unless the writer says otherwise.

alter table public.users
  add column approved_at timestamptz default now(),
  drop constraint users_role,
  add constraint users_role check (role in ('patient', 'researcher', 'service', 'admin')),
  add constraint users_approved_at
    check (approved_at >= '0001-01-01Z' and approved_at < '10000-01-01Z');

drop index public.users_experts;
create index users_experts on public.users (full_name, id)
where role = 'researcher' and approved_at is not null;
create index users_unapproved on public.users (created_at, id)
where role = 'researcher' and approved_at is null;
create index users_same_name on public.users (lower(full_name)) where role = 'researcher';

-- What admins decided about researchers. Why somebody is not approved is in the latest one.
create table private.reviews (
  id bigint generated always as identity primary key,
  user_id integer not null references public.users on delete cascade,
  decision text not null
    constraint reviews_decision check (decision in ('approved', 'refused', 'suspended')),
  reason text,
  reviewer_id integer references public.users on delete set null, -- null: at the command line
  created_at timestamptz not null default now()
);

create index reviews_by_user on private.reviews (user_id, id);
create index reviews_by_reviewer on private.reviews (reviewer_id);
