package dev.cairn.spring.shop;

import dev.cairn.annotation.Decimal;
import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.PrimaryKey;
import dev.cairn.annotation.Table;
import dev.cairn.annotation.Varchar;
import dev.cairn.annotation.datatest.Check;
import java.math.BigDecimal;

/** An order of a customer. */
@Table(name = "orders")
@PrimaryKey("id")
@DistributedByHash("id")
@Check("amount >= 0")
public record Order(
        long id,
        @Varchar(40) String city,
        @Decimal(precision = 10, scale = 2) BigDecimal amount) {}
