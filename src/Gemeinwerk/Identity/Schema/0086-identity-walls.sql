-- Who administers the installation administers every body, so whether somebody may decide, and which roles exclude each
-- other, depends in every body on the grants of the installation (body_id 0) too. They are read, never written, there.

-- only postgres
create policy wall on identity_grant
  using (body_id = any ((select current_setting('gemeinwerk.bodies'))::bigint[]));
create policy installation on identity_grant for select using (body_id = 0);
-- both
