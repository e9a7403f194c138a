package dev.cairn.integration.sales;

import static dev.cairn.annotation.Aggregate.Function.MAX;
import static dev.cairn.annotation.Aggregate.Function.SUM;

import dev.cairn.annotation.Aggregate;
import dev.cairn.annotation.AggregateKey;
import dev.cairn.annotation.Decimal;
import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.Table;
import dev.cairn.annotation.Varchar;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The sales of each product. */
@Table
@AggregateKey("product")
@DistributedByHash(value = "product", buckets = 2)
public record ProductSales(
        @Varchar(10) @Nullable String product,
        @Aggregate(SUM) long sold,

        @Aggregate(SUM) @Decimal(precision = 38, scale = 2) @Nullable
        BigDecimal total,

        @Aggregate(MAX) @Nullable LocalDate last) {}
