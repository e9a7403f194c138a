package dev.cairn.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.MarkedSources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that SQL in an annotation that can't be parsed is one error, which quotes the SQL as it was written. */
class SyntaxMessagesTest {
    private static final String BASE_TABLE = """
        @Table @PrimaryKey("id") @DistributedByHash("id")
        record Base(long id, LocalDate day, @Varchar(40) String city) {}
        """;
    private static final String VIEW_ANNOTATION = "@MaterializedView(query = \"SELECT id, day FROM base\")\n";

    /**
     * Verifies a record, in which a tilde stands for the end of a line, and a hash for a mark and the end of its line.
     */
    private static String verify(String record) {
        return MarkedSources.of(BASE_TABLE)
                .and(record.replace("~", "\n").replace("#", " // [syntax]\n").replace("VIEW ", VIEW_ANNOTATION))
                .and("@Schema(name = \"shop\", value = {Base.class, Found.class})\ninterface Root {}")
                .verify();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VIEW @Refresh(mode = MANUAL)~@PartitionBy(\"1 +\")#record Found(long id, LocalDate day) {}",
                "VIEW @Refresh(mode = MANUAL)~@DistributedByHash(value = \"id\", bucketsFrom = \"1 +\")#"
                        + "record Found(long id, LocalDate day) {}",
                "@MaterializedView(query = \"SELECT id FROM\")#@Refresh(mode = MANUAL)~record Found(long id) {}",
                "@View(query = \"SELECT id FROM\")#record Found(long id) {}",
                "@SnapshotTable(query = \"SELECT id FROM\")#record Found(long id) {}",
                "@Table @PrimaryKey(\"id\")~@PartitionBy(\"1 +\")#record Found(long id) {}",
                "@Table @PrimaryKey(\"id\")~@PartitionByRange(\"1 +\")#record Found(long id) {}",
                "@Table @DuplicateKey(\"id\")~@PartitionByRange(value = \"id\", partitions ="
                        + " @Partition(name = \"p\", values = \"1 +\"))#record Found(long id) {}",
                "@Table @DuplicateKey(\"id\")~@PartitionByRange(value = \"id\", partitions = @Partition(batch = \"1"
                        + " +\"))#record Found(long id) {}",
                "@Table @DuplicateKey(\"id\")~@DistributedByHash(value = \"id\", bucketsFrom = \"1 +\")#"
                        + "record Found(long id) {}",
                "@Table @PrimaryKey(\"id\")~record Found(long id,~@Default(sql = \"1 +\") int v) {}#",
                "@Table @PrimaryKey(\"id\")~record Found(long id,~@GeneratedAs(\"1 +\") Integer v,#"
                        + "@GeneratedAs(\"id + 1\") Long w) {}",
                "@Table @PrimaryKey(\"id\")~record Found(long id,~@SqlType(\"1 +\") String v) {}#",
                "@Table @AggregateKey(\"id\") @DistributedByHash(\"id\")~record Found(long id,~@StateOf(\"1 +\") State"
                        + " v) {}#",
            })
    void aSyntaxErrorIsTheOnlyFinding(String record) {
        verify(record);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@Allow(\"query-syntax\") @View(query = \"SELECT id FROM base WHERE city = ?\")#record Found(long id) {}",
                "@Allow(\"query-syntax\")~@MaterializedView(query = \"SELECT id FROM base WHERE city = ?\")#"
                        + "@Refresh(mode = MANUAL)~record Found(long id) {}",
                "@SnapshotTable(query = \"SELECT id FROM base WHERE city = ?\")#record Found(long id) {}",
                "@Table @PrimaryKey(\"id\")~record Found(long id,~@GeneratedAs(\"id + ?\") Long w) {}#",
                "@Table @PrimaryKey(\"id\")~@dev.cairn.annotation.datatest.Check(\"id > ?\")#record Found(long id) {}",
            })
    void aDefinitionHasNoParameters(String record) {
        assertThat(verify(record)).contains("This statement can't have the parameter ?; write a value in its place");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        VALUES       | @Table @DuplicateKey("id")~@PartitionByRange(value = "id", partitions = @Partition(name = "p", values = "VALUES LESS THAN ('1')"))#record Found(long id) {}
        DEFAULT      | @Table~record Found(long id,~@Default(sql = "DEFAULT CURRENT_TIMESTAMP") LocalDateTime at) {}#
        AS           | @Table~record Found(long id,~@GeneratedAs("AS (id + 1)") Long next) {}#
        PARTITION BY | @Table @DuplicateKey("id")~@PartitionBy("PARTITION BY date_trunc('day', day)")#record Found(long id, LocalDate day) {}
        """)
    void theWordsOfTheClauseAreLeftOut(String omittedWords, String record) {
        assertThat(verify(record)).contains("; omit " + omittedWords + ",");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELEC id FROM base",
                "SELECT id FROM base; SELECT id FROM base",
                "DELETE FROM base",
                "DROP TABLE base"
            })
    void textsThatAreNotQueriesAreErrors(String query) {
        for (String object : new String[] {"View", "MaterializedView", "SnapshotTable"}) {
            String allowAnnotation = object.equals("SnapshotTable") ? "" : "@Allow(\"query-syntax\") ";
            verify(allowAnnotation + "@" + object + "(query = \"" + query + "\")#record Found(long id) {}");
        }
    }

    @Test
    void aMisspeltKeywordIsNamed() {
        assertThat(verify("@View(query = \"SELECT id FORM base\")#record Found(long id) {}"))
                .contains("is 'FORM' for FROM a misspelling?");
    }

    @Test
    void findingsAboutStatesNameTheirAnnotation() {
        assertThat(verify("@Table @DuplicateKey(\"id\")~record Found(long id,~"
                        + "@StateOf(\"avg(bigint)\") State average) {} // [aggregate-outside]~"))
                .contains("replace @StateOf and State with the type of a value")
                .doesNotContain("remove @Aggregate");
    }
}
