package dev.cairn.gradle;

import org.gradle.api.tasks.UntrackedTask;

/**
 * Shows the steps that an upgrade would run now, with costs and warnings: {@code gradle cairnPlan}. Runs no migration.
 */
@UntrackedTask(because = "It reads a server")
public abstract class PlanTask extends SchemaTask implements PlaceholderProperties {
    @Override
    String commandName() {
        return "plan";
    }
}
