package dev.cairn.migration;

import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.CreateTableStatement;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The names of the objects that the migrations of a chain create or change. */
public final class ChainObjectNames {
    private final List<MigrationObjects> migrations = new ArrayList<>();
    private final Set<ObjectName> remainingNames = new HashSet<>();

    /** The names of the objects that a migration creates or changes, and of those among them that it creates. */
    private record MigrationObjects(Set<ObjectName> touchedNames, Set<ObjectName> createdNames) {}

    /**
     * Returns the names of the objects of a chain.
     *
     * @param upgrades the statements of all migrations, in the order of the chain
     */
    public static ChainObjectNames of(ServerProfile profile, Session session, Stream<List<String>> upgrades) {
        ChainObjectNames names = new ChainObjectNames();
        upgrades.forEach(statementTexts -> names.addMigration(
                statementTexts.stream()
                        .map(text -> MigrationAction.parse(text).forServer(profile))
                        .toList(),
                session));
        return names;
    }

    /** Adds the next migration of the chain. */
    void addMigration(List<MigrationAction> actions, Session session) {
        Set<ObjectName> touchedNames = new HashSet<>();
        Set<ObjectName> createdNames = new HashSet<>();
        for (MigrationAction action : actions) {
            Statement statement = action.statement();
            if (statement != null && !(statement instanceof Statement.OpaqueStatement)) {
                statement
                        .changedObject()
                        .map(name -> ObjectName.resolve(name, session))
                        .ifPresent(name -> {
                            touchedNames.add(name);
                            List<ObjectName> newNames = findCreatedNames(statement, name);
                            createdNames.addAll(newNames);
                            if (statement instanceof Statement.DropTable || isRename(statement)) {
                                remainingNames.remove(name);
                            }
                            remainingNames.addAll(newNames);
                        });
            }
        }
        touchedNames.addAll(createdNames);
        migrations.add(new MigrationObjects(touchedNames, createdNames));
    }

    /** Returns the names of the objects that the migrations create, except those that they drop again. */
    public Set<ObjectName> remainingNames() {
        return Collections.unmodifiableSet(remainingNames);
    }

    private static List<ObjectName> findCreatedNames(Statement statement, ObjectName name) {
        boolean isCreation = statement instanceof CreateTableStatement
                || statement instanceof CreateView
                || statement instanceof CreateMaterializedView;
        return isCreation
                ? List.of(name)
                : streamRenames(statement)
                        .map(rename -> name.withName(rename.newName().text()))
                        .toList();
    }

    private static boolean isRename(Statement statement) {
        return streamRenames(statement).findAny().isPresent();
    }

    private static Stream<AlterClause.RenameTable> streamRenames(Statement statement) {
        return statement instanceof Statement.AlterTable alter
                ? alter.clauses().stream()
                        .filter(AlterClause.RenameTable.class::isInstance)
                        .map(AlterClause.RenameTable.class::cast)
                : Stream.empty();
    }

    /** Returns whether migrations create or change an object, and none after the given one creates it. */
    boolean isSchemaObject(ObjectName name, int migrationIndex) {
        return migrations.stream().anyMatch(migration -> migration.touchedNames.contains(name))
                && migrations.stream()
                        .skip(migrationIndex + 1L)
                        .noneMatch(migration -> migration.createdNames.contains(name));
    }
}
