ALTER TABLE "requirement" ADD CONSTRAINT "requirement_versions_never_overlap"
  EXCLUDE USING gist (int8range("series_id", "series_id", '[]') WITH &&, tstzrange("effective_from", "effective_to") WITH &&);--> statement-breakpoint
INSERT INTO "feed_epoch" DEFAULT VALUES;
