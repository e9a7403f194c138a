package dev.cairn.gradle;

import dev.cairn.tooling.command.CommandArguments;
import org.gradle.api.provider.Property;
import org.gradle.api.tasks.Input;
import org.gradle.api.tasks.Optional;
import org.gradle.api.tasks.UntrackedTask;
import org.gradle.api.tasks.options.Option;

/**
 * Shows the steps that an upgrade would run now, with costs and warnings: {@code gradle cairnPlan}. Runs no migration.
 */
@UntrackedTask(because = "It reads a server")
public abstract class PlanTask extends SchemaTask implements PlaceholderProperties {
    /**
     * The migration to which the upgrade would run: its number, its name, or +n for the next n. Default: the last
     * migration.
     */
    @Input
    @Optional
    @Option(
            option = "to",
            description = "The migration to which the upgrade would run: its number, its name, or +n for the next n.")
    public abstract Property<String> getTo();

    @Override
    String commandName() {
        return "plan";
    }

    @Override
    void addArguments(CommandArguments arguments) {
        super.addArguments(arguments);
        arguments.addPositionalArgument(getTo().getOrNull());
    }
}
