-- What the app's own role may do: read, and write what its code writes. The owner alone may do the
-- rest. Applied as a whole after each migration, where there is a role `liaison_app`; what is not
-- written here is taken away.

revoke all on all tables in schema public, private from liaison_app;
revoke all on all sequences in schema public, private from liaison_app;
revoke all on schema public, private from liaison_app;
grant usage on schema public, private to liaison_app;
grant select on all tables in schema public, private to liaison_app;

grant insert,
  update (email, full_name, time_zone, locale, specialty, institution, bio, approved_at)
on public.users to liaison_app;
grant insert, update (start_datetime, end_datetime, link, status, cancel_reason)
on public.schedules to liaison_app;
grant insert, update (status, decision_reason, schedule_id)
on public.meeting_requests to liaison_app;
grant insert, update (is_read) on public.meeting_notifications to liaison_app;

grant insert, update (password_hash) on private.credentials to liaison_app;
grant insert, update (expires_at, last_seen_at), delete on private.sessions to liaison_app;
grant insert, delete on private.attempts to liaison_app;
grant insert, update (request_hash, answer, created_at), delete
on private.idempotency_keys to liaison_app;
grant insert, update (id, created_at), delete on private.calendar_feeds to liaison_app;
grant insert, update (inbox, desktop) on private.notification_choices to liaison_app;
grant insert on private.reminders to liaison_app;
grant insert, update (mode, seen_at), delete on private.hubs to liaison_app;
grant insert on private.reviews to liaison_app;
grant insert, delete on private.blocks to liaison_app;
grant insert on private.audit to liaison_app;
grant insert, update (secret, last_step, created_at, last_used_at), delete
on private.authenticators to liaison_app;
grant insert, delete on private.recovery_codes to liaison_app;
grant insert, update (hash, expires_at), delete on private.reset_links to liaison_app;
grant insert, update (counter, last_used_at), delete on private.passkeys to liaison_app;
grant insert, delete on private.used_challenges to liaison_app;
