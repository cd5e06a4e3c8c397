-- Names have no characters that nobody sees: with them two people could look the same. Two joiners
-- (U+200C, U+200D), which change how letters of many scripts join, stay between such letters, and so
-- do the selectors of variants of Han characters. Unusual spaces become ordinary ones
-- (`private.tg_space_names`).

alter table public.users disable trigger user;
update public.users set full_name = case when cleaned ~ '[^[:space:]]' then cleaned else 'Person ' || id end
from (
  select id as known, regexp_replace(
    regexp_replace(
      regexp_replace(
        full_name, '[\u0009-\u000d\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]', ' ', 'g'
      ),
      '[\u0001-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e00ff]', '', 'g'
    ),
    '^[\u200c\u200d]+|([\u0001-\u05ff])[\u200c\u200d]+|[\u200c\u200d]+(?=$|[\u0001-\u05ff\u200c\u200d])',
    '\1', 'g'
  ) as cleaned
  from public.users
) names
where id = known and full_name <> cleaned;
alter table public.users enable trigger user;

alter table public.users add constraint users_full_name_visible check (
  full_name !~ '[\u0001-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e00ff]'
  and full_name !~ '(^|[\u0001-\u05ff])[\u200c\u200d]|[\u200c\u200d]($|[\u0001-\u05ff\u200c\u200d])'
);
