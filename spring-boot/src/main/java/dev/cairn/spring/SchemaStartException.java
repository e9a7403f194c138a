package dev.cairn.spring;

/** A schema is not in the state that the application needs, so that it can't start. The cause tells why. */
public final class SchemaStartException extends RuntimeException {
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
}
