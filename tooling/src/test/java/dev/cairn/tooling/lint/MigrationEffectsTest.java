package dev.cairn.tooling.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.profile.ServerProfile;
import dev.cairn.tooling.lint.effect.MigrationEffects;
import dev.cairn.tooling.query.CompiledQueries;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The statements that a migration breaks, because they name an object or a column that it changes. */
class MigrationEffectsTest {
    private static final String EXISTING_OBJECTS = """
        -- before:
        CREATE TABLE event (id INT NOT NULL, kind STRING, at DATETIME) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id);
        CREATE VIEW recent AS SELECT id, kind FROM event;
        """;

    private static List<String> describeEffects(String migration) {
        LintInput input = LintExample.of("", EXISTING_OBJECTS + "-- harmful:\n" + migration + ";\n")
                .createInput("harmful");
        return MigrationEffects.of(input).stream()
                .flatMap(effects -> effects.describeNotableEffects().stream())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ALTER TABLE event RENAME events | shop.event",
                "DROP VIEW recent; CREATE VIEW latest AS SELECT id, kind FROM event | shop.recent",
                "CREATE OR REPLACE VIEW recent AS SELECT id FROM event | shop.recent.kind",
                "ALTER TABLE event DROP COLUMN at | shop.event.at",
                "ALTER TABLE event RENAME COLUMN at TO happened | shop.event.at"
            })
    void aNameThatNoLongerExistsBreaksStatements(String migration, String names) {
        assertThat(describeEffects(migration)).contains("  Breaks: statements that name " + names);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ALTER TABLE event ADD COLUMN note STRING",
                "DROP VIEW recent; CREATE VIEW recent AS SELECT id, kind FROM event",
                "CREATE VIEW latest AS SELECT id FROM event; DROP VIEW latest",
                "ALTER TABLE event COMMENT = 'what has happened'"
            })
    void aNameThatStillExistsBreaksNothing(String migration) {
        assertThat(describeEffects(migration)).noneMatch(line -> line.contains("Breaks"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ALTER TABLE event RENAME events; CREATE TABLE event (id INT) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id)"
                        + " | shop.event",
                "CREATE TABLE other (id INT) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id); ALTER TABLE event RENAME tmp;"
                        + " ALTER TABLE other RENAME event; ALTER TABLE tmp RENAME other | shop.event"
            })
    void aNameOfAnotherTableBreaksStatements(String migration, String name) {
        assertThat(describeEffects(migration))
                .filteredOn(line -> line.contains("Breaks: statements"))
                .containsExactly("  Breaks: statements that name " + name + ", which is another table afterwards");
    }

    @Test
    void aViewWithTheNameOfARenamedTableBreaksNothing() {
        assertThat(describeEffects("ALTER TABLE event RENAME events; CREATE VIEW event AS SELECT * FROM events"))
                .noneMatch(line -> line.contains("Breaks: statements"));
    }

    @Test
    void aFileThatStandsAloneHasTheEffectsOfAMigration() {
        LintInput input = LintInput.ofScript(
                ServerProfile.DEFAULT.withReplicas(1, 3),
                "shop",
                Catalog.EMPTY.withDatabase(Database.of("shop")),
                new CompiledQueries(List.of()),
                "shop.sql",
                List.of(
                        "CREATE TABLE a (id INT) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id)",
                        "CREATE TABLE b (id INT) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id)",
                        "CREATE VIEW v SECURITY INVOKER AS SELECT id FROM a",
                        "ALTER VIEW v AS SELECT a.id FROM a JOIN b ON a.id = b.id"));
        assertThat(MigrationEffects.of(input).stream().flatMap(effects -> effects.describeNotableEffects().stream()))
                .contains("  Breaks: whoever reads shop.v now needs SELECT on shop.b too, because the view has SECURITY"
                        + " INVOKER");
    }

    /** A rebuild swaps a table with its successor: only the names that the successor lacks are removed. */
    @Test
    void aRebuildBreaksNothingThatTheNewTableHas() {
        String rebuild = """
            CREATE TABLE event__cairn_2 (id INT NOT NULL, kind STRING) UNIQUE KEY (id) DISTRIBUTED BY HASH (id);
            INSERT INTO event__cairn_2 (id, kind) SELECT id, kind FROM event;
            ALTER TABLE event SWAP WITH event__cairn_2;
            DROP TABLE event__cairn_2""";
        assertThat(describeEffects(rebuild))
                .filteredOn(line -> line.contains("Breaks"))
                .containsExactly("  Breaks: statements that name shop.event.at");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ALTER TABLE lake.d.t RENAME COLUMN a TO b | lake.d.t.a",
                "ALTER TABLE lake.d.t DROP COLUMN a | lake.d.t.a",
                "DROP TABLE lake.d.t | lake.d.t",
                "DROP FUNCTION f(INT) | shop.f(INT)"
            })
    void columnsOfIcebergTablesAndFunctionsAreNamesToo(String migration, String names) {
        LintInput input = LintExample.of("", """
                        -- before:
                        CREATE TABLE lake.d.t (id int, a int);
                        CREATE FUNCTION f(INT) RETURNS INT
                        PROPERTIES ('symbol' = 'F', 'type' = 'StarrocksJar', 'file' = '${jar}');
                        -- harmful:
                        """ + migration + ";\n").createInput("harmful");
        assertThat(MigrationEffects.of(input).stream().flatMap(effects -> effects.describeNotableEffects().stream()))
                .contains("  Breaks: statements that name " + names);
    }

    @Test
    void aLoadThatIsCreatedAgainSaysWhereItContinues() {
        String load = """
            CREATE ROUTINE LOAD l ON event FROM KAFKA ('kafka_broker_list' = 'k:1', 'kafka_topic' = 't')""";
        LintInput input = LintExample.of("", EXISTING_OBJECTS + load + ";\n" + """
                        -- harmful:
                        -- continues
                        STOP ROUTINE LOAD FOR l;
                        ALTER TABLE event COMMENT = 'x';
                        -- continues
                        """ + load + ";\n")
                .createInput("harmful");
        assertThat(MigrationEffects.of(input).stream().flatMap(effects -> effects.describeNotableEffects().stream()))
                .contains(
                        "  Temporarily inactive: routine load shop.l until step 3",
                        "  Remark: the routine load continues where it was stopped, instead of at the offsets of the"
                                + " statement");
    }
}
