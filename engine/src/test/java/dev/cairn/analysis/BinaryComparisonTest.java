package dev.cairn.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.engine.EngineClient;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers before 4.0 can't compare binaries in GROUP BY, joins and DISTINCT. */
class BinaryComparisonTest {
    private final Shop shop = new Shop().addTable("file (id INT NOT NULL, hash VARBINARY(20), parts ARRAY<VARBINARY>)");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SELECT hash, count(*) FROM file GROUP BY hash                | TypeRule.TYPE_UNSUPPORTED
            SELECT hash, count(*) FROM file GROUP BY 1                   | TypeRule.TYPE_UNSUPPORTED
            SELECT parts FROM file GROUP BY parts                        | TypeRule.TYPE_UNSUPPORTED
            SELECT 1 FROM file a JOIN file b ON a.hash = b.hash          | TypeRule.TYPE_UNSUPPORTED
            SELECT 1 FROM file a JOIN file b ON a.id = b.id AND a.hash > b.hash | TypeRule.TYPE_UNSUPPORTED
            SELECT 1 FROM file a JOIN file b USING (hash)                | TypeRule.TYPE_UNSUPPORTED
            SELECT count(DISTINCT parts) FROM file                       | QueryRule.DISTINCT_OF_SEVERAL
            SELECT hash FROM file ORDER BY hash                          | TypeRule.TYPE_UNSUPPORTED
            """)
    void binariesAreNotComparedBefore40(String query, String ruleName) {
        assertThatThrownBy(() -> analyze(query, Version.V3_5))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(EngineClient.ruleName(refusal)).isEqualTo(ruleName));
        assertThat(analyze(query, Version.V4_1)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT count(DISTINCT hash) FROM file",
                "SELECT 1 FROM file GROUP BY ROLLUP (hash)",
                "SELECT hash FROM file UNION SELECT hash FROM file",
                "SELECT 1 FROM file WHERE hash IN (SELECT hash FROM file)",
                "SELECT 1 FROM file a JOIN file b ON a.id = b.id AND a.hash IS NULL"
            })
    void otherUsesOfBinariesArePossibleBefore40(String query) {
        assertThat(analyze(query, Version.V3_5)).isNotNull();
    }

    private Object analyze(String query, Version version) {
        return new QueryAnalysis(ServerProfile.DEFAULT.with(version), shop, "shop")
                .analyze(Sql.parseQuery(query))
                .columns();
    }
}
