package dev.cairn.integration.sales;

import dev.cairn.annotation.Default;
import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.PrimaryKey;
import dev.cairn.annotation.Table;
import dev.cairn.annotation.Varchar;
import org.jspecify.annotations.Nullable;

/** The account of a customer. */
@Table
@PrimaryKey("id")
@DistributedByHash(value = "id", buckets = 2)
public record Account(
        long id,
        @Varchar(2) @Nullable String country,
        @Default("world") @Varchar(20) String region) {}
