-- Why a detector has no score, and how long it took where it has one.
ALTER TABLE detections
  ADD COLUMN IF NOT EXISTS reason LowCardinality(String) AFTER status,
  ADD COLUMN IF NOT EXISTS duration_ms Nullable(Float32) AFTER score;

-- What each detector did, by the hour: coverage, and how its scores are spread over ten bins.
CREATE OR REPLACE VIEW detector_health AS
SELECT
  tenant,
  detector,
  model_version,
  part,
  toStartOfHour(start_time) AS hour,
  count() AS texts,
  countIf(status = 'ran') AS ran,
  -- An answer without evidence raises no question.
  if(countIf(reason != 'no_context') = 0, NULL, ran / countIf(reason != 'no_context')) AS coverage,
  avg(score) AS mean_score,
  sumForEach(arrayMap(bin -> toUInt64(least(toInt32(floor(ifNull(score, -1) * 10)), 9) = bin), range(10))) AS score_histogram,
  quantileTDigest(0.5)(duration_ms) AS duration_p50_ms,
  quantileTDigest(0.99)(duration_ms) AS duration_p99_ms
FROM detections
GROUP BY tenant, detector, model_version, part, hour;

-- How far a day's scores have moved from those of the seven days before: the population stability index over ten bins, half
-- a text added to each. Above 0.25 it is another distribution. NULL where either side has fewer than 100 scores: chance alone
-- makes it large there.
CREATE OR REPLACE VIEW detector_drift AS
WITH daily AS (
  SELECT tenant, detector, model_version, part, toDate(hour) AS day, sumForEach(score_histogram) AS bins
  FROM detector_health
  GROUP BY tenant, detector, model_version, part, day
)
SELECT
  now.tenant AS tenant,
  now.detector AS detector,
  now.model_version AS model_version,
  now.part AS part,
  now.day AS day,
  arraySum(now.bins) AS texts,
  arraySum(sumForEach(past.bins)) AS texts_before,
  if(texts < 100 OR texts_before < 100, NULL, arraySum(
    (bin, before) -> ((bin + 0.5) / (texts + 5) - (before + 0.5) / (texts_before + 5))
      * log(((bin + 0.5) / (texts + 5)) / ((before + 0.5) / (texts_before + 5))),
    now.bins,
    sumForEach(past.bins)
  )) AS stability_index
FROM daily AS now
INNER JOIN daily AS past
  ON now.tenant = past.tenant AND now.detector = past.detector AND now.model_version = past.model_version AND now.part = past.part
WHERE past.day < now.day AND past.day >= now.day - 7
GROUP BY now.tenant, now.detector, now.model_version, now.part, now.day, now.bins;
