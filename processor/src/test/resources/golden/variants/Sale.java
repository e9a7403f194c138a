package com.acme;

import dev.cairn.annotation.*;

@Table
@DuplicateKey("id")
@DistributedByHash(value = "id", buckets = 8)
@Property(name = "compression", value = "ZSTD")
@BloomFilter("city")
@Variant(
        on = "shared-data",
        distributedByHash = @DistributedByHash(value = "id", buckets = 2),
        properties = {
            @Property(name = "compression", value = "LZ4"),
            @Property(name = "datacache.enable", value = "false"),
            @Property(name = "bloom_filter_columns", value = "id, city")
        })
public record Sale(long id, @NotNull @Varchar(20) String city, int pieces) {}
