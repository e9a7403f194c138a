package dev.cairn.spring.actuate;

import dev.cairn.Drift;
import dev.cairn.History;
import dev.cairn.Migrator;
import dev.cairn.PlannedMigration;
import dev.cairn.upgrade.MigrationException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * The endpoint {@code /actuator/cairn}: the state and the history of each schema; and for one schema, only on request,
 * the pending statements ({@code /actuator/cairn/shop/plan}) and the drift ({@code /actuator/cairn/shop/drift}). It
 * changes nothing.
 */
@Endpoint(id = "cairn")
final class CairnEndpoint {
    private final SchemaMonitor monitor;

    CairnEndpoint(SchemaMonitor monitor) {
        this.monitor = monitor;
    }

    /** The body of {@code /actuator/cairn}: the schemas by their names. */
    record SchemasBody(Map<String, SchemaBody> schemas) implements OperationResponseBody {}

    /**
     * The body of {@code /actuator/cairn/shop}.
     *
     * @param history the migrations that are done; null if they could not be read
     */
    record SchemaBody(SchemaState state, @Nullable List<AppliedMigration> history) implements OperationResponseBody {}

    /**
     * A migration that is done.
     *
     * @param at the time at which it ended; null if the time is no longer known
     * @param by the author of the run; empty if the author is no longer known
     * @param milliseconds the duration of the run
     */
    record AppliedMigration(
            int number, String title, String hash, @Nullable String at, String by, long milliseconds) {
        static AppliedMigration of(History.Row row) {
            String at = row.appliedAt() == null
                    ? null
                    : Objects.requireNonNull(row.appliedAt()).toString();
            return new AppliedMigration(row.number(), row.title(), row.hash(), at, row.appliedBy(), row.milliseconds());
        }
    }

    /**
     * The body of {@code /actuator/cairn/shop/plan}.
     *
     * @param migrations the migrations that an upgrade would run now; null after a failure
     */
    record PlanBody(
            @Nullable List<PendingMigration> migrations,
            @Nullable String error) implements OperationResponseBody {
        static PlanBody of(Migrator migrator) {
            return new PlanBody(
                    migrator.plan().stream().map(PendingMigration::of).toList(), null);
        }
    }

    /** A migration that an upgrade would run. */
    record PendingMigration(String name, String direction, List<PendingStep> steps) {
        static PendingMigration of(PlannedMigration plannedMigration) {
            return new PendingMigration(
                    plannedMigration.migration().name(),
                    plannedMigration.direction().name().toLowerCase(Locale.ROOT),
                    plannedMigration.steps().stream()
                            .map(step -> new PendingStep(
                                    step.number(),
                                    step.text(),
                                    plannedMigration.notes().getOrDefault(step.number(), List.of())))
                            .toList());
        }
    }

    /**
     * A step of a migration.
     *
     * @param text the statement, or a comment that describes the code
     * @param notes warnings, such as that the step drops data, or the size of a table that it rewrites
     */
    record PendingStep(int number, String text, List<String> notes) {}

    /**
     * A difference between the database and the result of its migrations.
     *
     * @param part the part of the object; empty for the object itself
     * @param is the present definition of the part; null if it does not exist
     * @param shouldBe the definition by the migrations; null if it should not exist
     * @param remediation the statements that remove the difference
     */
    record FoundDifference(
            String object,
            String part,
            @Nullable String is,
            @Nullable String shouldBe,
            List<String> remediation) {
        static FoundDifference of(Drift.Difference difference) {
            return new FoundDifference(
                    difference.object(),
                    difference.part(),
                    difference.actual(),
                    difference.expected(),
                    difference.remediation());
        }
    }

    /**
     * The body of {@code /actuator/cairn/shop/drift}. All lists are null after a failure.
     *
     * @param differences the differences between the database and the result of its migrations
     * @param unreadable the objects that could not be read and so not compared
     * @param unmanaged the objects that no migration defines
     */
    record DriftBody(
            @Nullable List<FoundDifference> differences,
            @Nullable List<Drift.Gap> unreadable,
            @Nullable List<Drift.FoundObject> unmanaged,
            @Nullable String error)
            implements OperationResponseBody {
        static DriftBody of(Migrator migrator) {
            Drift drift = migrator.check();
            return new DriftBody(
                    drift.differences().stream().map(FoundDifference::of).toList(),
                    drift.gaps(),
                    drift.unmanaged(),
                    null);
        }
    }

    /** Describes all schemas. */
    @ReadOperation
    public SchemasBody schemas() {
        Map<String, SchemaBody> bodyBySchemaName = new LinkedHashMap<>();
        monitor.collectStates()
                .forEach((schemaName, state) -> bodyBySchemaName.put(schemaName, createBody(schemaName, state)));
        return new SchemasBody(bodyBySchemaName);
    }

    /** Describes one schema; null, which HTTP returns as status 404, if there is no such schema. */
    @ReadOperation
    public @Nullable SchemaBody schema(@Selector String schema) {
        return monitor.findState(schema).map(state -> createBody(schema, state)).orElse(null);
    }

    /** Returns the plan or the drift of a schema; null if there is no such schema or no such topic. */
    @ReadOperation
    public @Nullable OperationResponseBody topic(@Selector String schema, @Selector String topic) {
        return switch (topic) {
            case "plan" -> queryMigrator(schema, PlanBody::of, error -> new PlanBody(null, error));
            case "drift" -> queryMigrator(schema, DriftBody::of, error -> new DriftBody(null, null, null, error));
            default -> null;
        };
    }

    /** Returns the state of a schema with its history. Without an answer of the server, the history is null. */
    private SchemaBody createBody(String schemaName, SchemaState state) {
        Optional<Migrator> migrator = monitor.findMigrator(schemaName);
        return migrator.isEmpty() || state.position() == null
                ? new SchemaBody(state, null)
                : queryMigrator(
                        migrator.get(),
                        queriedMigrator -> new SchemaBody(state, readHistory(queriedMigrator)),
                        error -> new SchemaBody(SchemaState.ofUnknown(error), null));
    }

    /**
     * Queries a migrator if its server has answered within the timeout of the health check, and otherwise returns the
     * body of a failure; null if there is no such schema. The query itself may take longer than the timeout, because it
     * reads all objects.
     */
    private <T extends OperationResponseBody> @Nullable T queryMigrator(
            String schemaName, Function<Migrator, T> bodyFactory, Function<String, T> failureBodyFactory) {
        Migrator migrator = monitor.findMigrator(schemaName).orElse(null);
        SchemaState state = monitor.findState(schemaName).orElse(null);
        if (migrator == null || state == null) {
            return null;
        }
        return state.position() == null
                ? failureBodyFactory.apply(String.valueOf(state.error()))
                : queryMigrator(migrator, bodyFactory, failureBodyFactory);
    }

    private static List<AppliedMigration> readHistory(Migrator migrator) {
        return migrator.history().rows().stream().map(AppliedMigration::of).toList();
    }

    /** Returns the body that a query of a migrator results in, or the body for its failure. */
    private static <T extends OperationResponseBody> T queryMigrator(
            Migrator migrator, Function<Migrator, T> bodyFactory, Function<String, T> failureBodyFactory) {
        try {
            return bodyFactory.apply(migrator);
        } catch (MigrationException failure) {
            return failureBodyFactory.apply(String.valueOf(failure.getMessage()));
        }
    }
}
