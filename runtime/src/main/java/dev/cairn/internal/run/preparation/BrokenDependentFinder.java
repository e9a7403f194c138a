package dev.cairn.internal.run.preparation;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.reflection.DependentReader;
import dev.cairn.internal.reflection.TableDependent;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Finds the dependents of tables that steps break. A Routine Load belongs to its table, even if the table is renamed:
 * it is lost if the table is dropped, or replaced in a rebuild. Pipes, tasks and dictionaries break if no table has the
 * name that they use, and so do the views of others. A materialized view of others is inactive if another table takes
 * that name. Every dependent fails without a column that it uses, unless the
 * schema manages the dependent: the steps then change it with its table.
 *
 * <pre>{@code
 * BrokenDependentFinder finder = BrokenDependentFinder.forSteps(steps);
 * // Sends no statement if the steps can't break any dependent.
 * finder.readBrokenDependents(connection, context::warn).forEach(dependent -> …);
 * }</pre>
 */
public final class BrokenDependentFinder {
    private static final String MISSING_COLUMNS_PREFIX = "these columns no longer exist: ";

    private final Catalog catalogBefore;
    private final Catalog catalogAfter;
    private final Map<ObjectName, TrackedTable> trackedTableByOriginalName = new HashMap<>();

    /** The keys of the managed cluster objects that the steps themselves drop. */
    private final Set<String> droppedClusterObjectKeys = new HashSet<>();

    /** The name of a table after the steps, and the last step that changed it. */
    private static final class TrackedTable {
        private Optional<ObjectName> currentName;
        private int lastStepNumber;

        TrackedTable(ObjectName name) {
            this.currentName = Optional.of(name);
        }
    }

    /**
     * A dependent that the steps break.
     *
     * @param stepNumber the number of the last step that changes the table of the dependent
     * @param reason why the dependent breaks, as a clause: {@code its table is dropped}
     * @param brokenViews the views of the schema that read the dependent, so they break with it
     */
    public record BrokenDependent(
            TableDependent dependent, int stepNumber, String reason, List<ObjectName> brokenViews) {
        public BrokenDependent {
            brokenViews = List.copyOf(brokenViews);
        }

        /** Returns whether the table of the dependent remains, and lacks only columns that the dependent uses. */
        public boolean hasLostOnlyColumns() {
            return reason.startsWith(MISSING_COLUMNS_PREFIX);
        }

        public boolean isRoutineLoad() {
            return dependent.kind() == TableDependent.Kind.ROUTINE_LOAD;
        }

        /** Returns whether the dependent only reads the table: it works again when the table has what it reads. */
        public boolean isReader() {
            return dependent.kind().isReader();
        }

        /** Returns what the steps do to the dependent, such as {@code ends the pipe shop.files of shop.orders: …}. */
        public String describeEffect() {
            return (isReader() ? "breaks the " : "ends the ") + this;
        }

        /**
         * Returns a description, such as {@code Routine Load shop.clicks (RUNNING, …) of shop.orders: its table is
         * dropped}.
         */
        @Override
        public String toString() {
            String readerClause = brokenViews.isEmpty()
                    ? ""
                    : "; the schema reads it in "
                            + brokenViews.stream().map(ObjectName::toString).collect(Collectors.joining(", "));
            return dependent + (isReader() ? ", which reads " : " of ") + dependent.tableName() + ": " + reason
                    + readerClause;
        }
    }

    private BrokenDependentFinder(Catalog catalogBefore, Catalog catalogAfter) {
        this.catalogBefore = catalogBefore;
        this.catalogAfter = catalogAfter;
    }

    /**
     * Returns a finder for the dependents that steps break.
     *
     * @param steps the steps that are not done yet, in their order
     */
    public static BrokenDependentFinder forSteps(List<RunStep> steps) {
        List<StatementStep> statementSteps = RunStep.selectStatements(steps).toList();
        if (statementSteps.isEmpty()) {
            return new BrokenDependentFinder(Catalog.EMPTY, Catalog.EMPTY);
        }
        BrokenDependentFinder finder = new BrokenDependentFinder(
                statementSteps.get(0).catalogBefore(),
                statementSteps.get(statementSteps.size() - 1).catalogAfter());
        Map<ObjectName, ObjectName> originalNameByName = new HashMap<>();
        statementSteps.forEach(statementStep -> finder.followStep(statementStep, originalNameByName));
        return finder;
    }

