-- Other systems that call the API: accounts of their own role, without a password. Their tokens
-- are sessions like any other, so that they end when the row goes.

alter table users drop constraint users_role_check;
alter table users add constraint users_role_check
check (role in ('patient', 'researcher', 'service'));
alter table users add constraint users_services_have_no_password
check (role <> 'service' or password_hash is null);

create unique index users_services on users (lower(full_name)) where role = 'service';

-- Services see everybody's.
create index schedules_by_start on schedules (start_datetime, id);
