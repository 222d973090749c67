-- Walls between bodies, docs/decisions/0011-walls-between-bodies.md. Whoever owns the tables acts for all bodies; an
-- act that concerns some takes the role "<owner>_web" for its transaction and names them in gemeinwerk.bodies.

-- only postgres
-- Run after all scripts whenever one was applied: a new table with body_id stands behind the wall by having it. A table
-- for which its own script made a policy keeps that.
create function storage_wall() returns void language plpgsql as $$
declare
  web text := current_user || '_web';
  behind record;
begin
  if not exists (select 1 from pg_roles where rolname = web) then
    begin
      execute format('create role %I nologin', web);
    exception
      -- Another database of this server got there first.
      when duplicate_object or unique_violation then null;
    end;
  end if;
  if not exists (select 1 from pg_roles where rolname = current_user and rolsuper)
    and not exists (
      select 1 from pg_auth_members m
      where m.roleid = quote_ident(web)::regrole and m.member = quote_ident(current_user)::regrole
        -- Only since version 16 a membership may be one without the right to take the role.
        and coalesce((to_jsonb(m) ->> 'set_option')::boolean, true))
  then
    execute format('grant %I to %I', web, current_user);
  end if;
  execute format('grant usage on schema %I to %I', current_schema(), web);
  execute format('grant select, insert, update, delete on all tables in schema %I to %I', current_schema(), web);
  for behind in
    select c.oid::regclass as name from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'body_id' and not a.attisdropped
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
  loop
    execute format('alter table %s enable row level security', behind.name);
    if not exists (select 1 from pg_policy where polrelid = behind.name) then
      -- The setting stands in a query of its own so that it is read once, not once for each row.
      execute format('create policy wall on %s using '
        '(body_id = any ((select current_setting(''gemeinwerk.bodies''))::bigint[]))', behind.name);
    end if;
  end loop;
end $$;
-- both
