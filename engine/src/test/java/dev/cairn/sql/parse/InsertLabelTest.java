package dev.cairn.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InsertLabelTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        INSERT INTO t SELECT 1                         | INSERT INTO t WITH LABEL `l` SELECT 1
        INSERT INTO `a`.`t` (k, v) VALUES (1, 2)       | INSERT INTO `a`.`t` WITH LABEL `l` (k, v) VALUES (1, 2)
        INSERT OVERWRITE t PARTITION (p) SELECT 1      | INSERT OVERWRITE t PARTITION (p) WITH LABEL `l` SELECT 1
        INSERT INTO t TEMPORARY PARTITION(p) (SELECT 1) | INSERT INTO t TEMPORARY PARTITION(p) WITH LABEL `l` (SELECT 1)
        insert into t by name select 1 AS k            | insert into t WITH LABEL `l` by name select 1 AS k
        INSERT /* WITH LABEL x */ INTO t SELECT 1      | INSERT /* WITH LABEL x */ INTO t WITH LABEL `l` SELECT 1
        """)
    void aLabelIsAddedAfterTheTarget(String insert, String labelled) {
        assertThat(InsertLabel.findIn(insert)).isEmpty();
        assertThat(InsertLabel.addTo(insert, "l")).isEqualTo(labelled);
        assertThat(InsertLabel.findIn(labelled)).contains("l");
        assertThat(Sql.parse(labelled)).isInstanceOf(Statement.OpaqueStatement.class);
    }

    @Test
    void aLabelHasNoBackquote() {
        assertThatThrownBy(() -> InsertLabel.addTo("INSERT INTO t SELECT 1", "a` SELECT 2 --"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The label a` SELECT 2 -- contains a backquote");
    }

    @Test
    void aLabelIsFoundWhereverItIsAllowed() {
        assertThat(InsertLabel.findIn("INSERT INTO t (k) WITH LABEL nightly SELECT 1"))
                .contains("nightly");
        assertThat(InsertLabel.findIn("INSERT INTO t BY NAME WITH LABEL nightly SELECT 1 AS k"))
                .contains("nightly");
        assertThat(InsertLabel.findIn("INSERT INTO t WITH c AS (SELECT 1) SELECT * FROM c"))
                .isEmpty();
        assertThat(InsertLabel.findIn("INSERT INTO t VALUES ('WITH LABEL x')")).isEmpty();
    }
}
