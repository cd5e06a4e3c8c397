-- Counting and finding a person's notifications by their type, too. As before, rows of one person,
-- state and type share the index's entries.

create index meeting_notifications_kinds
on meeting_notifications (recipient_id, is_read, notification_type);
drop index meeting_notifications_counts;
