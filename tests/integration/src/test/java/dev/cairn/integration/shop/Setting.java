package dev.cairn.integration.shop;

import dev.cairn.annotation.Allow;
import dev.cairn.annotation.Default;
import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.PrimaryKey;
import dev.cairn.annotation.Table;
import dev.cairn.annotation.Varchar;

/** A setting of the shop, by its name. */
@Table
@Allow("single-bucket")
@PrimaryKey("name")
@DistributedByHash(value = "name", buckets = 1)
public record Setting(
        @Varchar(64) String name,
        @Default("off") @Varchar(200) String value) {}
