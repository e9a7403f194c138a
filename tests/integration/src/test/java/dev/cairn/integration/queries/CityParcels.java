package dev.cairn.integration.queries;

import static dev.cairn.annotation.Refresh.Mode.MANUAL;

import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.MaterializedView;
import dev.cairn.annotation.Refresh;

/** The number of parcels for each city, in a materialized view. */
@MaterializedView(query = "SELECT city, count(*) AS parcels FROM parcel GROUP BY city")
@DistributedByHash(value = "city", buckets = 1)
@Refresh(mode = MANUAL)
public record CityParcels(String city, long parcels) {}
