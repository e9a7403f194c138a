package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.cairn.upgrade.GeneratedClassFormat;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.RecordedMigration;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Migrations give a table the rows that the schema declares, and keep its other rows. */
class SeedTest {
    private static final String TABLE_ENDING =
            " PRIMARY KEY(code) DISTRIBUTED BY HASH(code) BUCKETS 1 PROPERTIES ('replication_num' = '1')";
    private static final String CREATE_COUNTRY =
            "CREATE TABLE country (code VARCHAR(2), name VARCHAR(80))" + TABLE_ENDING;
    private static final String CREATE_WIDE_COUNTRY =
            "CREATE TABLE country (code VARCHAR(2), name VARCHAR(80), area INT)" + TABLE_ENDING;
    private static final String CREATE_TITLED_COUNTRY = CREATE_WIDE_COUNTRY.replace("name", "title");
    private static final String CREATE_SHORT_COUNTRY = CREATE_TITLED_COUNTRY.replace("VARCHAR(80)", "VARCHAR(40)");
    private static final List<Rename> RENAME_NAME_TO_TITLE =
            List.of(new Rename.ColumnRename(new ObjectName(World.DATABASE, "country"), "name", "title"));

    /** The rows of the table after each version, if the application has inserted the row of XX. */
    private static final List<List<String>> ROWS_BY_VERSION = List.of(
            List.of("DE Germany", "FR France", "XX mine"),
            List.of("DE Deutschland", "FR France", "IT It'aly", "XX mine"),
            List.of("DE Deutschland 357", "FR France null", "IT It'aly 302", "XX mine null"),
            List.of("DE Deutschland 357", "FR France null", "IT It'aly 302", "XX mine null"),
            List.of("DE Deutschland 357", "IT Italia 302", "XX mine null"));

    @AutoClose
    private World world = new World();

    private static String createSeedSql(String columns, String... rows) {
        return "-- seed\nINSERT INTO country (" + columns + ") VALUES (" + String.join("), (", rows) + ")";
    }

    private static RecordedHistory createHistory() {
        return new RecordedHistory(World.DATABASE)
                .version("countries", CREATE_COUNTRY, createSeedSql("code, name", "'DE', 'Germany'", "'FR', 'France'"))
                .version(
                        "italy",
                        CREATE_COUNTRY,
                        createSeedSql("code, name", "'DE', 'Deutschland'", "'FR', 'France'", "'IT', 'It''aly'"))
                .version(
                        "areas",
                        CREATE_WIDE_COUNTRY,
                        createSeedSql(
                                "code, name, area",
                                "'DE', 'Deutschland', 357",
                                "'FR', 'France', NULL",
                                "'IT', 'It''aly', 302"))
                .version(
                        "titles",
                        RENAME_NAME_TO_TITLE,
                        CREATE_TITLED_COUNTRY,
                        createSeedSql(
                                "code, title, area",
                                "'DE', 'Deutschland', 357",
                                "'FR', 'France', NULL",
                                "'IT', 'It''aly', 302"))
                .version(
                        "shorter titles without france",
                        CREATE_SHORT_COUNTRY,
                        createSeedSql("code, title, area", "'DE', 'Deutschland', 357", "'IT', 'Italia', 302"));
    }

    private static MigratorOptions options() {
        return World.options().consent(Consent.values());
    }

    private Migrator createMigrator(SchemaDescriptor schema) {
        return world.createMigrator(schema, options());
    }

    private List<String> readRows() throws SQLException {
        return world.queryRows("SELECT * FROM country ORDER BY code");
    }

    @Test
    void upgradesAndDowngradesLeadToTheDeclaredRowsAndKeepOthers() throws SQLException {
        Migrator migrator = createMigrator(createHistory().schema());
        migrator.upgradeTo(1);
        world.execute("INSERT INTO country (code, name) VALUES ('XX', 'mine')");
        for (int version = 1; version <= ROWS_BY_VERSION.size(); version++) {
            migrator.upgradeTo(version);
            assertThat(readRows()).as("upgraded to %s", version).isEqualTo(ROWS_BY_VERSION.get(version - 1));
            assertThat(migrator.check().differences()).isEmpty();
        }
        for (int version = ROWS_BY_VERSION.size() - 1; version > 0; version--) {
            migrator.downgradeTo(version);
            assertThat(readRows()).as("downgraded to %s", version).isEqualTo(ROWS_BY_VERSION.get(version - 1));
            assertThat(migrator.check().differences()).isEmpty();
        }
        migrator.downgradeTo(0);
        assertThat(world.readObjects()).isEmpty();
    }

    @Test
    @Tag(Breadth.LONG)
    void afterAFaultAtAnyStatementTheNextRunLeadsToTheDeclaredRows() throws SQLException {
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .version("countries", CREATE_COUNTRY, createSeedSql("code, name", "'DE', 'Germany'", "'FR', 'France'"))
                .version("italy", CREATE_COUNTRY, createSeedSql("code, name", "'DE', 'Deutschland'", "'IT', 'Italy'"))
                .schema();
        createMigrator(schema).upgrade();
        int statementCount = world.server.log().all().size();
        assertThat(statementCount).isGreaterThan(10);
        for (int number : Breadth.numbers(statementCount, 5).toArray()) {
            for (Fault fault : List.of(Fault.cutBefore(), Fault.cutAfter())) {
                world.close();
                world = new World();
                world.server.faults().add(Trigger.number(number), fault);
                try {
                    createMigrator(schema).upgrade();
                } catch (MigrationException ignored) {
                    // The second run continues the first one.
                }
                world.server.faults().clear();
                createMigrator(schema).upgrade();
                assertThat(readRows())
                        .as("fault at statement %s", number)
                        .containsExactly("DE Deutschland", "IT Italy");
                assertThat(createMigrator(schema).upgrade().isEmpty()).isTrue();
            }
        }
    }

