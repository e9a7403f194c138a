package dev.cairn.spring;

import dev.cairn.MigrationResult;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEvent;

/**
 * An event about a schema during the start of an application: an upgrade, a check or a wait begins, succeeds or fails,
 * depending on the {@link MigrationMode}. No event is published in the mode NONE.
 *
 * <p>Without {@code cairn.background} the events are published before the methods with {@code @EventListener} are
 * registered; beans that implement {@code ApplicationListener<SchemaStartEvent>} receive them.
 */
public final class SchemaStartEvent extends ApplicationEvent {
    private static final long serialVersionUID = 1L;

    private final State state;
    private final String schema;
    private final MigrationMode mode;
    private final transient @Nullable MigrationResult outcome;
    private final @Nullable SchemaStartException failure;

    private SchemaStartEvent(
            CairnInitializer source,
            State state,
            String schema,
            MigrationMode mode,
            @Nullable MigrationResult outcome,
            @Nullable SchemaStartException failure) {
        super(source);
        this.state = state;
        this.schema = schema;
        this.mode = mode;
        this.outcome = outcome;
        this.failure = failure;
    }

    /** The stage of a schema. */
    public enum State {
        /** An upgrade, a check or the wait for another process begins. */
        BEGAN,
        /** The schema is ready. */
        READY,
        /**
         * The schema is not ready. The application does not start or, if migrations run in the background, is not
         * alive.
         */
        FAILED
    }

    static SchemaStartEvent ofBeginning(CairnInitializer source, String schema, MigrationMode mode) {
        return new SchemaStartEvent(source, State.BEGAN, schema, mode, null, null);
    }

    static SchemaStartEvent ofReady(
            CairnInitializer source, String schema, MigrationMode mode, @Nullable MigrationResult outcome) {
        return new SchemaStartEvent(source, State.READY, schema, mode, outcome, null);
    }

    static SchemaStartEvent ofFailure(CairnInitializer source, MigrationMode mode, SchemaStartException failure) {
        return new SchemaStartEvent(source, State.FAILED, failure.schema(), mode, null, failure);
    }

    /** Returns the stage that the schema has reached. */
    public State state() {
        return state;
    }

    /** Returns the name of the schema. */
    public String schema() {
        return schema;
    }

    /** Returns the mode in which the application treats the schema. */
    public MigrationMode mode() {
        return mode;
    }

    /** Returns the migrations that this instance ran; empty unless the schema is ready after an upgrade. */
    public Optional<MigrationResult> outcome() {
        return Optional.ofNullable(outcome);
    }

    /** Returns why the schema is not ready; empty unless it failed. */
    public Optional<SchemaStartException> failure() {
        return Optional.ofNullable(failure);
    }
}
