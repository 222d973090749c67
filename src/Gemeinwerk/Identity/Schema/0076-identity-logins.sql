-- Who somebody is at another provider (Anmeldedienst). Being known there gives no rights here.
create table identity_login (
  issuer text not null,
  subject text not null,
  person_id bigint not null references identity_person,
  created_at bigint not null,
  primary key (issuer, subject)
) {clustered};
create index identity_login_person on identity_login (person_id);

-- How a session began: 'password', 'passkey', 'provider'; null where it is from before.
alter table identity_session add column began_with text;
