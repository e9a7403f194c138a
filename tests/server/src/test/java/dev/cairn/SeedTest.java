package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.random.Breadth;
import dev.cairn.schema.Descriptor;
import dev.cairn.schema.PrimaryKeyTableDescriptor;
import dev.cairn.schema.Row;
import dev.cairn.schema.RowSink;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.Format;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.RecordedMigration;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rows that a schema declares, in a database. */
class SeedTest {
    private static final String TAIL =
            " PRIMARY KEY(code) DISTRIBUTED BY HASH(code) BUCKETS 1 PROPERTIES ('replication_num' = '1')";
    private static final String COUNTRY = "CREATE TABLE country (code VARCHAR(2), name VARCHAR(80))" + TAIL;
    private static final String WIDE = "CREATE TABLE country (code VARCHAR(2), name VARCHAR(80), area INT)" + TAIL;
    private static final String TITLED = WIDE.replace("name", "title");
    private static final String SHORT = TITLED.replace("VARCHAR(80)", "VARCHAR(40)");
    private static final List<Rename> RENAME =
            List.of(new Rename.ColumnRename(new ObjectName(World.DATABASE, "country"), "name", "title"));

    /** Each version with the rows that the table has afterwards, if the application has inserted the row of XX. */
    private static final List<List<String>> ROWS = List.of(
            List.of("DE Germany", "FR France", "XX mine"),
            List.of("DE Deutschland", "FR France", "IT It'aly", "XX mine"),
            List.of("DE Deutschland 357", "FR France null", "IT It'aly 302", "XX mine null"),
            List.of("DE Deutschland 357", "FR France null", "IT It'aly 302", "XX mine null"),
            List.of("DE Deutschland 357", "IT Italia 302", "XX mine null"));

    private World world = new World();

    @AfterEach
    void stop() {
        world.close();
    }

    private static String seed(String columns, String... rows) {
        return "-- seed\nINSERT INTO country (" + columns + ") VALUES (" + String.join("), (", rows) + ")";
    }

    private static RecordedHistory history() {
        return new RecordedHistory(World.DATABASE)
                .version("countries", COUNTRY, seed("code, name", "'DE', 'Germany'", "'FR', 'France'"))
                .version(
                        "italy",
                        COUNTRY,
                        seed("code, name", "'DE', 'Deutschland'", "'FR', 'France'", "'IT', 'It''aly'"))
                .version(
                        "areas",
                        WIDE,
                        seed(
                                "code, name, area",
                                "'DE', 'Deutschland', 357",
                                "'FR', 'France', NULL",
                                "'IT', 'It''aly', 302"))
                .version(
                        "titles",
                        RENAME,
                        TITLED,
                        seed(
                                "code, title, area",
                                "'DE', 'Deutschland', 357",
                                "'FR', 'France', NULL",
                                "'IT', 'It''aly', 302"))
                .version(
                        "shorter titles without france",
                        SHORT,
                        seed("code, title, area", "'DE', 'Deutschland', 357", "'IT', 'Italia', 302"));
    }

    private static MigratorOptions options() {
        return World.options().consent(Consent.values());
    }

    private Migrator migrator(SchemaDescriptor schema) {
        return world.createMigrator(schema, options());
    }

    private List<String> rows() throws SQLException {
        return world.queryRows("SELECT * FROM country ORDER BY code");
    }

    @Test
    void upgradesAndDowngradesLeadToTheDeclaredRowsAndKeepOthers() throws SQLException {
        Migrator migrator = migrator(history().schema());
        migrator.upgradeTo(1);
        world.execute("INSERT INTO country (code, name) VALUES ('XX', 'mine')");
        for (int version = 1; version <= ROWS.size(); version++) {
            migrator.upgradeTo(version);
            assertThat(rows()).as("upgraded to %s", version).isEqualTo(ROWS.get(version - 1));
            assertThat(migrator.check().differences()).isEmpty();
        }
        for (int version = ROWS.size() - 1; version > 0; version--) {
            migrator.downgradeTo(version);
            assertThat(rows()).as("downgraded to %s", version).isEqualTo(ROWS.get(version - 1));
            assertThat(migrator.check().differences()).isEmpty();
        }
        migrator.downgradeTo(0);
        assertThat(world.readObjects()).isEmpty();
    }

    @Test
    @Tag(Breadth.LONG)
    void aFaultAtAnyStatementLeavesNoTrace() throws SQLException {
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .version("countries", COUNTRY, seed("code, name", "'DE', 'Germany'", "'FR', 'France'"))
                .version("italy", COUNTRY, seed("code, name", "'DE', 'Deutschland'", "'IT', 'Italy'"))
                .schema();
        migrator(schema).upgrade();
        int statements = world.server.log().all().size();
        assertThat(statements).isGreaterThan(10);
        for (int number : Breadth.numbers(statements, 5).toArray()) {
            for (Fault fault : List.of(Fault.cutBefore(), Fault.cutAfter())) {
                world.close();
                world = new World();
                world.server.faults().add(Trigger.number(number), fault);
                try {
                    migrator(schema).upgrade();
                } catch (MigrationException ignored) {
                    // the second run goes on
                }
                world.server.faults().clear();
                migrator(schema).upgrade();
                assertThat(rows()).as("fault at statement %s", number).containsExactly("DE Deutschland", "IT Italy");
                assertThat(migrator(schema).upgrade().isEmpty()).isTrue();
            }
        }
    }

