package dev.cairn.sample.spring.shop;

import dev.cairn.annotation.Decimal;
import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.PrimaryKey;
import dev.cairn.annotation.Table;
import dev.cairn.annotation.Varchar;
import dev.cairn.annotation.datatest.Check;
import java.math.BigDecimal;

/** An order of a customer, with the city where the customer lived then. */
@Table(name = "orders")
@PrimaryKey("id")
@DistributedByHash(value = "id", buckets = 2)
@Check("pieces > 0 AND amount >= 0")
public record Order(
        long id,
        long customerId,
        @Varchar(40) String city,
        @Decimal(precision = 12, scale = 2) BigDecimal amount,
        int pieces) {}
