package dev.cairn.internal.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CopyStatementTest {
    private static final ObjectName OLD_TABLE = new ObjectName("shop", "orders__cairn_fence_17");
    private static final ObjectName NEW_TABLE = new ObjectName("shop", "orders__cairn_17");

    private static Optional<CopyStatement> parse(String insertStatement) {
        return CopyStatement.parse((Statement.OpaqueStatement) Sql.parse(insertStatement));
    }

    @Test
    void theCopyIsRestrictedToPartitions() {
        CopyStatement copyStatement = parse(
                        "INSERT INTO `orders__cairn_17` (`id`, `geo`)\nSELECT `id`, CAST(`orders`.`geo` AS"
                                + " VARCHAR(9))\nFROM `orders` WHERE id > 3")
                .orElseThrow();
        assertThat(copyStatement.renderInsert(OLD_TABLE, List.of("p1", "p2"), NEW_TABLE))
                .isEqualTo("""
                        INSERT INTO `shop`.`orders__cairn_17` (`id`, `geo`)
                        SELECT `id`, CAST(`orders`.`geo` AS VARCHAR(9))
                        FROM `shop`.`orders__cairn_fence_17` PARTITION (`p1`, `p2`) AS `orders`
                        WHERE id > 3""");
        assertThat(copyStatement.renderInsert(OLD_TABLE, List.of(), NEW_TABLE))
                .contains("FROM `shop`.`orders__cairn_fence_17` AS `orders`");
        assertThat(copyStatement.isCopiedUnchanged("ID")).isTrue();
        assertThat(copyStatement.isCopiedUnchanged("geo")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO n (id) VALUES (1)",
                "INSERT INTO n (id) SELECT id FROM o GROUP BY id",
                "INSERT INTO n (id) SELECT DISTINCT id FROM o",
                "INSERT INTO n (id) SELECT id FROM o LIMIT 3",
                "INSERT INTO n (id) SELECT o.id FROM o JOIN p ON o.id = p.id",
                "INSERT INTO n (id, v) SELECT * FROM o",
                "INSERT INTO n SELECT id FROM o",
                "INSERT INTO n (id) SELECT id FROM o UNION ALL SELECT id FROM p",
                "INSERT INTO n WITH LABEL l (id) SELECT id FROM o",
                "INSERT INTO n (id) SELECT id FROM o PARTITION (p1)",
                "INSERT OVERWRITE n (id) SELECT id FROM o"
            })
    void otherStatementsCannotBeDivided(String insertStatement) {
        assertThat(parse(insertStatement)).isEmpty();
    }
}
