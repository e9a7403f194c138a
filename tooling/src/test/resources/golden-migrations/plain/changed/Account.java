package shop;

import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.PrimaryKey;
import dev.cairn.annotation.Table;
import dev.cairn.annotation.Varchar;

@Table
@PrimaryKey("id")
@DistributedByHash("id")
public record Account(long id, String note, @Varchar(20) String region, Integer points) {}
