package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.UnreachableException;
import java.lang.reflect.Proxy;
import java.sql.SQLNonTransientConnectionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The frontend is gone for a while during an operation that only reads. */
class ReadingOutageTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final SchemaDescriptor SHOP = new RecordedHistory(World.DATABASE)
            .version("orders", createTable("orders"))
            .version("customers", createTable("orders"), createTable("customers"))
            .schema();

    private final World world = new World();
    private final AtomicInteger refusals = new AtomicInteger();

    private static String createTable(String name) {
        return "CREATE TABLE " + name + " (id INT NOT NULL) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 2"
                + " PROPERTIES ('replication_num' = '1')";
    }

    enum Reading {
        CHECK(Migrator::check),
        STATUS(Migrator::status),
        PLAN(Migrator::plan),
        HISTORY(Migrator::history),
        DIFF(Migrator::diff),
        LEFTOVERS(Migrator::leftovers),
        OPEN_STEPS(Migrator::openSteps);

        @SuppressWarnings("ImmutableEnumChecker") // references to methods, which have no state
        private final Function<Migrator, Object> work;

        Reading(Function<Migrator, Object> work) {
            this.work = work;
        }
    }

    @BeforeEach
    void upgrade() {
        world.createMigrator(SHOP).upgradeTo(1);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    /** After a cut, three further connections are refused. */
    private DataSource createSource() {
        return (DataSource) Proxy.newProxyInstance(
                ReadingOutageTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> {
                    if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                        throw new SQLNonTransientConnectionException("Connection refused", "08S01");
                    }
                    return method.getName().equals("getConnection") ? world.openConnection() : null;
                });
    }

    private String read(Reading reading) {
        return String.valueOf(reading.work.apply(Migrator.of(SHOP, createSource(), World.options())));
    }

    @ParameterizedTest
    @EnumSource
    void everythingIsReadAgain(Reading reading) {
        String undisturbed = read(reading);
        boolean isCut = true;
        for (int nth = 1; isCut; nth++) {
            AtomicInteger left = new AtomicInteger(nth);
            world.server
                    .faults()
                    .add(
                            Trigger.of(statement -> statement.text().startsWith("SHOW")
                                    && left.decrementAndGet() == 0
                                    && refusals.compareAndSet(0, 3)),
                            Fault.cutBefore());
            assertThat(read(reading)).as("cut at statement " + nth).isEqualTo(undisturbed);
            isCut = left.get() <= 0;
            refusals.set(0);
            world.server.faults().clear();
        }
    }

    @Test
    void aServerThatBreaksEachConnectionIsReportedInWordsOfReading() {
        world.server.faults().add(Trigger.matching("(?is)SHOW CREATE TABLE.*").every(), Fault.cutBefore());
        assertThatThrownBy(() -> read(Reading.CHECK))
                .isInstanceOf(UnreachableException.class)
                .satisfies(MESSAGES::match);
    }
}
