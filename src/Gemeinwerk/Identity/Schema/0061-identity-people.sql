-- Who may do what. Secrets lie here only as hashes, or protected with a key that lies outside the database.

create table identity_person (
  person_id bigint primary key,
  sign_in_name text not null unique,
  display_name text not null,
  state text not null check (state in ('active', 'locked')),
  password_hash text,
  totp_secret text,
  totp_step bigint not null default 0,
  created_at bigint not null
);

create table identity_recovery_code (
  person_id bigint not null references identity_person,
  code_hash {bytes} not null,
  used_at bigint,
  primary key (person_id, code_hash)
) {clustered};

-- stage: 'password' waits for the second factor, 'enrol' may only set one up, 'full' is signed in.
create table identity_session (
  session_id bigint primary key,
  person_id bigint not null references identity_person,
  key_hash {bytes} not null unique,
  stage text not null check (stage in ('password', 'enrol', 'full')),
  device text not null,
  network text not null,
  started_at bigint not null,
  seen_at bigint not null,
  ends_at bigint not null,
  ended_at bigint
);
create index identity_session_person on identity_session (person_id, network);

-- body_id 0: the installation itself.
create table identity_grant (
  body_id bigint not null,
  grant_no bigint not null,
  person_id bigint not null references identity_person,
  role text not null,
  valid_from bigint not null,
  valid_to bigint,
  reason text,
  asked_by text not null,
  approved_by text not null,
  granted_at bigint not null,
  revoked_by text,
  revoked_at bigint,
  primary key (body_id, grant_no)
) {clustered};
create index identity_grant_person on identity_grant (person_id);

create table identity_approval (
  body_id bigint not null,
  approval_no bigint not null,
  kind text not null,
  subject text not null,
  content text not null,
  content_hash {bytes} not null,
  needs text not null,
  asked_by text not null,
  asked_at bigint not null,
  expires_at bigint not null,
  state text not null check (state in ('asked', 'approved', 'refused', 'used', 'void')),
  decided_by text check (decided_by <> asked_by),
  decided_at bigint,
  primary key (body_id, approval_no),
  check (state not in ('approved', 'used') or decided_by is not null)
) {clustered};

create table identity_invitation (
  key_hash {bytes} primary key,
  purpose text not null check (purpose in ('first-administrator', 'join', 'reset')),
  person_id bigint references identity_person,
  created_at bigint not null,
  expires_at bigint not null,
  used_at bigint
);

create table identity_token (
  token_id bigint primary key,
  name text not null,
  key_hash {bytes} not null unique,
  created_by text not null,
  created_at bigint not null,
  expires_at bigint not null,
  revoked_at bigint
);

create table identity_token_scope (
  body_id bigint not null,
  token_id bigint not null references identity_token,
  role text not null,
  primary key (body_id, token_id, role)
) {clustered};

-- Failed sign-ins by account, by network and by both.
create table identity_attempt (
  place text primary key,
  failures bigint not null,
  last_at bigint not null
);
