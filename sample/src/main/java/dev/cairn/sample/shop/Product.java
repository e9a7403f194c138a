package dev.cairn.sample.shop;

import dev.cairn.annotation.Decimal;
import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.Index;
import dev.cairn.annotation.PrimaryKey;
import dev.cairn.annotation.Table;
import dev.cairn.annotation.Varchar;
import dev.cairn.annotation.datatest.Check;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

@Table(comment = "What is for sale")
@PrimaryKey("id")
@DistributedByHash(value = "id", buckets = 2)
@Check("price >= 0")
public record Product(
        int id,
        @Varchar(120) String name,
        @Decimal(precision = 10, scale = 2) BigDecimal price,
        @Index(name = "category") @Nullable @Varchar(40) String category) {}
