package shop;

import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.PrimaryKey;
import dev.cairn.annotation.Table;

@Table
@PrimaryKey("id")
@DistributedByHash("id")
public record Account(long id, String note) {}
