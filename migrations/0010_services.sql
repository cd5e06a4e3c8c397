-- Other systems that call the API: accounts of their own role, without a password. Their tokens
-- are sessions like any other, so that they end when the row goes.

alter table users drop constraint users_role_check;
alter table users add constraint users_role_check
check (role in ('patient', 'researcher', 'service'));
