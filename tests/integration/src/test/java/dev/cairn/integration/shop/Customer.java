package dev.cairn.integration.shop;

import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.PrimaryKey;
import dev.cairn.annotation.Table;
import dev.cairn.annotation.Varchar;

/** A customer of the shop. */
@Table(comment = "Who buys")
@PrimaryKey("id")
@DistributedByHash(value = "id", buckets = 2)
public record Customer(
        long id,
        @Varchar(64) String name,
        @Varchar(100) String email,
        boolean active,
        @Varchar(80) String city) {}
