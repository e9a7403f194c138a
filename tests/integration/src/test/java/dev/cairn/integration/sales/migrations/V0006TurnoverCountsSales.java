package dev.cairn.integration.sales.migrations;

import dev.cairn.annotation.Migration;
import dev.cairn.integration.sales.Sales;

/** Turnover counts sales. */
@Migration(
        schema = Sales.class,
        number = 6,
        after = "h1:c8e52e5bdd6306cacc0fdcc63ff77ecf347339f8610e77d0fde8d60890d6e382",
        records = "r1:3f3a4e821ed0d757",
        upgrade = {"""
            -- rebuild: turnover query: the query of a materialized view is what it was created with
            CREATE MATERIALIZED VIEW `turnover__cairn_new` (`day`, `sales`, `total`)
            DISTRIBUTED BY HASH(`day`) BUCKETS 2
            REFRESH MANUAL
            PROPERTIES (
            "replication_num" = "${replication_num:1}"
            )
            AS SELECT day, count(*) AS sales, sum(price) AS total FROM sale GROUP BY day
            """, """
            -- grants: from turnover to turnover__cairn_new
            """, """
            REFRESH MATERIALIZED VIEW `turnover__cairn_new` WITH SYNC MODE
            """, """
            ALTER MATERIALIZED VIEW `turnover` SWAP WITH `turnover__cairn_new`
            """, """
            DROP MATERIALIZED VIEW `turnover__cairn_new`
            """},
        downgrade = {"""
            -- rebuild: turnover query: the query of a materialized view is what it was created with
            CREATE MATERIALIZED VIEW `turnover__cairn_new` (`day`, `total`)
            DISTRIBUTED BY HASH(`day`) BUCKETS 2
            REFRESH MANUAL
            PROPERTIES (
            "replication_num" = "${replication_num:1}"
            )
            AS SELECT day, sum(price) AS total FROM sale GROUP BY day
            """, """
            -- grants: from turnover to turnover__cairn_new
            """, """
            REFRESH MATERIALIZED VIEW `turnover__cairn_new` WITH SYNC MODE
            """, """
            ALTER MATERIALIZED VIEW `turnover` SWAP WITH `turnover__cairn_new`
            """, """
            DROP MATERIALIZED VIEW `turnover__cairn_new`
            """})
interface V0006TurnoverCountsSales {}
