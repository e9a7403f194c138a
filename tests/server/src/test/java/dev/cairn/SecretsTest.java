package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.Progress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** No text that a migrator returns, reports or throws contains a password of the migrations. */
class SecretsTest {
    private static final String SECRET = "hunter2";
    private static final SchemaDescriptor SCHEMA = new RecordedHistory(World.DATABASE)
            .statements(
                    "users",
                    "CREATE USER bob IDENTIFIED BY '" + SECRET + "'",
                    "ALTER USER bob IDENTIFIED WITH mysql_native_password BY '" + SECRET + "'",
                    "SET PASSWORD FOR bob = PASSWORD('" + SECRET + "')")
            .schema();

    @AutoClose
    private final World world = new World();

    private final List<Progress> events = new CopyOnWriteArrayList<>();

    private Migrator createMigrator() {
        return world.createMigrator(SCHEMA, World.options().listener(events::add));
    }

    @Test
    void plansScriptsAndProgressContainNoPassword() {
        assertThat(createMigrator().plan().toString()).contains("CREATE USER bob IDENTIFIED BY '***'");
        assertThat(createMigrator().plan().get(0).steps().toString()).doesNotContain(SECRET);
        assertThat(createMigrator().sql(0, 1))
                .contains(
                        "-- Replace '***' before this is run: secrets are not printed.\nCREATE USER bob IDENTIFIED BY '***';")
                .doesNotContain(SECRET);

        createMigrator().upgrade();
        assertThat(events.stream()
                        .filter(Progress.StepEnded.class::isInstance)
                        .map(event -> ((Progress.StepEnded) event).step().text()))
                .containsExactly(
                        "CREATE USER bob IDENTIFIED BY '***'",
                        "ALTER USER bob IDENTIFIED WITH mysql_native_password BY '***'",
                        "SET PASSWORD FOR bob = PASSWORD('***')");
    }

    @Test
    void exceptionsContainNoPassword() {
        world.server
                .faults()
                .add(
                        Trigger.matching("(?is)CREATE USER.*"),
                        Fault.reject(1064, "HY000", "Unexpected input '" + SECRET + "'"));
        Throwable failure = catchThrowable(() -> createMigrator().upgrade());
        StringWriter stackTrace = new StringWriter();
        failure.printStackTrace(new PrintWriter(stackTrace));
        assertThat(stackTrace.toString()).contains("Unexpected input '***'").doesNotContain(SECRET);
        assertThat(createMigrator().openSteps().toString()).doesNotContain(SECRET);
    }
}
