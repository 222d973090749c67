-- What became of a source's line in a cover group where it went over; null for lines of the target and of earlier
-- years.
alter table merger_cover add column target_product text;
alter table merger_cover add column target_position text;
alter table merger_cover add column target_code text;
