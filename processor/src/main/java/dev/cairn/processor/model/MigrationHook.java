package dev.cairn.processor.model;

/** When code of a migration runs, and the method that holds it. */
public enum MigrationHook {
    BEFORE_UPGRADE("beforeUpgrade"),
    AFTER_UPGRADE("afterUpgrade"),
    BEFORE_DOWNGRADE("beforeDowngrade"),
    AFTER_DOWNGRADE("afterDowngrade");

    private final String method;

    MigrationHook(String method) {
        this.method = method;
    }

    public String method() {
        return method;
    }
}
