package dev.cairn.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.MarkedSources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SQL in an annotation that can't be parsed is one error, which quotes the SQL as it was written. */
class SyntaxMessagesTest {
    private static final String BASE = """
        @Table @PrimaryKey("id") @DistributedByHash("id")
        record Base(long id, LocalDate day, @Varchar(40) String city) {}
        """;
    private static final String VIEW = "@MaterializedView(query = \"SELECT id, day FROM base\")\n";

    /** Each tilde is an end of a line, and each hash a mark. */
    private static String found(String record) {
        return MarkedSources.of(BASE)
                .and(record.replace("~", "\n").replace("#", " // [syntax]\n").replace("VIEW ", VIEW))
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
        found(record);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        VALUES       | @Table @DuplicateKey("id")~@PartitionByRange(value = "id", partitions = @Partition(name = "p", values = "VALUES LESS THAN ('1')"))#record Found(long id) {}
        DEFAULT      | @Table~record Found(long id,~@Default(sql = "DEFAULT CURRENT_TIMESTAMP") LocalDateTime at) {}#
        AS           | @Table~record Found(long id,~@GeneratedAs("AS (id + 1)") Long next) {}#
        PARTITION BY | @Table @DuplicateKey("id")~@PartitionBy("PARTITION BY date_trunc('day', day)")#record Found(long id, LocalDate day) {}
        """)
    void theWordsOfTheClauseAreLeftOut(String words, String record) {
        assertThat(found(record)).contains("; omit " + words + ",");
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
            String silent = object.equals("SnapshotTable") ? "" : "@Allow(\"query-syntax\") ";
            found(silent + "@" + object + "(query = \"" + query + "\")#record Found(long id) {}");
        }
    }

    @Test
    void aMisspeltKeywordIsNamed() {
        assertThat(found("@View(query = \"SELECT id FORM base\")#record Found(long id) {}"))
                .contains("is 'FORM' for FROM a misspelling?");
    }

    @Test
    void findingsAboutStatesNameTheirAnnotation() {
        assertThat(found("@Table @DuplicateKey(\"id\")~record Found(long id,~"
                        + "@StateOf(\"avg(bigint)\") State average) {} // [aggregate-outside]~"))
                .contains("replace @StateOf and State with the type of a value")
                .doesNotContain("remove @Aggregate");
    }
}
