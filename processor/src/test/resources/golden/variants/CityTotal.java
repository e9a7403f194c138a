package com.acme;

import dev.cairn.annotation.*;

@SnapshotTable(query = "SELECT city, sum(pieces) AS pieces FROM sale GROUP BY city")
@DistributedByHash("city")
@Variant(on = "4.1 shared-data, 3.5", query = "SELECT city, sum(pieces) AS pieces FROM sale WHERE pieces > 0 GROUP BY city")
public record CityTotal(@Varchar(20) String city, Long pieces) {}
