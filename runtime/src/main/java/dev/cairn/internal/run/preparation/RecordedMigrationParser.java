package dev.cairn.internal.run.preparation;

import dev.cairn.engine.property.ConstraintTableNames;
import dev.cairn.migration.SentStatementParser;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.PlaceholderResolver;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.HistoryPlace;
import dev.cairn.upgrade.MigrationException.PlaceholderException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.RecordedMigration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Parses the statements of recorded migrations, as a run sends them: it replaces placeholders with their values, and the
 * schema's name with the name of the database.
 */
final class RecordedMigrationParser {
    private final String schemaName;
    private final Placeholders placeholders;
    private final SentStatementParser sentStatementParser;
    private final @Nullable ConcurrentMap<RecordedMigration, List<MigrationAction>> upgradeActionsByMigration;

    /** Creates a parser without a cache. */
    RecordedMigrationParser(String schemaName, Placeholders placeholders, SentStatementParser sentStatementParser) {
        this(schemaName, placeholders, sentStatementParser, null);
    }

    private RecordedMigrationParser(
            String schemaName,
            Placeholders placeholders,
            SentStatementParser sentStatementParser,
            @Nullable ConcurrentMap<RecordedMigration, List<MigrationAction>> upgradeActionsByMigration) {
        this.schemaName = schemaName;
        this.placeholders = placeholders;
        this.sentStatementParser = sentStatementParser;
        this.upgradeActionsByMigration = upgradeActionsByMigration;
    }

    /** Returns a copy that caches parsed upgrades, which do not depend on the server. The cache is thread-safe. */
    RecordedMigrationParser withCache() {
        return new RecordedMigrationParser(schemaName, placeholders, sentStatementParser, new ConcurrentHashMap<>());
    }

    HistoryPlace createPlace(RecordedMigration migration) {
        return HistoryPlace.in(schemaName).migration(migration.name());
    }

    /**
     * Returns the actions of a migration for a kind of server, with the name of the database in which they run.
     *
     * @throws PlaceholderException if a placeholder has no value
     * @throws StepFailedException if a statement can't be parsed
     */
    List<MigrationAction> parse(
            RecordedMigration migration, Direction direction, ServerProfile target, String databaseName) {
        List<MigrationAction> actions = upgradeActionsByMigration == null || direction != Direction.UPGRADE
                ? parseForAllTargets(migration, direction)
                : upgradeActionsByMigration.computeIfAbsent(migration, key -> parseForAllTargets(key, direction));
        return actions.stream()
                .map(action -> resolveDatabase(action.forServer(target), databaseName))
                .toList();
    }

    /**
     * Replaces references to the schema's database with the database in which the migration runs, because parsed
     * actions are cached for all databases.
     */
    private MigrationAction resolveDatabase(MigrationAction action, String databaseName) {
        Statement statement = action.statement();
        boolean mentionsDatabase = statement instanceof AccessStatement
                ? action.text().contains(Placeholder.DATABASE.toString())
                : statement != null
                        && !databaseName.equals(schemaName)
                        && ConstraintTableNames.mentionsDatabase(statement, schemaName);
        return mentionsDatabase
                ? MigrationAction.parse(action.text(), new DatabaseResolver(schemaName, databaseName))
                : action;
    }

    /**
     * Resolves the placeholder of the database, and keeps all others. In constraints, the name of the schema stands for
     * the database, because migrations are recorded as in a database with that name.
     */
    private record DatabaseResolver(String schemaName, String databaseName) implements PlaceholderResolver {
        @Override
        public String resolveProperty(String name, String value) {
            return ConstraintTableNames.isConstraintProperty(name)
                    ? ConstraintTableNames.renameDatabase(value, schemaName, databaseName)
                    : value;
        }

        @Override
        public Buckets resolveBuckets(Placeholder placeholder) {
            return new Buckets.PlaceholderBuckets(placeholder);
        }

        @Override
        public String resolveName(Placeholder placeholder) {
            return placeholder.equals(Placeholder.DATABASE) ? databaseName : placeholder.toString();
        }
    }

    /** Returns the actions for all kinds of servers, with the placeholder of the database. */
    private List<MigrationAction> parseForAllTargets(RecordedMigration migration, Direction direction) {
        List<MigrationAction> actions = new ArrayList<>();
        for (String statementText : direction == Direction.UPGRADE ? migration.upgrade() : migration.downgrade()) {
            HistoryPlace place = createPlace(migration).step(actions.size() + 1, null);
            try {
                // A repeatable migration runs again after an interruption, so each of its statements may be sent twice.
                String markedText = migration.isRepeatable() ? "-- repeatable\n" + statementText : statementText;
                actions.add(sentStatementParser.parse(markedText, new ValueResolver(place)));
            } catch (SqlSyntaxException failure) {
                throw new StepFailedException(
                        place,
                        "the statement can't be parsed: " + failure.problem(),
                        "Compile the migration with the version of Cairn that runs it.",
                        failure);
            }
        }
        return actions;
    }

    /**
     * Replaces placeholders with their values. In names, the placeholder of the database remains: it is resolved for
     * each server.
     */
    private final class ValueResolver implements PlaceholderResolver {
        private final HistoryPlace place;

        ValueResolver(HistoryPlace place) {
            this.place = place;
        }

        @Override
        public String resolveProperty(String name, String value) {
            return Placeholder.isPlaceholder(value)
                    ? resolveValue(Placeholder.parse(value))
                    : Placeholder.unescape(value);
        }

        @Override
        public Buckets resolveBuckets(Placeholder placeholder) {
            String value = resolveValue(placeholder).strip();
            try {
                return Placeholder.isPlaceholder(value)
                        ? new Buckets.PlaceholderBuckets(placeholder)
                        : new Buckets.Count(Integer.parseInt(value));
            } catch (NumberFormatException failure) {
                throw new PlaceholderException(
                        place,
                        placeholder + " must be a number of buckets, but its value is '" + value + "'",
                        "Set it to a number.",
                        failure);
            }
        }

        @Override
        public String resolveName(Placeholder placeholder) {
            return placeholder.equals(Placeholder.DATABASE) ? placeholder.toString() : resolveValue(placeholder);
        }

        @Override
        public String resolveNames(String statementText) {
            return Placeholder.unescape(PlaceholderResolver.super.resolveNames(statementText));
        }

        /** Returns the value; the placeholder itself if it has no value and may remain. */
        private String resolveValue(Placeholder placeholder) {
            @Nullable
            String value = placeholders.valueByName().getOrDefault(placeholder.name(), placeholder.fallback());
            if (value != null) {
                return value;
            }
            if (placeholders.keepsUnresolvedPlaceholders()) {
                return placeholder.toString();
            }
            throw new PlaceholderException(
                    place,
                    placeholder + " has no value",
                    "Pass one on the command line with --placeholder " + placeholder.name() + "=…, set placeholder."
                            + placeholder.name() + " in cairn.properties, or set it in the options of the migrator.");
        }
    }
}
