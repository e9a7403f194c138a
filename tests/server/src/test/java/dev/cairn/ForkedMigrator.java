package dev.cairn;

import dev.cairn.upgrade.MigrationException;

/** A migrator in a separate process, which a test may kill. */
final class ForkedMigrator {
    private ForkedMigrator() {}

    /**
     * Runs the ten migrations.
     *
     * @param arguments the URL of the database
     */
    public static void main(String[] arguments) {
        try {
            Migrator.of(
                            TenMigrations.of(World.DATABASE, World.createCountingCode())
                                    .schema(),
                            arguments[0],
                            MigratorOptions.DEFAULT.author("forked"))
                    .upgrade();
        } catch (MigrationException failure) {
            System.err.println(failure.getMessage());
            System.exit(1);
        }
    }

    static Process start(String url) throws java.io.IOException {
        return new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ForkedMigrator.class.getName(),
                        url)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
