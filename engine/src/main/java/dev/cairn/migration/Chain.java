package dev.cairn.migration;

import dev.cairn.catalog.Catalog;
import dev.cairn.migration.ChainProblem.Attribute;
import dev.cairn.migration.ChainProblem.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * All recorded migrations of a schema, verified: in the order in which they run, and with what they make of a catalog.
 *
 * <pre>{@code
 * Chain chain = Chain.of(migrations, new ChainVerifier(engine, new Session("shop"), empty));
 * chain.problems();  // why it can't be taken as it is
 * chain.head();      // the catalog after all of them
 * }</pre>
 *
 * @param migrations as far as the chain holds, from the first one
 * @param head what they fold to, up to the first statement that is wrong
 * @param problems all that is wrong, also behind what breaks the chain
 * @param warnings what is not wrong, but may not be meant
 */
public record Chain(
        List<Migration> migrations, Catalog head, List<ChainProblem> problems, List<ChainProblem> warnings) {
    private static final Pattern SETTING = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*", Pattern.DOTALL);

    public Chain {
        migrations = List.copyOf(migrations);
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    /** Verifies and folds. */
    public static Chain of(List<Migration> migrations, ChainVerifier fold) {
        ChainOrder links = ChainOrder.of(migrations);
        List<ChainProblem> problems = new ArrayList<>(links.problems());
        for (Migration migration : migrations) {
            checkNumber(migration, problems);
            checkSettings(migration, problems);
        }
        ParsedMigrations parsed = ParsedMigrations.of(migrations, problems);
        Catalog head = fold.of(links.sound(), parsed, problems);
        return new Chain(links.sound(), head, problems, parsed.warnings(problems));
    }

    public boolean isSound() {
        return problems.isEmpty();
    }

    public Optional<Migration> last() {
        return migrations.isEmpty() ? Optional.empty() : Optional.of(migrations.get(migrations.size() - 1));
    }

    /** The hash that the next migration names; empty where this is the first. */
    public String headHash() {
        return last().map(Migration::hash).orElse("");
    }

    public int nextNumber() {
        return migrations.size() + 1;
    }

    private static void checkNumber(Migration migration, List<ChainProblem> problems) {
        boolean fits = MigrationName.number(migration.name()).orElse(-1) == migration.number();
        if (!fits) {
            problems.add(ChainProblem.of(
                    Kind.NUMBER,
                    migration,
                    Attribute.NUMBER,
                    "the migration " + migration.number() + " is named " + migration.name() + ": name it "
                            + MigrationName.renumbered(migration.name(), migration.number())
                            + ", or give it the number of its name"));
        }
    }

    private static void checkSettings(Migration migration, List<ChainProblem> problems) {
        for (int i = 0; i < migration.session().size(); i++) {
            String setting = migration.session().get(i);
            if (!SETTING.matcher(setting).matches()) {
                problems.add(new ChainProblem(
                        Kind.SETTING,
                        migration.name(),
                        Attribute.SESSION,
                        i,
                        "'" + setting + "' sets nothing: write name=value, as in insert_timeout=14400",
                        null));
            }
        }
    }
}