    @Test
    void missingAndChangedRowsAreDriftAndOthersAreNot() throws SQLException {
        Migrator migrator = createMigrator(createHistory().schema());
        migrator.upgradeTo(2);
        world.execute("INSERT INTO country VALUES ('XX', 'mine'), ('DE', 'Allemagne')");
        world.execute("DELETE FROM country WHERE code = 'IT'");
        int statementCountBefore = world.server.log().all().size();

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
                        .skip(statementCountBefore)
                        .filter(statement -> statement.text().contains("FROM `shop`.`country`")))
                .hasSize(1);
    }

    @Test
    void valuesOfAllTypesAreReadAsTheyWereWritten() {
        String createTable =
                "CREATE TABLE country (code INT, b BOOLEAN, t TINYINT, s SMALLINT, l BIGINT, h LARGEINT, d DECIMAL(18, 4),"
                        + " f FLOAT, g DOUBLE, day DATE, at DATETIME, c CHAR(5), v VARCHAR(200))" + TABLE_ENDING;
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .version(
                        "values",
                        createTable,
                        createSeedSql(
                                "code, b, t, s, l, h, d, f, g, day, at, c, v",
                                "1, TRUE, -128, 32767, -9223372036854775808, 170141183460469231731687303715884105727,"
                                        + " 12345.6700, 0.1, 0.30000000000000004, '2024-02-29', '2024-02-29 23:59:59',"
                                        + " 'abc', 'a''b \"c\" \\\\ \\n 日本 😀 ${x}'",
                                "2, FALSE, 127, -32768, 0, 0, 0.0000, -1.5e10, 1e300, '0001-01-01',"
                                        + " '2024-01-01 00:00:00.000001', '', ' '",
                                "3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL"))
                .schema();
        createMigrator(schema).upgrade();
        assertThat(createMigrator(schema).check().differences()).isEmpty();
    }

    /** An overloaded server says nothing about the rows. */
    @Test
    void aTransientRefusalIsNotAGap() {
        Migrator migrator = world.createMigrator(
                createHistory().schema(),
                World.options().consent(Consent.values()).retry(Duration.ZERO));
        migrator.upgradeTo(1);
        world.server
                .faults()
                .add(
                        Trigger.matching("(?is)SELECT .*FROM `shop`.`country`.*")
                                .every(),
                        Fault.reject(1064, "HY000", "Backend node not found."));
        assertThatThrownBy(migrator::check)
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("Backend node not found");
    }

    @Test
    void rowsThatCannotBeReadAreAGap() {
        Migrator migrator = createMigrator(createHistory().schema());
        migrator.upgradeTo(1);
        world.server
                .faults()
                .add(Trigger.matching("(?is)SELECT .*FROM `shop`.`country`.*"), Fault.reject(5203, "42000", "denied"));
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
        SchemaWithSeed schema = new SchemaWithSeed();
        assertThat(createMigrator(schema).createAll()).hasSize(2);
        assertThat(readRows()).containsExactly("DE Germany", "FR France");
        assertThat(createMigrator(schema).createAll()).isEmpty();
        assertThat(createMigrator(schema).diff().isEmpty()).isTrue();

        world.execute("INSERT INTO country VALUES ('XX', 'mine'), ('DE', 'Allemagne')");
        assertThat(createMigrator(schema).apply().steps()).hasSize(1);
        assertThat(readRows()).containsExactly("DE Germany", "FR France", "XX mine");
        assertThat(createMigrator(schema).apply().isEmpty()).isTrue();

        world.execute("DROP TABLE country");
        createMigrator(schema).apply();
        assertThat(readRows()).containsExactly("DE Germany", "FR France");
    }

    @Test
    void plansAndScriptsShowTheStatements() {
        Migrator migrator = createMigrator(createHistory().schema());
        assertThat(migrator.plan().get(0).steps().toString()).contains("INSERT INTO `country`", "'Germany'");
        RecordedMigration lastMigration = createHistory().migrations().get(4);
        assertThat(lastMigration.upgrade().get(0))
                .contains("-- seed", "-- destructive: deletes the row 'FR' of country");
    }

    /** A schema of one table with declared rows. */
    private static final class SchemaWithSeed extends SchemaDescriptor {
        SchemaWithSeed() {
            super(GeneratedClassFormat.CURRENT, World.DATABASE, "4.1", "shared_nothing");
        }

        @Override
        protected void forEachDescriptor(Consumer<Descriptor<?>> consumer) {
            consumer.accept(new Countries());
        }
    }

    private static final class Countries extends PrimaryKeyTableDescriptor<Object> {
        Countries() {
            super(GeneratedClassFormat.CURRENT, "", "country", CREATE_COUNTRY);
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
