package dev.cairn.gradle;

import dev.cairn.tooling.command.CommandArguments;
import org.gradle.api.provider.Property;
import org.gradle.api.tasks.Input;
import org.gradle.api.tasks.Optional;
import org.gradle.api.tasks.UntrackedTask;
import org.gradle.api.tasks.options.Option;

/**
 * Runs the pending migrations: {@code gradle cairnUpgrade}. After a failure, run the task again: it resumes the
 * migration.
 */
@UntrackedTask(because = "It changes a server")
public abstract class UpgradeTask extends SchemaTask implements PlaceholderProperties {
    @Input
    @Optional
    @Option(
            option = "rebuild-swap-mode",
            description = "How a rebuilt table replaces the old one: stopped-writers, swap or fence. Default:"
                    + " stopped-writers, which stops if rows are written during the copy")
    public abstract Property<String> getRebuildSwapMode();

    @Input
    @Optional
    @Option(
            option = "dependents",
            description =
                    "Whether a migration stops before it ends Routine Loads, pipes, tasks or dictionaries of a table"
                            + " (keep), or runs (lose). Default: keep")
    public abstract Property<String> getDependents();

    /** The migration to upgrade to: its number, its name, or +n to run n migrations. Default: the last migration. */
    @Input
    @Optional
    @Option(option = "to", description = "The migration to upgrade to: its number, its name, or +n for the next n.")
    public abstract Property<String> getTo();

    @Override
    String commandName() {
        return "upgrade";
    }

    @Override
    void addArguments(CommandArguments arguments) {
        super.addArguments(arguments);
        arguments
                .addOption("--rebuild-swap-mode", getRebuildSwapMode().getOrNull())
                .addOption("--dependents", getDependents().getOrNull())
                .addPositionalArgument(getTo().getOrNull());
    }
}
