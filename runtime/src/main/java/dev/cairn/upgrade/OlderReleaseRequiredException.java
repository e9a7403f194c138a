package dev.cairn.upgrade;

/**
 * Thrown if the database has only some of the migrations that a checkpoint of the application replaces: a release that still
 * contains them has to upgrade it first. Nothing was changed.
 */
public final class OlderReleaseRequiredException extends MigrationException {
    private static final long serialVersionUID = 1;

    /**
     * Creates an exception.
     *
     * @param where the place in the history of the schema
     * @param happened the problem, as a clause without a full stop
     * @param remedy what to do next, in one or more sentences
     */
    public OlderReleaseRequiredException(Where where, String happened, String remedy) {
        super(where, happened, remedy, null);
    }
}
