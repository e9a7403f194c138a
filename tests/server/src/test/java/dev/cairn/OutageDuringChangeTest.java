package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The connection breaks during operations that change the ledger or the database. Each message names the next step of
 * the operation.
 */
class OutageDuringChangeTest {
    private static final SchemaDescriptor SCHEMA = new RecordedHistory(World.DATABASE)
            .version("orders", createTable("orders"))
            .version("customers", createTable("orders"), createTable("customers"))
            .schema();

    @AutoClose
    private final World world = new World();

    private static String createTable(String name) {
        return "CREATE TABLE " + name + " (id INT NOT NULL) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 2"
                + " PROPERTIES ('replication_num' = '1')";
    }

    enum ChangingOperation {
        STAMP(migrator -> migrator.stamp(2), "stamp it again"),
        BASELINE(migrator -> migrator.baseline(0), "run the baseline again"),
        REPAIR(migrator -> migrator.repair(Map.of()), "Look at the open steps again"),
        APPLY(Migrator::apply, "Apply the records again"),
        CREATE_ALL(Migrator::createAll, "Create the objects again");

        @SuppressWarnings("ImmutableEnumChecker") // references to methods, which have no state
        private final Consumer<Migrator> call;

        private final String nextStep;

        ChangingOperation(Consumer<Migrator> call, String nextStep) {
            this.call = call;
            this.nextStep = nextStep;
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachMessageNamesTheNextStepOfItsOperation(ChangingOperation operation) {
        List<String> messages = new ArrayList<>();
        boolean isCut = true;
        for (int statementNumber = 1; isCut; statementNumber++) {
            AtomicInteger remainingStatements = new AtomicInteger(statementNumber);
            world.server
                    .faults()
                    .add(Trigger.of(statement -> remainingStatements.decrementAndGet() == 0), Fault.cutBefore());
            Throwable failure = catchThrowable(() -> operation.call.accept(world.createMigrator(SCHEMA)));
            if (failure instanceof ServerUnreachableException connectionLoss
                    && connectionLoss.getMessage().contains("the connection was lost:")) {
                messages.add(connectionLoss.remedy());
            }
            isCut = remainingStatements.get() <= 0;
            world.server.faults().clear();
        }
        assertThat(messages)
                .isNotEmpty()
                .allSatisfy(remedy -> assertThat(remedy).contains(operation.nextStep));
    }

    @Test
    void aSecondStampChangesNothing() {
        world.createMigrator(SCHEMA).upgrade();
        world.createMigrator(SCHEMA).stamp(2);
        History historyBefore = world.createMigrator(SCHEMA).history();
        world.createMigrator(SCHEMA).stamp(2);
        assertThat(world.createMigrator(SCHEMA).history()).isEqualTo(historyBefore);
        assertThat(world.createMigrator(SCHEMA).check().isEmpty()).isTrue();
    }
}
