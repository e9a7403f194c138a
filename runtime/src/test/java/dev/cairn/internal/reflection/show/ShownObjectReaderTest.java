package dev.cairn.internal.reflection.show;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import org.junit.jupiter.api.Test;

class ShownObjectReaderTest {
    private final ShownObjectReader reader = new ShownObjectReader(ServerProfile.DEFAULT);

    /** The server prints the columns with their full names after it has evaluated the retention condition. */
    @Test
    void thePartitionColumnsOfAMaterializedViewMayHaveFullNames() {
        Catalog catalog = new Engine(ServerProfile.DEFAULT)
                .apply(
                        Catalog.EMPTY.withDatabase(Database.of("shop")),
                        new Session("shop"),
                        Sql.parse(
                                "CREATE TABLE t (a DATE, b DATE) PARTITION BY date_trunc('day', a), date_trunc('month', b)"))
                .catalog();
        String shownView = """
                CREATE MATERIALIZED VIEW `m` (`a`, `b`)
                PARTITION BY (date_trunc('day', %s),date_trunc('month', %s))
                DISTRIBUTED BY RANDOM
                REFRESH MANUAL
                AS SELECT a, b FROM t;""";
        ShownObject view = read(shownView.formatted("a", "b"), catalog);
        ShownObject viewWithFullNames = read(shownView.formatted("`shop`.`m`.`a`", "`shop`.`m`.`b`"), catalog);
        assertThat(view).isInstanceOf(ShownObject.Present.class);
        assertThat(((ShownObject.Present) viewWithFullNames).object()).isEqualTo(((ShownObject.Present) view).object());
    }

    private ShownObject read(String shownText, Catalog catalog) {
        return reader.read(shownText, new ObjectName("shop", "m"), catalog);
    }
}
