package dev.cairn.spring;

/** The treatment of a schema at the start of an application. The default is {@link #UPGRADE}. */
public enum MigrationMode {
    /** Runs the pending migrations, or waits while another instance runs them. */
    UPGRADE,
    /** Waits until another process has run the pending migrations, but no longer than {@code cairn.timeout}. */
    AWAIT,
    /** Refuses to start unless all migrations are done. */
    REQUIRE,
    /** Refuses to start unless all migrations are done and the database matches them. */
    CHECK,
    /** Does nothing. The application calls its migrators itself. */
    NONE
}
