-- Finds the sessions that nobody has renewed in time, to delete them.
ALTER TABLE sessions ADD KEY sessions_by_expiry (expires);
