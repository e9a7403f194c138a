package dev.cairn.spring;

/** The configuration of an application does not say where its schemas are, or contradicts itself. */
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
