-- The records about one thing, found by what people call it, without reading the rest of the change log.

create index audit_record_subject on audit_record (body_id, kind, subject);
