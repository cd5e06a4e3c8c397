-- Both are called by functions that run as their owner and leave a writer's search path as it is.
alter function live.ring() set search_path = pg_catalog, public, pg_temp;
alter function live.follow_ids(regclass, bigint) set search_path = pg_catalog, public, pg_temp;
