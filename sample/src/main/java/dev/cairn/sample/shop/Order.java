package dev.cairn.sample.shop;

import dev.cairn.annotation.Decimal;
import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.DuplicateKey;
import dev.cairn.annotation.PartitionBy;
import dev.cairn.annotation.Table;
import dev.cairn.annotation.datatest.Check;
import dev.cairn.annotation.datatest.References;
import dev.cairn.annotation.datatest.Unique;
import java.math.BigDecimal;
import java.time.LocalDate;

@Table(name = "orders", comment = "What was bought")
@DuplicateKey({"order_date", "id"})
@PartitionBy("date_trunc('month', order_date)")
@DistributedByHash(value = "id", buckets = 2)
@Check("quantity > 0 AND amount >= 0")
@Unique("id")
@References(column = "account_id", value = Account.class)
@References(column = "product_id", value = Product.class)
public record Order(
        LocalDate orderDate,
        long id,
        long accountId,
        int productId,
        int quantity,
        @Decimal(precision = 12, scale = 2) BigDecimal amount) {}
