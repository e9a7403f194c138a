package dev.cairn.processor.model;

/** The moments at which code of a migration runs, with the methods that contain it. */
public enum MigrationHook {
    BEFORE_UPGRADE("beforeUpgrade"),
    AFTER_UPGRADE("afterUpgrade"),
    BEFORE_DOWNGRADE("beforeDowngrade"),
    AFTER_DOWNGRADE("afterDowngrade");

    private final String methodName;

    MigrationHook(String methodName) {
        this.methodName = methodName;
    }

    public String methodName() {
        return methodName;
    }
}
