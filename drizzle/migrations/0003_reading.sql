DROP INDEX "order_step_queue";--> statement-breakpoint
ALTER TABLE "order_step" ADD COLUMN "first_ready_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "order_step" ADD COLUMN "started_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "order_step" ADD COLUMN "finished_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "order_step" ADD COLUMN "promised_date" date;--> statement-breakpoint
UPDATE "order_step" s SET "promised_date" = o."promised_date", "first_ready_at" = r."first_ready_at", "started_at" = r."started_at", "finished_at" = r."finished_at"
FROM "orders" o JOIN "order_step" x ON x."order_id" = o."id" LEFT JOIN (
  SELECT "order_id", "position", (array_agg("ready_at" ORDER BY "number"))[1] AS "first_ready_at",
    (array_agg("started_at" ORDER BY "number" DESC))[1] AS "started_at", (array_agg("finished_at" ORDER BY "number" DESC))[1] AS "finished_at"
  FROM "step_run" GROUP BY "order_id", "position"
) r ON r."order_id" = x."order_id" AND r."position" = x."position"
WHERE x."order_id" = s."order_id" AND x."position" = s."position";--> statement-breakpoint
CREATE INDEX "orders_open_of_rep" ON "orders" USING btree ("rep_id","promised_date","id") WHERE "orders"."state" = 'OPEN';--> statement-breakpoint
CREATE INDEX "order_step_queue" ON "order_step" USING btree ("department_id","promised_date","ready_at","order_id","position") WHERE "order_step"."state" in ('READY', 'IN_PROGRESS', 'BLOCKED');