-- Notifications: the rules for every writer of them.

-- The side that is notified stays the same when another person takes that side, unless the writer
-- changes recipient_id, too. Who caused it is what the writer says in the row, or in the setting
-- `liaison.actor` of its transaction; a person has read what they caused.
create or replace function private.tg_prepare_notification() returns trigger
language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.recipient_id = old.recipient_id then
    new.recipient_id := case old.recipient_id
      when old.user_id then new.user_id
      when old.mentor_id then new.mentor_id
      else new.recipient_id
    end;
  end if;
  new.recipient_id := coalesce(new.recipient_id, new.user_id);
  if tg_op = 'INSERT' then
    new.actor_id := coalesce(
      new.actor_id, nullif(current_setting('liaison.actor', true), '')::integer
    );
    if new.actor_id = new.recipient_id then
      new.is_read := true;
    end if;
    new.written_by_actor := coalesce(new.written_by_actor, false);
  end if;
  new.is_read := coalesce(new.is_read, false);
  new.created_at := coalesce(new.created_at, now());
  if not new.is_read then
    new.read_at := null;
  elsif new.read_at is null then
    new.read_at := now();
  end if;
  return new;
end
$$;

create or replace trigger _100_prepare before insert or update on public.meeting_notifications
for each row execute function private.tg_prepare_notification();

-- While nobody has silenced a type, a statement asks once, and its rows only look at a setting.
create or replace function private.tg_find_choices() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if exists (select from private.notification_choices where not inbox) then
    perform set_config('liaison.choices', 'some', true);
  end if;
  return null;
end
$$;

create or replace trigger _100_find_choices before insert on public.meeting_notifications
for each statement execute function private.tg_find_choices();

create or replace function private.tg_apply_choices() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if exists (
    select from private.notification_choices c
    where c.user_id = new.recipient_id and not c.inbox
      and c.notification_type = private.choice_type(new.notification_type)
  ) then
    new.is_read := true;
    new.read_at := now();
  end if;
  return new;
end
$$;

create or replace trigger _200_apply_choices before insert on public.meeting_notifications
for each row when (current_setting('liaison.choices', true) = 'some' and not new.is_read)
execute function private.tg_apply_choices();

create or replace function private.choice_type(notification_type text) returns text
language sql immutable as $$
  select case
    when notification_type in (
      'meeting_request', 'meeting_accepted', 'meeting_rejected', 'meeting_cancelled',
      'meeting_scheduled', 'meeting_rescheduled', 'meeting_reminder'
    ) then notification_type
    else 'other'
  end
$$;

create or replace function private.tg_record_notifications() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    perform private.follow_ids(
      'public.meeting_notifications_id_seq', (select max(id) from new_rows)
    );
    insert into private.changes (recipient_id, topic, op, row_id)
    select recipient_id, 'notification', 'insert', id from new_rows;
  elsif tg_op = 'DELETE' then
    insert into private.changes (recipient_id, topic, op, row_id)
    select recipient_id, 'notification', 'delete', id from old_rows;
  else
    insert into private.changes (recipient_id, topic, op, row_id)
    select coalesce(n.recipient_id, o.recipient_id), 'notification', what.op,
      coalesce(n.id, o.id)
    from old_rows o
    full join new_rows n on n.id = o.id and n.recipient_id = o.recipient_id
    cross join lateral (
      select 'insert' as op where o.id is null
      union all
      select 'delete' where n.id is null
      union all
      select 'update' where
        (o.user_id, o.mentor_id, o.schedule_id, o.notification_type, o.title, o.message,
          o.meeting_datetime, o.meeting_link, o.created_at, o.notification_data, o.actor_id,
          o.written_by_actor)
        is distinct from
        (n.user_id, n.mentor_id, n.schedule_id, n.notification_type, n.title, n.message,
          n.meeting_datetime, n.meeting_link, n.created_at, n.notification_data, n.actor_id,
          n.written_by_actor)
        and o.id is not null and n.id is not null
      union all
      select 'read' where o.is_read <> n.is_read
    ) what;
  end if;
  if found then
    perform private.notify_hubs();
  end if;
  return null;
end
$$;

create or replace trigger _500_record_insert after insert on public.meeting_notifications
referencing new table as new_rows
for each statement execute function private.tg_record_notifications();
create or replace trigger _500_record_update after update on public.meeting_notifications
referencing old table as old_rows new table as new_rows
for each statement execute function private.tg_record_notifications();
create or replace trigger _500_record_delete after delete on public.meeting_notifications
referencing old table as old_rows
for each statement execute function private.tg_record_notifications();

-- What other systems call; returns the new notification's id. Without `recipient_id` the patient
-- (`user_id`) is notified. `written_by_actor` says that the words are the actor's own. Ids of other systems are often bigint, and their data json: both are taken.
create or replace function public.send_meeting_notification(
  user_id bigint,
  mentor_id bigint,
  notification_type text,
  title text,
  message text,
  schedule_id bigint default null,
  meeting_datetime timestamptz default null,
  meeting_link text default null,
  notification_data anycompatible default null::jsonb,
  recipient_id bigint default null,
  written_by_actor boolean default false
) returns integer
language sql as $$
  insert into public.meeting_notifications (
    user_id, mentor_id, notification_type, title, message, schedule_id, meeting_datetime,
    meeting_link, notification_data, recipient_id, written_by_actor
  ) values (
    $1::integer, $2::integer, $3, $4, $5, $6::integer, $7, $8, $9::text::jsonb, $10::integer, $11
  )
  returning id
$$;

-- Marks a person's notifications as read, but for those that were delivered only after a position in the
-- feed: not visible in `base` and, within a series, not in `upper` or later there than the change
-- (after_xid, after_id). Nothing is marked where `private.resume` says that the position is lost.
create or replace function private.mark_all_read(
  reader integer,
  its_epoch text,
  base pg_snapshot,
  upper pg_snapshot,
  after_xid xid8,
  after_id bigint,
  out lost text,
  out updated bigint
)
language plpgsql as $$
declare
  resumed record;
begin
  select * into resumed from private.resume(its_epoch, base, coalesce(upper, base));
  lost := resumed.lost;
  if lost is not null then
    return;
  end if;
  if resumed.clamped then
    upper := null;
  end if;
  update meeting_notifications n set is_read = true
  where n.recipient_id = reader and not n.is_read and n.id not in (
    select c.row_id from private.changes c
    where c.recipient_id = reader and c.topic = 'notification' and c.op = 'insert'
      and c.xid >= pg_snapshot_xmin(resumed.base)
      and not pg_visible_in_snapshot(c.xid, resumed.base)
      and (
        upper is null or not pg_visible_in_snapshot(c.xid, upper)
        or (c.xid, c.id) > (after_xid, after_id)
      )
  );
  get diagnostics updated = row_count;
end
$$;
