package dev.cairn.internal.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqlScriptTest {
    private static final String SETTING_STATEMENTS = "SET a = 1; SET b = 2; SET c = 3; SET d = 4;";

    /** The order of a copied map differs between processes, so that the expected hash is a constant. */
    @Test
    void theHashDoesNotDependOnTheProcess() {
        assertThat(SqlScript.parse("fill.sql", SETTING_STATEMENTS + "CREATE VIEW v AS SELECT 1")
                        .hash())
                .isEqualTo("h1:6c1d39739bf65411f24f1e56a2f1492af0d50f0a21ccb1d873a8a7d8a5587ab9");
    }

    @Test
    void theHashDoesNotDependOnComments() {
        assertThat(SqlScript.parse("fill.sql", "CREATE VIEW v AS SELECT 1").hash())
                .isEqualTo(SqlScript.parse("other.sql", "-- A view.\nCREATE VIEW v AS SELECT 1;")
                        .hash());
    }
}
