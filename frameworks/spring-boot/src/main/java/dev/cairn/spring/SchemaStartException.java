package dev.cairn.spring;

import dev.cairn.internal.ExitCode;
import dev.cairn.upgrade.MigrationException;
import org.springframework.boot.ExitCodeGenerator;

/**
 * Thrown if a schema does not reach the state that the application needs; the cause is the failure. The application
 * does not start or, with {@code cairn.background}, its liveness state becomes broken. If the start fails, the process
 * ends with the exit code that the command line has for the same failure.
 */
public final class SchemaStartException extends RuntimeException implements ExitCodeGenerator {
    private static final long serialVersionUID = 1L;

    private final String schema;

    SchemaStartException(String schema, RuntimeException cause) {
        super(cause.getMessage(), cause);
        this.schema = schema;
    }

    /** Returns the name of the schema. */
    public String schema() {
        return schema;
    }

    @Override
    public int getExitCode() {
        return (getCause() instanceof MigrationException failure ? ExitCode.of(failure) : ExitCode.FAILED).number();
    }
}
