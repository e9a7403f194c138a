package dev.cairn.sample.shop;

import dev.cairn.annotation.Decimal;
import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.DuplicateKey;
import dev.cairn.annotation.PartitionBy;
import dev.cairn.annotation.Table;
import java.math.BigDecimal;
import java.time.LocalDate;

@Table(name = "orders", comment = "What was bought")
@DuplicateKey({"order_date", "id"})
@PartitionBy("date_trunc('month', order_date)")
@DistributedByHash(value = "id", buckets = 2)
public record Order(
        LocalDate orderDate,
        long id,
        long accountId,
        int productId,
        int quantity,
        @Decimal(precision = 12, scale = 2) BigDecimal amount) {}
