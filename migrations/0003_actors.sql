-- Who caused a notification, and whether its words are theirs. Links name no user before the host,
-- since `https://bank.example@evil.example` leads to the second.

alter table public.meeting_notifications
  add column actor_id integer references public.users on delete set null,
  add column written_by_actor boolean not null default false;
create index meeting_notifications_by_actor
on public.meeting_notifications (actor_id, recipient_id, created_at) where actor_id is not null;

alter table public.meeting_notifications disable trigger user;
update public.meeting_notifications
set meeting_link = regexp_replace(meeting_link, '^(https?://)[^/?#]*[@\\]+', '\1', 'i')
where meeting_link ~* '^https?://[^/?#]*[@\\]';
update public.meeting_notifications set meeting_link = null
where meeting_link !~* '^https?://[^[:space:]/?#]';
alter table public.meeting_notifications enable trigger user;

alter table public.schedules disable trigger user;
update public.schedules set link = regexp_replace(link, '^(https?://)[^/?#]*[@\\]+', '\1', 'i')
where link ~* '^https?://[^/?#]*[@\\]';
update public.schedules set link = null where link !~* '^https?://[^[:space:]/?#]';
alter table public.schedules enable trigger user;

alter table public.meeting_notifications
  drop constraint meeting_notifications_link,
  add constraint meeting_notifications_link check (
    meeting_link ~* '^https?://[^[:space:]/?#]' and meeting_link !~ '[[:cntrl:]]'
    and meeting_link !~* '^https?://[^/?#]*[@\\]'
  );
alter table public.schedules
  drop constraint schedules_link,
  add constraint schedules_link check (
    link ~* '^https?://[^[:space:]/?#]' and link !~ '[[:cntrl:]]'
    and link !~* '^https?://[^/?#]*[@\\]'
  );
