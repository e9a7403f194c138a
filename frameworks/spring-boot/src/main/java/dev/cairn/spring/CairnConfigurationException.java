package dev.cairn.spring;

/**
 * Thrown if the configuration of an application does not determine the servers of its schemas, or contradicts itself.
 */
public final class CairnConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    CairnConfigurationException(String message, String remedy) {
        super(message);
        this.remedy = remedy;
    }

    /** Returns the remedy, in one or more sentences. */
    public String remedy() {
        return remedy;
    }
}
