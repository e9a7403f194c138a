package dev.cairn.internal.reflection.show;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Rollup;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the restoration of statements that a server shows without their line breaks. */
class WhitespaceRestorerTest {
    private static final Engine ENGINE = new Engine(ServerProfile.DEFAULT);
    private static final Session SESSION = new Session("shop");
    private static final Catalog CATALOG = ENGINE.apply(
                    Catalog.EMPTY.withDatabase(Database.of("shop")),
                    SESSION,
                    Sql.parse("CREATE TABLE sale (shop_id INT, day DATE, qty INT, note VARCHAR(20))"
                            + " DUPLICATE KEY (shop_id) DISTRIBUTED BY HASH (shop_id) BUCKETS 1"))
            .catalog();
    private static final Set<String> NAMES = Set.of("shop", "sale", "shop_id", "day", "qty", "note", "by_shop");

    private static Rollup createRollup(String statement) {
        return ENGINE.apply(CATALOG, SESSION, Sql.parse(statement))
                .catalog()
                .findTable("shop", "sale")
                .orElseThrow()
                .rollups()
                .get(0);
    }

    private static boolean creates(String statement, Rollup rollup) {
        try {
            return createRollup(statement).columns().equals(rollup.columns());
        } catch (SqlSyntaxException | Refusal ignored) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE MATERIALIZED VIEW `by_shop`|AS|SELECT|shop_id,|sum(qty)|FROM|sale|GROUP BY|shop_id",
                "CREATE MATERIALIZED VIEW by_shop|AS|SELECT shop_id,|\tsum(qty)|FROM sale|WHERE note = 'x'|AND|qty > 3"
                        + "|GROUP BY shop_id|ORDER BY shop_id",
                "CREATE MATERIALIZED VIEW by_shop AS SELECT shop_id, sum(qty) AS|total|FROM sale GROUP BY shop_id",
                "CREATE MATERIALIZED VIEW by_shop AS SELECT shop_id, qty + 1 AS|valid_from|FROM sale",
                "CREATE MATERIALIZED VIEW by_shop AS SELECT shop_id, qty + 1 AS valid_from, qty + 2|other|FROM sale",
                "CREATE MATERIALIZED VIEW by_shop AS SELECT shop_id, CASE|WHEN qty > 3|THEN 1|ELSE qty|END|AS x|FROM"
                        + " sale",
                "CREATE MATERIALIZED VIEW by_shop AS SELECT `shop_id`,|`day`|FROM|`shop`.`sale`|WHERE|`note`|LIKE 'a%'",
                "CREATE MATERIALIZED VIEW by_shop AS -- of shops|SELECT shop_id, -- the key|  sum(qty) -- don't count, add"
                        + "|FROM sale -- all|GROUP BY shop_id -- last",
                "CREATE MATERIALIZED VIEW by_shop AS SELECT shop_id, -- key|sum(qty) FROM sale GROUP BY shop_id",
                "CREATE MATERIALIZED VIEW by_shop AS SELECT shop_id, qty + 1 AS valid_from -- from|FROM sale --|",
                "CREATE MATERIALIZED VIEW by_shop AS SELECT shop_id, sum(qty) FROM sale WHERE note = 'a--b' -- where|AND qty > 3"
                        + "|GROUP BY shop_id",
            })
    void joinedWordsAreSplitAgain(String lines) {
        String statement = lines.replace('|', '\n');
        String joinedStatement = statement.replace("\n", "").replace("\t", "").replaceAll(" +", " ");

        String restoredStatement = new WhitespaceRestorer(joinedStatement, NAMES)
                .chooseReading(text -> creates(text, createRollup(statement)));

        assertThat(createRollup(restoredStatement).columns())
                .isEqualTo(createRollup(statement).columns());
        assertThat(Objects.requireNonNull(createRollup(restoredStatement).query())
                        .query())
                .isEqualTo(
                        Objects.requireNonNull(createRollup(statement).query()).query());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "CREATE MATERIALIZED VIEW",
                "SELECT 'abc",
                "FROMFROMFROMFROMFROMFROMFROMFROMFROMFROMFROMFROMFROMFROMFROMFROMFROMFROMFROMFROM",
                "ASASASASASASASASASASASASASASASASASASASASASASASASASASASAS 1 ASASASASASASASASASASASASASAS",
            })
    void textsThatAreNoStatementsKeepTheirWords(String text) {
        assertThat(new WhitespaceRestorer(text, NAMES)
                        .chooseReading(reading -> false)
                        .replace(" ", ""))
                .isEqualTo(text.replace(" ", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"it''s", "a \\' FROMsale", "\"FROMx\""})
    void quotedTextsAreNotSplit(String quotedText) {
        String text = "SELECT '" + quotedText + "'FROM sale";

        assertThat(new WhitespaceRestorer(text, NAMES).chooseReading(reading -> true))
                .isEqualTo("SELECT '" + quotedText + "' FROM sale");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop_id", "3", "total", "valid_from"})
    void aSingleWordIsNotSplit(String word) {
        assertThat(new WhitespaceRestorer(word, NAMES).chooseReading(reading -> true))
                .isEqualTo(word);
        assertThat(List.of(word, word + " FROM"))
                .contains(new WhitespaceRestorer(word + "FROM", NAMES)
                        .chooseReading(reading -> reading.endsWith(" FROM")));
    }
}
