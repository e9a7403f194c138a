package dev.cairn.sample.shop;

import dev.cairn.annotation.Decimal;
import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.PrimaryKey;
import dev.cairn.annotation.Table;
import dev.cairn.annotation.Varchar;
import java.math.BigDecimal;
import java.time.LocalDate;

/** The revenue of each category on each day. A task of the server adds the rows of a day each night. */
@Table(comment = "What each category brought in on a day")
@PrimaryKey({"day", "category"})
@DistributedByHash(value = "category", buckets = 2)
public record CategoryRevenue(
        LocalDate day,
        @Varchar(40) String category,
        @Decimal(precision = 38, scale = 2) BigDecimal revenue) {}
