package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import java.lang.reflect.Proxy;
import java.sql.SQLNonTransientConnectionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The frontend fails for a while during an operation that only reads. */
class OutageDuringReadTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final SchemaDescriptor SCHEMA = new RecordedHistory(World.DATABASE)
            .version("orders", createTable("orders"))
            .version("customers", createTable("orders"), createTable("customers"))
            .schema();

    @AutoClose
    private final World world = new World();

    private final AtomicInteger remainingRefusals = new AtomicInteger();

    private static String createTable(String name) {
        return "CREATE TABLE " + name + " (id INT NOT NULL) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 2"
                + " PROPERTIES ('replication_num' = '1')";
    }

    enum ReadingOperation {
        CHECK(Migrator::check),
        STATUS(Migrator::status),
        PLAN(Migrator::plan),
        HISTORY(Migrator::history),
        DIFF(Migrator::diff),
        LEFTOVERS(Migrator::leftovers),
        OPEN_STEPS(Migrator::openSteps);

        @SuppressWarnings("ImmutableEnumChecker") // references to methods, which have no state
        private final Function<Migrator, Object> call;

        ReadingOperation(Function<Migrator, Object> call) {
            this.call = call;
        }
    }

    @BeforeEach
    void upgrade() {
        world.createMigrator(SCHEMA).upgradeTo(1);
    }

    /** Returns a source that refuses as many connections as {@link #remainingRefusals} says. */
    private DataSource createDataSource() {
        return (DataSource) Proxy.newProxyInstance(
                OutageDuringReadTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> {
                    if (remainingRefusals.getAndUpdate(count -> Math.max(0, count - 1)) > 0) {
                        throw new SQLNonTransientConnectionException("Connection refused", "08S01");
                    }
                    return method.getName().equals("getConnection") ? world.openConnection() : null;
                });
    }

    private String read(ReadingOperation operation) {
        return String.valueOf(operation.call.apply(Migrator.of(SCHEMA, createDataSource(), World.options())));
    }

    @ParameterizedTest
    @EnumSource
    void everythingIsReadAgain(ReadingOperation operation) {
        String undisturbedResult = read(operation);
        boolean isCut = true;
        for (int statementNumber = 1; isCut; statementNumber++) {
            AtomicInteger remainingStatements = new AtomicInteger(statementNumber);
            world.server
                    .faults()
                    .add(
                            Trigger.of(statement -> statement.text().startsWith("SHOW")
                                    && remainingStatements.decrementAndGet() == 0
                                    && remainingRefusals.compareAndSet(0, 3)),
                            Fault.cutBefore());
            assertThat(read(operation))
                    .as("cut at statement " + statementNumber)
                    .isEqualTo(undisturbedResult);
            isCut = remainingStatements.get() <= 0;
            remainingRefusals.set(0);
            world.server.faults().clear();
        }
    }

    @Test
    void aServerThatBreaksEachConnectionIsReportedAsAFailedRead() {
        world.server.faults().add(Trigger.matching("(?is)SHOW CREATE TABLE.*").every(), Fault.cutBefore());
        assertThatThrownBy(() -> read(ReadingOperation.CHECK))
                .isInstanceOf(ServerUnreachableException.class)
                .satisfies(MESSAGES::match);
    }
}
