package dev.cairn.embedded.rows.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Literals that are converted or compared become parameters. */
class ParameterizedSqlTest {
    @Test
    void literalsThatAreConvertedOrComparedAreParameters() {
        ParameterizedSql statement = ParameterizedSql.parameterize(
                "UPDATE t SET p = CAST('1.5' AS DECIMAL(2, 1)) WHERE (\"id\" = TRY_CAST(-4 AS BIGINT))"
                        + " AND \"s\" = 'it''s'");

        assertThat(statement.sql())
                .isEqualTo("UPDATE t SET p = CAST(CAST(? AS VARCHAR) AS DECIMAL(2, 1)) WHERE (\"id\" ="
                        + " TRY_CAST(CAST(CAST(? AS VARCHAR) AS INTEGER) AS BIGINT)) AND \"s\" = CAST(? AS VARCHAR)");
        assertThat(statement.parameterValues()).containsExactly("1.5", "-4", "it's");
    }

    @Test
    void otherLiteralsAndQuotedNamesStay() {
        String sql = "SELECT strftime(d, '%Y'), 7, 'CAST(5 AS INT)', \"= 'x'\" FROM t";

        assertThat(ParameterizedSql.parameterize(sql).sql()).isEqualTo(sql);
        assertThat(ParameterizedSql.parameterize(sql).parameterValues()).isEmpty();
    }
}
