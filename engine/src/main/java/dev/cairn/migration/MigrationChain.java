package dev.cairn.migration;

import dev.cairn.catalog.Catalog;
import dev.cairn.migration.ChainProblem.Attribute;
import dev.cairn.migration.ChainProblem.ChainLocation;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The recorded migrations of a schema after their verification, up to the first break of the chain and in the order in
 * which they run. It also contains the resulting catalog, and the problems of all migrations.
 *
 * <pre>{@code
 * MigrationChain chain = MigrationChain.verify(migrations, new ChainVerifier(engine, new Session("shop"), empty));
 * chain.problems();    // the reasons why the chain is not valid
 * chain.lastCatalog(); // the catalog after the migrations before the first problem
 * }</pre>
 *
 * @param migrations the migrations before the first break of the chain, from the first one or the last checkpoint;
 *     their statements may be invalid
 * @param lastCatalog the catalog after these migrations, or before the first of them with an invalid statement
 * @param problems all problems, including problems after the first break of the chain
 * @param warnings findings about valid statements that may be errors
 */
public record MigrationChain(
        List<Migration> migrations, Catalog lastCatalog, List<ChainProblem> problems, List<ChainProblem> warnings) {
    private static final Pattern SETTING_PATTERN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*", Pattern.DOTALL);

    public MigrationChain {
        migrations = List.copyOf(migrations);
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    /** Verifies the chain by applying it to the initial catalog of the verifier. */
    public static MigrationChain verify(List<Migration> migrations, ChainVerifier verifier) {
        ChainOrder chainOrder = ChainOrder.of(migrations);
        ChainFindings findings = new ChainFindings();
        chainOrder.problems().forEach(findings::addProblem);
        for (Migration migration : migrations) {
            checkNumber(migration, findings);
            checkSettings(migration, findings);
            checkCheckpoint(migration, findings);
        }
        ParsedMigrations parsedMigrations = ParsedMigrations.of(migrations, findings);
        Catalog lastCatalog = verifier.verify(chainOrder.validMigrations(), parsedMigrations, findings);
        return new MigrationChain(chainOrder.validMigrations(), lastCatalog, findings.problems(), findings.warnings());
    }

    /**
     * Verifies a repeatable migration. The initial catalog of the verifier must be the catalog after the last
     * migration.
     */
    public static MigrationChain verifyRepeatable(Migration repeatable, ChainVerifier verifier) {
        List<Migration> repeatables = List.of(repeatable);
        ChainFindings findings = new ChainFindings();
        checkSettings(repeatable, findings);
        ParsedMigrations parsedMigrations = ParsedMigrations.of(repeatables, findings);
        Catalog lastCatalog = verifier.verify(repeatables, parsedMigrations, findings);
        return new MigrationChain(repeatables, lastCatalog, findings.problems(), findings.warnings());
    }

    /** Returns whether the chain has no problems; it may have warnings. */
    public boolean isValid() {
        return problems.isEmpty();
    }

    public Optional<Migration> lastMigration() {
        return migrations.isEmpty() ? Optional.empty() : Optional.of(migrations.get(migrations.size() - 1));
    }

    /** Returns the hash that the next migration names; empty if that is the first migration. */
    public String lastHash() {
        return lastMigration().map(Migration::hash).orElse("");
    }

    /** Returns the number of the migration that is recorded next; 1 if the chain is empty. */
    public int nextNumber() {
        return lastMigration().map(Migration::number).orElse(0) + 1;
    }

    private static void checkCheckpoint(Migration migration, ChainFindings findings) {
        Migration.Checkpoint checkpoint = migration.checkpoint();
        if (checkpoint == null) {
            return;
        }
        if (!MigrationHash.isHash(checkpoint.hash())) {
            findings.addProblem(ChainProblem.of(
                    ChainRule.INVALID_CHECKPOINT_HASH,
                    migration,
                    Attribute.CHECKPOINT,
                    checkpoint.hash(),
                    migration.name()));
        } else if (!migration.predecessorHash().isEmpty()) {
            findings.addProblem(ChainProblem.of(
                    ChainRule.CHECKPOINT_WITH_PREDECESSOR, migration, Attribute.AFTER, migration.name()));
        }
    }

    private static void checkNumber(Migration migration, ChainFindings findings) {
        boolean isNumberInName = MigrationNames.parseNumber(migration.name()).orElse(-1) == migration.number();
        if (!isNumberInName) {
            findings.addProblem(ChainProblem.of(
                    ChainRule.NUMBER_NOT_IN_NAME,
                    migration,
                    Attribute.NUMBER,
                    String.valueOf(migration.number()),
                    migration.name(),
                    MigrationNames.renumber(migration.name(), migration.number())));
        }
    }

    private static void checkSettings(Migration migration, ChainFindings findings) {
        for (int i = 0; i < migration.sessionSettings().size(); i++) {
            String setting = migration.sessionSettings().get(i);
            if (!SETTING_PATTERN.matcher(setting).matches()) {
                findings.addProblem(new ChainProblem(
                        ChainRule.INVALID_SETTING, ChainLocation.of(migration, Attribute.SESSION, i), setting));
            }
        }
    }
}