    /**
     * Tracks the tables and views that a step drops, renames, replaces, or deprives of columns.
     *
     * @param originalNameByName the names that existing tables had before the steps, by their present names; is updated
     */
    private void followStep(StatementStep statementStep, Map<ObjectName, ObjectName> originalNameByName) {
        Statement statement = statementStep.simulatedStep().action().statement();
        if (statement instanceof ClusterStatement.DropClusterObject drop
                && catalogBefore.clusterObjects().isManaged()) {
            droppedClusterObjectKeys.add(
                    ClusterObject.key(drop, statementStep.session().databaseName()));
        } else if (statement instanceof Statement.CreateTable create) {
            // Each statement of a script is a run of its own: the name of a staging table announces the rebuild.
            ObjectName name = ObjectName.resolve(create.name(), statementStep.session());
            ObjectName originalName = name.withName(TemporaryName.removeSuffix(name.name()));
            if (!originalName.equals(name)) {
                trackTable(originalName, Optional.of(name), statementStep);
            }
        } else if (statement instanceof Statement.DropTable drop && !drop.isTemporary()) {
            ObjectName name = ObjectName.resolve(drop.table(), statementStep.session());
            ObjectName originalName = originalNameByName.remove(name);
            trackTable(originalName == null ? name : originalName, Optional.empty(), statementStep);
        } else if (statement instanceof Statement.DropDatabase drop) {
            catalogBefore
                    .findDatabase(drop.name().lastPart().text())
                    .ifPresent(database -> database.tables()
                            .values()
                            .forEach(table -> trackTable(
                                    new ObjectName(database.name(), table.name()), Optional.empty(), statementStep)));
        } else if (statement instanceof ViewStatement.DropView
                || statement instanceof ViewStatement.DropMaterializedView) {
            statement
                    .changedObject()
                    .map(view -> ObjectName.resolve(view, statementStep.session()))
                    .ifPresent(view -> trackTable(view, Optional.empty(), statementStep));
        } else if (statement instanceof Statement.AlterTable alter) {
            ObjectName name = ObjectName.resolve(alter.table(), statementStep.session());
            for (AlterClause clause : alter.clauses()) {
                if (clause instanceof AlterClause.RenameTable rename) {
                    followRename(name, name.withName(rename.newName().text()), statementStep, originalNameByName);
                } else if (clause instanceof AlterClause.SwapTable swap) {
                    ObjectName otherName = name.withName(swap.otherTableName().text());
                    ObjectName originalName = originalNameByName.getOrDefault(name, name);
                    followRename(otherName, name, statementStep, originalNameByName);
                    originalNameByName.put(otherName, originalName);
                    trackTable(originalName, Optional.of(otherName), statementStep);
                } else if (clause instanceof AlterClause.DropColumn || clause instanceof AlterClause.RenameColumn) {
                    trackTable(originalNameByName.getOrDefault(name, name), Optional.of(name), statementStep);
                }
            }
        }
    }

    private void followRename(
            ObjectName oldName, ObjectName newName, RunStep step, Map<ObjectName, ObjectName> originalNameByName) {
        ObjectName originalName =
                Optional.ofNullable(originalNameByName.remove(oldName)).orElse(oldName);
        originalNameByName.put(newName, originalName);
        trackTable(originalName, Optional.of(newName), step);
    }

    private void trackTable(ObjectName originalName, Optional<ObjectName> currentName, RunStep step) {
        boolean isLeftover = TemporaryName.isTemporary(originalName.name()); // left by an interrupted run
        if (isLeftover || SchemaObject.find(catalogBefore, originalName).isPresent()) {
            TrackedTable trackedTable = trackedTableByOriginalName.computeIfAbsent(originalName, TrackedTable::new);
            trackedTable.currentName = currentName;
            trackedTable.lastStepNumber = step.number();
        }
    }

    /** Returns whether the steps change no table in a way that could break a dependent. */
    public boolean hasNoTrackedTables() {
        return trackedTableByOriginalName.isEmpty();
    }

