package dev.cairn.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Statement.AlterTable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlterTableParsingTest {
    private static List<AlterClause> parseClauses(String text) {
        return ((AlterTable) Sql.parse("ALTER TABLE t " + text)).clauses();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "ADD COLUMN c INT DEFAULT '1' AFTER b TO r PROPERTIES ('a' = 'b') | AddColumn",
                "ADD COLUMN (c INT, d INT) | AddColumns",
                "DROP COLUMN c FROM r | DropColumn",
                "MODIFY COLUMN c BIGINT FIRST | ModifyColumn",
                "MODIFY COLUMN c COMMENT 'x' | ModifyColumnComment",
                "MODIFY COLUMN c ADD FIELD a.[*].b INT AFTER x | AddField",
                "MODIFY COLUMN c DROP FIELD a.1b | DropField",
                "RENAME COLUMN a TO b | RenameColumn",
                "RENAME u | RenameTable",
                "RENAME rollup | RenameTable",
                "RENAME ROLLUP a b | RenameRollup",
                "RENAME PARTITION a b | RenamePartition",
                "ORDER BY (a, b) FROM r | ReorderColumns",
                "ORDER BY (a DESC) | Optimize",
                "ORDER BY (a) DISTRIBUTED BY HASH(a) | Optimize",
                "ADD INDEX i (a) USING BITMAP COMMENT 'x' | AddIndex",
                "DROP INDEX i | DropIndex",
                "ADD ROLLUP r (a), s (b) | AddRollup AddRollup",
                "DROP ROLLUP r, s | DropRollup DropRollup",
                "SWAP WITH u | SwapTable",
                "SET ('a' = 'b') | SetProperties",
                "COMMENT = 'x' | SetComment",
                "AUTO_INCREMENT = 100 | SetAutoIncrement",
                "ADD PARTITION p VALUES LESS THAN ('1') DISTRIBUTED BY HASH(a) BUCKETS 3 | AddPartition",
                "ADD TEMPORARY PARTITION p VALUES IN ('1') | AddPartition",
                "ADD PARTITIONS START ('1') END ('2') EVERY (1) | AddPartition",
                "ADD PARTITION COLUMN a, f(b) | ChangePartitionColumns",
                "DROP PARTITION IF EXISTS p FORCE | DropPartitions",
                "DROP TEMPORARY PARTITIONS (p, q) | DropPartitions",
                "DROP PARTITIONS WHERE a < 1 | DropPartitions",
                "DROP ALL TEMPORARY PARTITIONS | DropPartitions",
                "TRUNCATE PARTITION p | TruncatePartitions",
                "MODIFY PARTITION (*) SET ('a' = 'b') | ModifyPartitions",
                "MODIFY PARTITION DISTRIBUTED BY HASH(a) | ModifyPartitionDistribution",
                "REPLACE PARTITION (p) WITH TEMPORARY PARTITION (q) | ReplacePartitions",
                "DISTRIBUTED BY HASH(a) BUCKETS 8 BETWEEN '1' AND '2' | Optimize",
                "PARTITIONS (p) DISTRIBUTED BY RANDOM | Optimize",
                "PRIMARY KEY (a) | Optimize",
                "DISTRIBUTED BY HASH(a) DEFAULT BUCKETS 8 | SetDefaultBuckets",
                "CUMULATIVE COMPACT (p, q) | Compact",
                "DROP PERSISTENT INDEX ON TABLETS (1, 2) | DropPersistentIndex",
                "SPLIT TABLET PROPERTIES ('a' = 'b') | VerbatimClause",
                "EXECUTE expire_snapshots(now()) | VerbatimClause",
                "CREATE OR REPLACE BRANCH b AS OF VERSION 1 | VerbatimClause",
                "DROP TAG IF EXISTS b | VerbatimClause",
                "ADD COLUMN c INT, DROP COLUMN d, MODIFY COLUMN e INT | AddColumn DropColumn ModifyColumn",
            })
    void eachClauseIsRecognizedByItsKeywords(String text, String kinds) {
        assertThat(parseClauses(text))
                .extracting(clause -> clause.getClass().getSimpleName())
                .containsExactly(kinds.split(" "));
    }

    @Test
    void thePathOfAFieldEndsWithTheField() {
        AlterClause.AddField clause = (AlterClause.AddField)
                parseClauses("MODIFY COLUMN c ADD FIELD a.[*].b INT").get(0);
        assertThat(clause.path()).containsExactly("a", "[*]", "b");
    }

    @Test
    void aVerbatimClauseEndsAtTheNextClause() {
        AlterClause.VerbatimClause clause = (AlterClause.VerbatimClause)
                parseClauses("SPLIT TABLET (1, 2), COMMENT = 'x'").get(0);
        assertThat(clause.text()).isEqualTo("SPLIT TABLET (1, 2)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "REPLACE OR REPLACE BRANCH b | Unexpected input 'OR', expected BRANCH or TAG",
                "ADD COLUMN c BIGINT AUTO_INCREMENT | ADD COLUMN does not support AUTO_INCREMENT",
                "MODIFY COLUMN c BIGINT AUTO_INCREMENT | MODIFY COLUMN does not support AUTO_INCREMENT",
                "ADD COLUMN c BIGINT AS a AFTER b | ADD COLUMN of a generated column does not support AFTER",
                "ADD COLUMN c BIGINT AS a TO r | ADD COLUMN of a generated column does not support rollupName",
                "ADD COLUMN c BIGINT AS a PROPERTIES('a'='b') | ADD COLUMN of a generated column does not support properties",
                "MODIFY COLUMN c BIGINT AS a FIRST | MODIFY COLUMN of a generated column does not support columnPosition",
            })
    void syntaxErrorsNameTheMistake(String text, String problem) {
        assertThat(ParserProblem.find(() -> parseClauses(text))).isEqualTo(problem);
    }
}
