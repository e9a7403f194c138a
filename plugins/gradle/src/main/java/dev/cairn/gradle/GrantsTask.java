package dev.cairn.gradle;

import org.gradle.api.tasks.UntrackedTask;

/**
 * Prints the least GRANT statements with which the migrator, the application and a read-only checker work:
 * {@code gradle cairnGrants}. Connects to no server.
 */
@UntrackedTask(because = "It prints its result")
public abstract class GrantsTask extends SchemaTask implements PlaceholderProperties {
    @Override
    boolean needsServer() {
        return false;
    }

    @Override
    String commandName() {
        return "grants";
    }
}
