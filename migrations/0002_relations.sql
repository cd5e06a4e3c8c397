-- Who has a relation with whom is asked before each meeting and notification, and how much the two
-- have begun lately: by their pair, and by time.

create index meeting_requests_by_pair
on public.meeting_requests (requester_id, expert_id, created_at);
drop index public.meeting_requests_pending;

create index schedules_by_pair on public.schedules (user_id, mentor_id, created_at);
