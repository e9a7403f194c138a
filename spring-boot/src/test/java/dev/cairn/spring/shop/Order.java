package dev.cairn.spring.shop;

import dev.cairn.annotation.Decimal;
import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.PrimaryKey;
import dev.cairn.annotation.Table;
import dev.cairn.annotation.Varchar;
import java.math.BigDecimal;

/** An order of a customer. */
@Table(name = "orders")
@PrimaryKey("id")
@DistributedByHash("id")
public record Order(
        long id,
        @Varchar(40) String city,
        @Decimal(precision = 10, scale = 2) BigDecimal amount) {}