    /**
     * Reads from the server which dependents the steps break. Sends no statement if the steps can't break any.
     *
     * @param problemListener receives a message for each subject that can't be read
     */
    public List<BrokenDependent> readBrokenDependents(ServerConnection connection, Consumer<String> problemListener) {
        if (hasNoTrackedTables()) {
            return List.of();
        }
        List<TableDependent> dependents = DependentReader.readDependents(
                connection, Set.copyOf(trackedTableByOriginalName.keySet()), problemListener);
        for (Map.Entry<ObjectName, TrackedTable> trackedTableEntry : trackedTableByOriginalName.entrySet()) {
            ObjectName originalName = trackedTableEntry.getKey();
            boolean hasVisibleLoad = dependents.stream()
                    .anyMatch(dependent -> dependent.kind() == TableDependent.Kind.ROUTINE_LOAD
                            && dependent.tableName().equals(originalName));
            if (!hasVisibleLoad
                    && !isRebuilt(originalName, trackedTableEntry.getValue())
                    && DependentReader.hidesRoutineLoads(connection, originalName)) {
                problemListener.accept("the Routine Loads of " + originalName
                        + " can't be read: the user lacks the privilege INSERT on it");
            }
        }
        return selectBrokenDependents(dependents);
    }

    /**
     * Returns whether the steps replace a table with a copy. The user needs the privilege INSERT to fill the copy
     * anyway.
     */
    private boolean isRebuilt(ObjectName originalName, TrackedTable trackedTable) {
        boolean isLeftover = TemporaryName.isTemporary(originalName.name());
        boolean isReplacedByOther = trackedTable
                        .currentName
                        .filter(name -> !TemporaryName.isTemporary(name.name()))
                        .isEmpty()
                && SchemaObject.find(catalogAfter, originalName).isPresent();
        return isLeftover || isReplacedByOther;
    }

    /** Returns sentences that tell a user how to run the steps, and how to restore the dependents afterwards. */
    public static String describeRemedy(List<BrokenDependent> brokenDependents) {
        boolean hasLoadsToRecreate = brokenDependents.stream()
                .anyMatch(dependent -> dependent.isRoutineLoad() && !dependent.hasLostOnlyColumns());
        boolean hasLoadsToAlter = brokenDependents.stream()
                .anyMatch(dependent -> dependent.isRoutineLoad() && dependent.hasLostOnlyColumns());
        boolean hasOthersToRecreate = brokenDependents.stream().anyMatch(dependent -> !dependent.isRoutineLoad());
        return (hasLoadsToRecreate
                        ? "First save the definitions that SHOW CREATE ROUTINE LOAD prints. Then PAUSE ROUTINE LOAD, and note"
                                + " the Progress in SHOW ROUTINE LOAD, the last offsets that were loaded. "
                        : "")
                + (hasLoadsToAlter ? "First PAUSE the Routine Loads that use a missing column. " : "")
                + (hasOthersToRecreate ? "First save the definitions of the pipes, tasks and dictionaries. " : "")
                + "Then repeat the operation with --dependents=lose on the command line, or the option dependents of the"
                + " migrator."
                + (hasLoadsToRecreate
                        ? " Finally create the Routine Loads again, with the offsets after the noted ones."
                        : "")
                + (hasLoadsToAlter
                        ? " Finally change the columns of the paused loads with ALTER ROUTINE LOAD, and RESUME them."
                        : "")
                + (hasOthersToRecreate ? " Finally create the pipes, tasks and dictionaries again." : "");
    }

    /** Selects the dependents that the steps break. */
    public List<BrokenDependent> selectBrokenDependents(List<TableDependent> dependents) {
        List<BrokenDependent> brokenDependents = new ArrayList<>();
        for (TableDependent dependent : dependents) {
            TrackedTable trackedTable = trackedTableByOriginalName.get(dependent.tableName());
            if (trackedTable != null
                    && !droppedClusterObjectKeys.contains(clusterObjectKey(dependent))
                    && !isReaderOfSchema(dependent)) {
                findBreakReason(dependent, trackedTable)
                        .ifPresent(reason -> brokenDependents.add(new BrokenDependent(
                                dependent,
                                trackedTable.lastStepNumber,
                                reason,
                                dependent.kind().isReader() ? findReadersInSchema(dependent.name()) : List.of())));
            }
        }
        return brokenDependents;
    }

