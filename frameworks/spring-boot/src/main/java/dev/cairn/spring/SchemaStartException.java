package dev.cairn.spring;

import dev.cairn.internal.ExitCode;
import dev.cairn.upgrade.MigrationException;
import org.springframework.boot.ExitCodeGenerator;

/**
 * A schema is not in the state that the application needs, so the application can't start. The cause is the failure.
 * The process ends with the exit code that the command line has for the same failure.
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
