-- What people choose for themselves: of which notifications they want to hear, and how.

-- Without a row, a person hears of everything. Types that have no choice of their own count as
-- `other`. With `inbox` false a new notification arrives as read; with `desktop` false the
-- browser shows no notification of its own.
create table notification_choices (
  user_id integer not null references users on delete cascade,
  notification_type text not null constraint notification_choices_type check (
    notification_type in (
      'meeting_request', 'meeting_accepted', 'meeting_rejected', 'meeting_cancelled',
      'meeting_scheduled', 'meeting_rescheduled', 'meeting_reminder', 'other'
    )
  ),
  inbox boolean not null default true,
  desktop boolean not null default true,
  primary key (user_id, notification_type)
);

create index notification_choices_silent on notification_choices (user_id) where not inbox;

create function live.choice_type(notification_type text) returns text
language sql immutable as $$
  select case
    when notification_type in (
      'meeting_request', 'meeting_accepted', 'meeting_rejected', 'meeting_cancelled',
      'meeting_scheduled', 'meeting_rescheduled', 'meeting_reminder'
    ) then notification_type
    else 'other'
  end
$$;

-- While nobody has chosen, a statement asks once, and its rows only look at a setting. These two
-- run as their owner, since writers need no right to see choices; so every name is qualified. A
-- search path of their own would do as well, at several times the cost.
create function live.look_for_choices() returns trigger
language plpgsql security definer as $$
begin
  if exists (select from public.notification_choices where not inbox) then
    perform pg_catalog.set_config('liaison.choices', 'some', true);
  end if;
  return null;
end
$$;

create trigger _100_look_for_choices before insert on meeting_notifications
for each statement execute function live.look_for_choices();

create function live.apply_choices() returns trigger
language plpgsql security definer as $$
begin
  if pg_catalog.current_setting('liaison.choices', true) operator(pg_catalog.=) 'some'
    and not new.is_read and live.is_silent(new.recipient_id, new.notification_type) then
    new.is_read := true;
    new.read_at := pg_catalog.now();
  end if;
  return new;
end
$$;

create trigger _200_apply_choices before insert on meeting_notifications
for each row execute function live.apply_choices();

create function live.is_silent(person_id integer, notification_type text) returns boolean
language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select exists (
    select from notification_choices c
    where c.user_id = person_id and not c.inbox
      and c.notification_type = live.choice_type($2)
  )
$$;

-- When somebody was last there, to within some minutes.
alter table sessions add last_seen_at timestamptz;
