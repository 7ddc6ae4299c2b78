ALTER TABLE "person" ADD COLUMN "phone" text;--> statement-breakpoint
ALTER TABLE "person" ADD CONSTRAINT "person_phone_by_e164" CHECK ("person"."phone" ~ '^\+[1-9][0-9]{1,14}$');