-- Times, as programs and as people read them.

-- `2026-11-05T14:00:00.000Z`
create or replace function private.iso(at timestamptz) returns text
language sql stable as $$
  select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

create or replace function private.minutes(start_at timestamptz, end_at timestamptz)
returns double precision
language sql immutable as $$
  select round(extract(epoch from end_at - start_at) / 60, 2)::double precision
$$;

-- `Tuesday, November 4, 2025, 02:00 PM`
create or replace function private.time_words(at timestamptz, zone text) returns text
language sql stable as $$
  select to_char(at at time zone zone, 'FMDay, FMMonth FMDD, YYYY, HH12:MI AM')
$$;

-- `in 29 minutes`, `in 2 hours`, `in 1 day`
create or replace function private.until_words(at timestamptz) returns text
language sql stable as $$
  select 'in ' || count || ' ' || unit || case when count <> 1 then 's' else '' end
  from (select ceil(extract(epoch from at - now()) / 60)::integer as minutes) left_over,
  lateral (
    select case when minutes < 90 then minutes when minutes < 2160 then round(minutes / 60.0)
      else round(minutes / 1440.0) end::integer as count,
    case when minutes < 90 then 'minute' when minutes < 2160 then 'hour' else 'day' end as unit
  ) words
$$;
