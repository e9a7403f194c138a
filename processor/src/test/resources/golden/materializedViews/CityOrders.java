package shop;

import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.DuplicateKey;
import dev.cairn.annotation.SnapshotTable;
import dev.cairn.annotation.Varchar;

@SnapshotTable(query = "SELECT city, count(*) AS orders FROM orders GROUP BY city", comment = "Orders by city")
@DuplicateKey("city")
@DistributedByHash("city")
public record CityOrders(@Varchar(64) String city, long orders) {}
