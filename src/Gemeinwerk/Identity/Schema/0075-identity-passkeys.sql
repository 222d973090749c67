-- Passkeys: the public half of a key that somebody's device keeps, and how often it has said that it signed.
create table identity_passkey (
  person_id bigint not null references identity_person,
  passkey_no bigint not null,
  credential_id {bytes} not null unique,
  name text not null,
  public_key {bytes} not null,
  sign_count bigint not null check (sign_count >= 0),
  transports text not null,
  backup text not null check (backup in ('none', 'possible', 'done')),
  created_at bigint not null,
  used_at bigint,
  primary key (person_id, passkey_no)
) {clustered};

-- Questions that were answered, by their hash; none is answered twice. They stay until they are too old anyway.
create table identity_challenge (
  challenge_hash {bytes} primary key,
  expires_at bigint not null
) {clustered};