    /** Returns the views of the schema that read a view of others after the steps, directly or through other views. */
    private List<ObjectName> findReadersInSchema(ObjectName viewName) {
        return SchemaObject.collectNames(catalogAfter).stream()
                .filter(name -> SchemaObject.find(catalogAfter, name).stream()
                        .flatMap(object -> object.baseRelations().stream())
                        .anyMatch(base -> !base.isFormer() && base.isNamed(viewName.database(), viewName.name())))
                .toList();
    }

    /** Returns whether the schema contains a view that reads a table: a plan changes it with the table. */
    private boolean isReaderOfSchema(TableDependent dependent) {
        return dependent.kind().isReader()
                && (SchemaObject.find(catalogBefore, dependent.name()).isPresent()
                        || SchemaObject.find(catalogAfter, dependent.name()).isPresent()
                        || TemporaryName.isTemporary(dependent.name().name()));
    }

    /** Returns why the steps break a dependent of a tracked table, as a clause; empty if they do not break it. */
    private Optional<String> findBreakReason(TableDependent dependent, TrackedTable trackedTable) {
        ObjectName tableName = dependent.tableName();
        boolean isBoundToName = dependent.kind().isBoundToName();
        Optional<ObjectName> usedName = isBoundToName ? Optional.of(tableName) : trackedTable.currentName;
        if (!isBoundToName
                && usedName.map(ObjectName::name)
                        .filter(TemporaryName::isTemporary)
                        .isPresent()
                && !TemporaryName.isTemporary(tableName.name())) {
            return Optional.of("another table replaces its table");
        }
        if (usedName.flatMap(name -> SchemaObject.find(catalogAfter, name)).isEmpty()) {
            boolean isReplacedByOther =
                    !isBoundToName && SchemaObject.find(catalogAfter, tableName).isPresent();
            String subject = dependent.kind().isReader() ? "this object" : "its table";
            return Optional.of(
                    isReplacedByOther
                            ? "another table replaces its table, which is dropped"
                            : subject + (trackedTable.currentName.isEmpty() ? " is dropped" : " is renamed"));
        }
        if (dependent.kind() == TableDependent.Kind.MATERIALIZED_VIEW
                && !trackedTable.currentName.equals(Optional.of(tableName))) {
            return Optional.of("another table replaces this object, so the view is inactive until the server activates"
                    + " it, after about a minute; to activate it at once: ALTER MATERIALIZED VIEW "
                    + SqlQuoting.quoteName(dependent.name()) + " ACTIVE");
        }
        if (isManaged(dependent)) {
            return Optional.empty(); // the steps pause the dependent, and change it like its table
        }
        Set<String> removedColumnNames = new TreeSet<>(findColumnNames(catalogBefore, tableName));
        removedColumnNames.removeAll(findColumnNames(catalogAfter, usedName.get()));
        String missingColumnNames =
                removedColumnNames.stream().filter(dependent::mayUseColumn).collect(Collectors.joining(", "));
        return missingColumnNames.isEmpty()
                ? Optional.empty()
                : Optional.of(MISSING_COLUMNS_PREFIX + missingColumnNames);
    }

    /** Returns whether the schema manages the dependent. */
    private boolean isManaged(TableDependent dependent) {
        return catalogAfter.clusterObjects().find(clusterObjectKey(dependent)).isPresent();
    }

    /** Returns the key of the dependent among cluster objects; an empty string if it is not a cluster object. */
    private static String clusterObjectKey(TableDependent dependent) {
        ObjectName name = dependent.name();
        return dependent
                .kind()
                .findClusterObjectKind()
                .map(kind -> ClusterObject.key(kind, ClusterObject.fullName(kind, name.database(), name.name())))
                .orElse("");
    }

    private static List<String> findColumnNames(Catalog catalog, ObjectName tableName) {
        return SchemaObject.find(catalog, tableName)
                .map(SchemaObject::columnNames)
                .orElse(List.of());
    }
}
