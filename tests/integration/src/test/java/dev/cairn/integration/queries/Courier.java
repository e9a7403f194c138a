package dev.cairn.integration.queries;

import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.PrimaryKey;
import dev.cairn.annotation.Table;
import dev.cairn.annotation.Varchar;

/** A person who delivers parcels. */
@Table
@PrimaryKey("id")
@DistributedByHash(value = "id", buckets = 1)
public record Courier(long id, @Varchar(40) String name) {}
