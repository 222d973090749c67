-- The lock of a sealed book asks for every run that sealed it, also by targets that stand outside of the wall of the
-- act: so it looks as the owner of the tables does, and only at these.

-- only postgres
do $$
begin
  execute format(
    'alter function merger_seal_check() security definer set search_path = %I, pg_temp', current_schema());
end $$;
-- both
