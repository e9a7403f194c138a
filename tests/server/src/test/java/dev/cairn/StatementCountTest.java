package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import com.mysql.cj.jdbc.MysqlDataSource;
import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.RecordedMigration;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits on the number of statements that are sent to the server. */
class StatementCountTest {
    /** The most statements that Cairn may send in addition to each statement of a migration. */
    private static final int MAX_PER_STATEMENT = 6;

    /** The most further statements of an upgrade; one of them queries the default number of replicas. */
    private static final int MAX_PER_UPGRADE = 11;

    private static final String TABLE_ENDING =
            " (id INT NOT NULL) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 1 PROPERTIES ('replication_num' = '1')";

    @AutoClose
    private World world;

    @BeforeEach
    void start() {
        world = new World();
    }

    private long countSent(Runnable action) {
        long statementCountBefore = world.server.log().count();
        action.run();
        return world.server.log().findSince(statementCountBefore).stream()
                .map(LoggedStatement::text)
                .filter(StatementCountTest::isFromMigrator)
                .count();
    }

    /** Returns whether the migrator sent the statement, and not the driver, when it connected. */
    private static boolean isFromMigrator(String text) {
        return !text.contains("@@session.") && !text.startsWith("SET ") && !text.startsWith("/* mysql-connector");
    }

    @Test
    void anUpgradeWithoutPendingMigrationsSendsThreeStatementsAtMost() {
        SchemaDescriptor schema = createSchema(3, 1);
        world.createMigrator(schema).upgrade();

        assertThat(countSent(() -> world.createMigrator(schema).upgrade())).isLessThanOrEqualTo(3);
    }

    @Test
    void migrationsOfOneStatementStayWithinTheStatementBudget() {
        assertUpgradeWithinBudget(createSchema(20, 1));
    }

    @Test
    void migrationsOfSeveralStatementsStayWithinTheStatementBudget() {
        assertUpgradeWithinBudget(createSchema(4, 6));
    }

    /** The definition that confirms one statement is also the definition before the next one. */
    @Test
    void consecutiveChangesOfATableReadItsDefinitionOnceBetweenThem() {
        RecordedHistory history = new RecordedHistory(World.DATABASE);
        history.statements("table", "CREATE TABLE t" + TABLE_ENDING);
        history.statements("a", "ALTER TABLE t ADD COLUMN a INT");
        history.statements("b", "ALTER TABLE t ADD COLUMN b INT");
        history.statements("c", "ALTER TABLE t ADD COLUMN c INT");
        MigratorOptions longLeaseOptions = World.options().lease(Duration.ofDays(1));

        world.createMigrator(history.schema(), longLeaseOptions).upgrade();

        assertThat(world.server.log().findMatching("SHOW CREATE TABLE .*")).hasSize(1 + 1 + 3);
    }

    /** The driver sends this question before each statement that it does not know as one without rows. */
    @Test
    void theDriverDoesNotAskWhetherTheSessionIsReadOnly() throws SQLException {
        MysqlDataSource dataSource = new MysqlDataSource();
        dataSource.setUrl(world.server.jdbcUrl(World.DATABASE) + "?user=root&readOnlyPropagatesToServer=true");

        Migrator.of(createSchema(3, 1), dataSource).upgrade();

        assertThat(world.server.log().findMatching(".*transaction_read_only.*")).isEmpty();
    }

    @Test
    void appliedMigrationsCauseNoFurtherStatements() {
        RecordedHistory history = createHistory(60, 1);
        world.createMigrator(history.schema(58)).upgrade();

        SchemaDescriptor wholeSchema = history.schema();
        long sentCount = countSent(() -> world.createMigrator(wholeSchema).upgrade());

        assertThat(sentCount).isLessThanOrEqualTo(2 * (1 + MAX_PER_STATEMENT) + MAX_PER_UPGRADE);
    }

    private void assertUpgradeWithinBudget(SchemaDescriptor schema) {
        int migrationStatementCount = schema.migrations().stream()
                .map(RecordedMigration::upgrade)
                .mapToInt(List::size)
                .sum();

        long sentCount = countSent(() -> world.createMigrator(schema).upgrade());

        System.out.println(migrationStatementCount + " statements of migrations, " + sentCount + " in all");
        assertThat(sentCount)
                .isLessThanOrEqualTo(
                        migrationStatementCount + (long) migrationStatementCount * MAX_PER_STATEMENT + MAX_PER_UPGRADE);
    }

    @Test
    void aDriftCheckSendsOneStatementPerObjectAndFive() {
        SchemaDescriptor schema = createSchema(30, 1);
        world.createMigrator(schema).upgrade();

        assertThat(countSent(() -> world.createMigrator(schema).check())).isLessThanOrEqualTo(30 + 5);
        assertThat(world.createMigrator(schema).check().status())
                .isEqualTo(world.createMigrator(schema).status());
    }

    private static SchemaDescriptor createSchema(int migrationCount, int statementsPerMigration) {
        return createHistory(migrationCount, statementsPerMigration).schema();
    }

    private static RecordedHistory createHistory(int migrationCount, int statementsPerMigration) {
        RecordedHistory history = new RecordedHistory(World.DATABASE);
        for (int number = 1; number <= migrationCount; number++) {
            String[] upgrade = new String[statementsPerMigration];
            for (int i = 0; i < statementsPerMigration; i++) {
                upgrade[i] = "CREATE TABLE t_" + number + "_" + i + TABLE_ENDING;
            }
            history.statements("tables " + number, upgrade);
        }
        return history;
    }
}
