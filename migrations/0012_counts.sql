-- Counting a person's notifications, all or unread: exact, and cheap for people with very many.
-- Rows of one person and state share the index's entries, so that it is a tenth of the inbox's.

create index meeting_notifications_counts on meeting_notifications (recipient_id, is_read);

-- Counts read the index alone where a vacuum has been: so it comes after 2% of changes, not 20%.
alter table meeting_notifications set (
  autovacuum_vacuum_insert_scale_factor = 0.02,
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_analyze_scale_factor = 0.02
);
