package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.job.Job;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.schema.SchemaDescriptor;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A shared-data server can't print a materialized view with a unique constraint of a table that was renamed or dropped.
 */
class SharedDataConstraintsTest {
    private static final ServerProfile PROFILE =
            ServerProfile.DEFAULT.with(RunMode.SHARED_DATA).withReplicas(1, 3);
    private static final String CREATE_TABLE =
            "CREATE TABLE price (id INT NOT NULL, v INT) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 2";
    private static final String CREATE_VIEW = "CREATE MATERIALIZED VIEW prices DISTRIBUTED BY HASH(id) BUCKETS 2"
            + " REFRESH DEFERRED MANUAL PROPERTIES ('unique_constraints' = 'price.id') AS SELECT id FROM price";

    @AutoClose
    private final EmbeddedStarRocks server =
            EmbeddedStarRocks.start(Options.DEFAULT.profile(PROFILE).jobs(Job.Pace.atOnce()));

    @BeforeEach
    void createDatabase() throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl("") + "?user=root");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + World.DATABASE);
        }
    }

    private Migrator createMigrator() {
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE, PROFILE)
                .version("create", CREATE_TABLE, CREATE_VIEW)
                .version(
                        "rename",
                        List.of(new Rename.ObjectRename(new ObjectName(World.DATABASE, "cost"), "price")),
                        CREATE_TABLE.replace("price", "cost"),
                        CREATE_VIEW.replace("price.id", "cost.id").replace("FROM price", "FROM cost"))
                .schema();
        return Migrator.of(schema, toUrl(), World.options().consent(Consent.values()));
    }

    private String toUrl() {
        return server.jdbcUrl(World.DATABASE) + "?user=root";
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(toUrl());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void aTableOfAUniqueConstraintIsRenamed() {
        Migrator migrator = createMigrator();
        migrator.upgrade();
        assertThat(migrator.check().differences()).isEmpty();
        migrator.downgradeTo(1);
        migrator.upgrade();
        assertThat(migrator.check().isEmpty()).isTrue();
    }

    @Test
    void aViewThatCannotBePrintedIsNotMissing() throws SQLException {
        Migrator migrator = createMigrator();
        migrator.upgradeTo(1);
        execute("ALTER TABLE price RENAME other");
        assertThat(migrator.check().gaps())
                .extracting(Object::toString)
                .anyMatch(object -> object.contains("prices") && object.contains("price is not found"));
    }
}