    @Test
    void missingAndChangedRowsAreDriftAndOthersAreNot() throws SQLException {
        Migrator migrator = migrator(history().schema());
        migrator.upgradeTo(2);
        world.execute("INSERT INTO country VALUES ('XX', 'mine'), ('DE', 'Allemagne')");
        world.execute("DELETE FROM country WHERE code = 'IT'");
        int before = world.server.log().all().size();

        Drift drift = migrator.check();

        assertThat(drift.differences())
                .extracting(Drift.Difference::toString)
                .containsExactly(
                        "shop.country, row 'DE': is 'DE', 'Allemagne', should be 'DE', 'Deutschland'",
                        "shop.country, row 'IT': is missing, should be 'IT', 'It\\'aly'");
        assertThat(drift.remediation().steps())
                .singleElement()
                .satisfies(step -> assertThat(step.text()).isEqualTo("""
                        -- seed
                        INSERT INTO `country` (`code`, `name`) VALUES
                          ('DE', 'Deutschland'),
                          ('IT', 'It\\'aly')"""));
        assertThat(world.server.log().all().stream()
                        .skip(before)
                        .filter(statement -> statement.text().contains("FROM `shop`.`country`")))
                .hasSize(1);
    }

    @Test
    void valuesOfAllTypesAreReadAsTheyWereWritten() {
        String values =
                "CREATE TABLE country (code INT, b BOOLEAN, t TINYINT, s SMALLINT, l BIGINT, h LARGEINT, d DECIMAL(18, 4),"
                        + " f FLOAT, g DOUBLE, day DATE, at DATETIME, c CHAR(5), v VARCHAR(200))" + TAIL;
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .version(
                        "values",
                        values,
                        seed(
                                "code, b, t, s, l, h, d, f, g, day, at, c, v",
                                "1, TRUE, -128, 32767, -9223372036854775808, 170141183460469231731687303715884105727,"
                                        + " 12345.6700, 0.1, 0.30000000000000004, '2024-02-29', '2024-02-29 23:59:59',"
                                        + " 'abc', 'a''b \"c\" \\\\ \\n 日本 😀 ${x}'",
                                "2, FALSE, 127, -32768, 0, 0, 0.0000, -1.5e10, 1e300, '0001-01-01',"
                                        + " '2024-01-01 00:00:00.000001', '', ' '",
                                "3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL"))
                .schema();
        migrator(schema).upgrade();
        assertThat(migrator(schema).check().differences()).isEmpty();
    }

    @Test
    void rowsThatCannotBeReadAreAGap() {
        Migrator migrator = migrator(history().schema());
        migrator.upgradeTo(1);
        world.server
                .faults()
                .add(Trigger.matching("(?is)SELECT .*FROM `shop`.`country`.*"), Fault.refuse(5203, "42000", "denied"));
        Drift drift = migrator.check();
        assertThat(drift.differences()).isEmpty();
        assertThat(drift.gaps())
                .singleElement()
                .asString()
                .startsWith("shop.country: its declared rows can't be read: ")
                .contains("denied");
    }

    @Test
    void declaredRowsAreAppliedWithoutMigrations() throws SQLException {
        Seeded schema = new Seeded();
        assertThat(migrator(schema).createAll()).hasSize(2);
        assertThat(rows()).containsExactly("DE Germany", "FR France");
        assertThat(migrator(schema).createAll()).isEmpty();
        assertThat(migrator(schema).diff().isEmpty()).isTrue();

        world.execute("INSERT INTO country VALUES ('XX', 'mine'), ('DE', 'Allemagne')");
        assertThat(migrator(schema).apply().steps()).hasSize(1);
        assertThat(rows()).containsExactly("DE Germany", "FR France", "XX mine");
        assertThat(migrator(schema).apply().isEmpty()).isTrue();

        world.execute("DROP TABLE country");
        migrator(schema).apply();
        assertThat(rows()).containsExactly("DE Germany", "FR France");
    }

    @Test
    void plansAndScriptsShowTheStatements() {
        Migrator migrator = migrator(history().schema());
        assertThat(migrator.plan().get(0).steps().toString()).contains("INSERT INTO `country`", "'Germany'");
        RecordedMigration last = history().migrations().get(4);
        assertThat(last.upgrade().get(0)).contains("-- seed", "-- destructive: deletes the row 'FR' of country");
    }

    /** A schema of one table with declared rows. */
    private static final class Seeded extends SchemaDescriptor {
        Seeded() {
            super(Format.CURRENT, World.DATABASE, "4.1", "shared_nothing");
        }

        @Override
        protected void members(Consumer<Descriptor<?>> consumer) {
            consumer.accept(new Countries());
        }
    }

    private static final class Countries extends PrimaryKeyTableDescriptor<Object> {
        Countries() {
            super(Format.CURRENT, "", "country", COUNTRY);
        }

        @Override
        public List<String> seed() {
            return List.of("INSERT INTO `country` (`code`, `name`) VALUES ('DE', 'Germany'), ('FR', 'France')");
        }

        @Override
        public Object read(Row row) {
            throw new UnsupportedOperationException("nothing reads its rows as records");
        }

        @Override
        public void write(Object value, RowSink row) {
            throw new UnsupportedOperationException("nothing writes records to it");
        }
    }
}
