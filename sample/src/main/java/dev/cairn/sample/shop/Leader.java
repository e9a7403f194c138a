package dev.cairn.sample.shop;

import static dev.cairn.annotation.Refresh.Mode.MANUAL;

import dev.cairn.annotation.Decimal;
import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.MaterializedView;
import dev.cairn.annotation.Refresh;
import java.math.BigDecimal;

/** What an account has spent. The application refreshes this view periodically. */
@MaterializedView(name = "leaderboard", comment = "Who spent how much", query = """
    SELECT o.account_id, a.name, count(*) AS orders, sum(o.amount) AS spent
    FROM orders o JOIN account a ON a.id = o.account_id
    GROUP BY o.account_id, a.name""")
@DistributedByHash(value = "account_id", buckets = 2)
@Refresh(mode = MANUAL)
public record Leader(
        long accountId,
        String name,
        long orders,
        @Decimal(precision = 38, scale = 2) BigDecimal spent) {}
