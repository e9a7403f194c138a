package dev.cairn.integration.sales;

import dev.cairn.annotation.Decimal;
import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.DuplicateKey;
import dev.cairn.annotation.Table;
import dev.cairn.annotation.Varchar;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A sale of a product to an account. */
@Table
@DuplicateKey({"day", "account_id"})
@DistributedByHash(value = "account_id", buckets = 2)
public record Sale(
        LocalDate day,
        long accountId,
        @Varchar(40) @Nullable String product,
        @Decimal(precision = 10, scale = 2) @Nullable BigDecimal price) {}
