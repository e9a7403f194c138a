package dev.cairn.engine.alter;

import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Table;
import dev.cairn.engine.alter.AlterTableDdl.Operation;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.NameValidation;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.partition.AddPartitionDdl;
import dev.cairn.engine.partition.DropPartitionsDdl;
import dev.cairn.engine.partition.ModifyPartitionsDdl;
import dev.cairn.engine.partition.ReplacePartitionsDdl;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A kind of clause of ALTER TABLE, with everything that the engine, the planner and the runtime know about it. The
 * cost of a clause and the views that it deactivates are part of its effect, since they depend on the table.
 */
public final class AlterClauseKind<C extends AlterClause> {
    private static final Map<Class<?>, AlterClauseKind<?>> KIND_BY_CLAUSE_CLASS = new HashMap<>();

    static {
        register(AlterClause.AddColumn.class, Operation.SCHEMA_CHANGE)
                .setCheck(AddColumnDdl::check)
                .setDraftChange(AddColumnDdl::add)
                .addCombinations(Combination.COLUMNS)
                .setAffectedColumn(add -> add.column().name());
        register(AlterClause.AddColumns.class, Operation.SCHEMA_CHANGE)
                .setCheck(AddColumnDdl::check)
                .setDraftChange(AddColumnDdl::add);
        register(AlterClause.DropColumn.class, Operation.SCHEMA_CHANGE)
                .setCheck(DropColumnDdl::check)
                .setDraftChange(DropColumnDdl::drop)
                .addCombinations(Combination.COLUMNS)
                .setAffectedColumn(AlterClause.DropColumn::column)
                .setDestroyedData(AlterClauseKind::describeDroppedColumn);
        register(AlterClause.ModifyColumn.class, Operation.SCHEMA_CHANGE)
                .setCheck(ModifyColumnDdl::check)
                .setDraftChange(ModifyColumnDdl::modify)
                .addCombinations(Combination.COLUMNS)
                .setAffectedColumn(modify -> modify.column().name());
        register(AlterClause.ModifyColumnComment.class, Operation.SCHEMA_CHANGE)
                .setDraftChange(ModifyColumnDdl::changeComment);
        register(AlterClause.ReorderColumns.class, Operation.SCHEMA_CHANGE).setDraftChange(OrderByClauseDdl::apply);
        register(AlterClause.AddField.class, Operation.SCHEMA_CHANGE)
                .setCheck(StructFieldDdl::check)
                .setDraftChange(StructFieldDdl::add)
                .addCombinations(Combination.FIELDS)
                .setAffectedColumn(AlterClause.AddField::column);
        register(AlterClause.DropField.class, Operation.SCHEMA_CHANGE)
                .setCheck(StructFieldDdl::check)
                .setDraftChange(StructFieldDdl::drop)
                .addCombinations(Combination.FIELDS)
                .setAffectedColumn(AlterClause.DropField::column)
                .setDestroyedData((table, drop) -> Optional.of(
                        "drops " + table.name() + "." + drop.column() + "." + String.join(".", drop.path())));
        register(AlterClause.AddIndex.class, Operation.SCHEMA_CHANGE)
                .setCheck(IndexDdl::check)
                .setDraftChange(IndexDdl::add)
                .setViewEffect(IndexDdl::addToView)
                .addCombinations(Combination.COLUMNS, Combination.INDEXES);
        register(AlterClause.DropIndex.class, Operation.SCHEMA_CHANGE)
                .setDraftChange(IndexDdl::drop)
                .setViewEffect(IndexDdl::dropFromView)
                .addCombinations(Combination.INDEXES);
        register(AlterClause.RenameTable.class, Operation.RENAME)
                .setCheck(RenameDdl::check)
                .setSingleEffect(RenameDdl::rename)
                .setInverse((tableName, rename) -> new AlterClause.RenameTable(Name.of(tableName), Span.NONE));
        register(AlterClause.RenameColumn.class, Operation.RENAME)
                .setCheck(RenameDdl::check)
                .setSingleEffect(RenameDdl::rename)
                .setInverse((tableName, rename) -> new AlterClause.RenameColumn(
                        /* oldName= */ rename.newName(), /* newName= */ rename.oldName(), Span.NONE));
        register(AlterClause.RenameRollup.class, Operation.RENAME)
                .setCheck((context, rename) -> NameValidation.requireValidTableName(
                        rename.newName().text(), rename.newName().span()))
                .setSingleEffect(RenameDdl::rename);
        register(AlterClause.RenamePartition.class, Operation.RENAME)
                .setCheck((context, rename) -> NameValidation.requireValidPartitionName(
                        rename.newName().text(), rename.newName().span()))
                .setSingleEffect(RenameDdl::rename);
        register(AlterClause.SwapTable.class, Operation.SWAP)
                .setSingleEffect(RenameDdl::swap)
                .setInverse((tableName, swap) -> swap)
                .setRepeatability(swap -> false);
        register(AlterClause.SetProperties.class, Operation.MODIFY_TABLE_PROPERTY)
                .setCheck(SetPropertiesDdl::check)
                .setSingleEffect(SetPropertiesDdl::apply)
                .setViewEffect(BloomFilterChange::alterView);
        register(AlterClause.SetComment.class, Operation.ALTER_COMMENT)
                .setSingleEffect(
                        (context, set) -> context.createResult(context.table().withComment(set.comment())));
        register(AlterClause.SetAutoIncrement.class, Operation.ALTER_AUTO_INCREMENT)
                .setCheck((context, set) -> {
                    if (set.value() <= 0) {
                        throw Refusal.ofAnalysis(set.span(), CommonRule.MUST_BE_POSITIVE, "AUTO_INCREMENT");
                    }
                });
        register(AlterClause.AddRollup.class, Operation.ADD_ROLLUP)
                .setCheck(RollupDdl::check)
                .setEffect(RollupDdl::add)
                .addCombinations(Combination.ADDED_ROLLUPS);
        register(AlterClause.DropRollup.class, Operation.DROP_ROLLUP)
                .setEffect(RollupDdl::drop)
                .addCombinations(Combination.DROPPED_ROLLUPS);
        register(AlterClause.AddPartition.class, Operation.ADD_PARTITION)
                .setCheck(AddPartitionDdl::check)
                .setSingleEffect(AddPartitionDdl::apply);
        register(AlterClause.DropPartitions.class, Operation.DROP_PARTITION)
                .setCheck(DropPartitionsDdl::check)
                .setSingleEffect(DropPartitionsDdl::apply)
                .setDestroyedData(AlterClauseKind::describeDroppedPartitions)
                .setRepeatability(AlterClause.DropPartitions::isTemporary);
        register(AlterClause.TruncatePartitions.class, Operation.TRUNCATE_PARTITION)
                .setSingleEffect((context, truncate) ->
                        applyRowChange(context, truncate.partitions().names()))
                .markAsRowExchange();
        register(AlterClause.ModifyPartitions.class, Operation.MODIFY_PARTITION)
                .setCheck(ModifyPartitionsDdl::check)
                .setSingleEffect(ModifyPartitionsDdl::apply);
        register(AlterClause.ModifyPartitionDistribution.class, Operation.ALTER_OTHER);
        register(AlterClause.ReplacePartitions.class, Operation.REPLACE_PARTITION)
                .setCheck(ReplacePartitionsDdl::check)
                .setSingleEffect(ReplacePartitionsDdl::apply)
                .markAsRowExchange();
        register(AlterClause.Compact.class, Operation.COMPACT)
                .setSingleEffect((context, compact) -> applyRowChange(context, compact.partitions()));
        register(AlterClause.Optimize.class, Operation.OPTIMIZE)
                .setCheck(OptimizeDdl::check)
                .setSingleEffect(OptimizeDdl::apply);
        register(AlterClause.SetDefaultBuckets.class, Operation.MODIFY_TABLE_PROPERTY_SYNC)
                .setCheck(DefaultBucketsDdl::check)
                .setSingleEffect(DefaultBucketsDdl::apply);
        register(AlterClause.DropPersistentIndex.class, Operation.MODIFY_TABLE_PROPERTY)
                .setSingleEffect(PersistentIndexDdl::drop);
        register(AlterClause.ChangePartitionColumns.class, Operation.ALTER_OTHER)
                .setSingleEffect((context, change) -> {
                    String operation = (change.isAddition() ? "ADD" : "DROP") + " PARTITION COLUMN";
                    throw Refusal.ofExecution(
                            change.span(), CommonRule.SUPPORTED_ONLY_FOR, operation, "tables of an external catalog");
                });
        register(
                        AlterClause.VerbatimClause.class,
                        verbatim -> verbatim.keyword().equals("EXECUTE")
                                ? Operation.ALTER_TABLE_OPERATION
                                : Operation.ALTER_BRANCH)
                .setCheck(VerbatimClauseDdl::check)
                .setSingleEffect(VerbatimClauseDdl::apply);
    }

    /**
     * Clauses that a server was observed to accept in one statement, as one job. To the server all changes of a table's
     * schema belong together; clauses that were never observed together are sent separately.
     */
    private enum Combination {
        /** Columns are added, dropped and changed, together with a new index. */
        COLUMNS,
        INDEXES,
        /** Fields of nested structs. */
        FIELDS,
        ADDED_ROLLUPS,
        DROPPED_ROLLUPS
    }

    /** The effect of all clauses of a statement; the clauses of one statement have compatible kinds. */
    private interface ClauseEffect<C> {
        StatementResult apply(AlterTableContext context, List<C> clauses);
    }

    /** The effect of a clause on a materialized view; null if ALTER TABLE can't change a view in this way. */
    private interface ViewEffect<C> {
        @Nullable
        MaterializedView apply(ServerState server, MaterializedView view, C clause);
    }

    private final Function<C, Operation> operationFinder;
    private final Set<Combination> combinations = EnumSet.noneOf(Combination.class);
    private BiConsumer<AlterTableContext, C> check = (context, clause) -> {};
    /** The default is for SET of bloom filters, which {@link SchemaChangeDdl} applies without a change of the draft. */
    private BiConsumer<AlterTableDraft, C> draftChange = (draft, clause) -> draft.recordDataRewrite();

    private ClauseEffect<C> effect = (context, clauses) -> context.unchangedResult();
    private ViewEffect<C> viewEffect = (server, view, clause) -> null;
    private Function<C, Optional<Name>> affectedColumnFinder = clause -> Optional.empty();
    private BiFunction<Table, C, Optional<String>> destroyedDataDescriber = (table, clause) -> Optional.empty();
    private BiFunction<String, C, Optional<AlterClause>> inverter = (tableName, clause) -> Optional.empty();
    private Predicate<C> isRepeatable = clause -> true;
    private boolean exchangesRows;

    private AlterClauseKind(Function<C, Operation> operationFinder) {
        this.operationFinder = operationFinder;
    }

    private static <C extends AlterClause> AlterClauseKind<C> register(Class<C> clauseClass, Operation operation) {
        return register(clauseClass, clause -> operation);
    }

    private static <C extends AlterClause> AlterClauseKind<C> register(
            Class<C> clauseClass, Function<C, Operation> operation) {
        AlterClauseKind<C> kind = new AlterClauseKind<>(operation);
        KIND_BY_CLAUSE_CLASS.put(clauseClass, kind);
        return kind;
    }

    private AlterClauseKind<C> setCheck(BiConsumer<AlterTableContext, C> check) {
        this.check = check;
        return this;
    }

    /** Sets the change of the draft. All clauses of a statement that change the draft are applied as one change. */
    private AlterClauseKind<C> setDraftChange(BiConsumer<AlterTableDraft, C> change) {
        this.draftChange = change;
        return setEffect(SchemaChangeDdl::apply);
    }

    private AlterClauseKind<C> setEffect(ClauseEffect<C> effect) {
        this.effect = effect;
        return this;
    }

    private AlterClauseKind<C> setSingleEffect(BiFunction<AlterTableContext, C, StatementResult> effect) {
        return setEffect((context, clauses) -> effect.apply(context, clauses.get(0)));
    }

    private AlterClauseKind<C> setViewEffect(ViewEffect<C> effect) {
        this.viewEffect = effect;
        return this;
    }

    private AlterClauseKind<C> addCombinations(Combination... allowedCombinations) {
        combinations.addAll(List.of(allowedCombinations));
        return this;
    }

    private AlterClauseKind<C> setAffectedColumn(Function<C, Name> columnNameFinder) {
        this.affectedColumnFinder = clause -> Optional.of(columnNameFinder.apply(clause));
        return this;
    }

    private AlterClauseKind<C> setDestroyedData(BiFunction<Table, C, Optional<String>> describer) {
        this.destroyedDataDescriber = describer;
        return this;
    }

    private AlterClauseKind<C> setInverse(BiFunction<String, C, AlterClause> inverse) {
        this.inverter = (tableName, clause) -> Optional.of(inverse.apply(tableName, clause));
        return this;
    }

    private AlterClauseKind<C> setRepeatability(Predicate<C> isRepeatable) {
        this.isRepeatable = isRepeatable;
        return this;
    }

    /** Declares that the clause drops or exchanges rows: it destroys data, and can't be repeated safely. */
    private AlterClauseKind<C> markAsRowExchange() {
        this.exchangesRows = true;
        return setDestroyedData((table, clause) -> Optional.of("drops rows of " + table.name()))
                .setRepeatability(clause -> false);
    }

    /** Returns the kind of a clause; each class of clauses has exactly one. */
    @SuppressWarnings("unchecked") // the key of each entry is the class of its clauses
    public static <C extends AlterClause> AlterClauseKind<C> of(C clause) {
        return (AlterClauseKind<C>) Objects.requireNonNull(KIND_BY_CLAUSE_CLASS.get(clause.getClass()));
    }

    /** Returns the classes of all clauses that have an entry. */
    static Set<Class<?>> clauseClasses() {
        return KIND_BY_CLAUSE_CLASS.keySet();
    }

    /** Returns the clause's kind of operation, which decides with which other clauses the clause conflicts. */
    Operation operation(C clause) {
        return operationFinder.apply(clause);
    }

    /** Checks the clause against the table as it is before the statement; the server calls this phase analysis. */
    void check(AlterTableContext context, C clause) {
        check.accept(context, clause);
    }

    /** Applies all clauses of a statement whose first clause is of this kind. */
    StatementResult apply(AlterTableContext context, List<C> clauses) {
        return effect.apply(context, clauses);
    }

    /** Applies a clause that changes columns or indexes to the result of the statement's earlier clauses. */
    void applyToDraft(AlterTableDraft draft, C clause) {
        draftChange.accept(draft, clause);
    }

    /** Applies the clause to a materialized view; empty if ALTER TABLE can't change a view in this way. */
    Optional<MaterializedView> applyToView(ServerState server, MaterializedView view, C clause) {
        return Optional.ofNullable(viewEffect.apply(server, view, clause));
    }

    /** Returns whether one statement may contain all of the clauses. */
    public static boolean areCombinable(Collection<AlterClause> clauses) {
        Set<Combination> commonCombinations = EnumSet.allOf(Combination.class);
        clauses.forEach(clause -> commonCombinations.retainAll(of(clause).combinations));
        return clauses.size() == 1 || !commonCombinations.isEmpty();
    }

    /** Returns the column that the clause adds, drops or modifies; empty unless the clause names exactly one. */
    public Optional<Name> findAffectedColumn(C clause) {
        return affectedColumnFinder.apply(clause);
    }

    /** Returns whether the clause changes only fields of a column. */
    public boolean changesFields() {
        return combinations.contains(Combination.FIELDS);
    }

    /**
     * Describes the data of the table that the clause drops; empty if it drops none. The values that a change of a type
     * may lose are not described here.
     */
    public Optional<String> describeDestroyedData(Table table, C clause) {
        return destroyedDataDescriber.apply(table, clause);
    }

    /**
     * Returns the clause that reverts this one; empty for a clause that only a plan can revert.
     *
     * @param tableName the name of the table before the clause
     */
    public Optional<AlterClause> findInverse(String tableName, C clause) {
        return inverter.apply(tableName, clause);
    }

    /** Returns whether the clause can safely be executed a second time, for example after a lost connection. */
    public boolean isRepeatable(C clause) {
        return isRepeatable.test(clause);
    }

    /** Returns whether the clause drops or exchanges rows of partitions; SHOW CREATE does not show such a change. */
    public boolean exchangesRows() {
        return exchangesRows;
    }

    private static Optional<String> describeDroppedColumn(Table table, AlterClause.DropColumn drop) {
        boolean isStored = drop.rollup() == null
                && table.findColumn(drop.column().text())
                        .filter(column -> column.generatedValue() == null)
                        .isPresent();
        return isStored ? Optional.of("drops " + table.name() + "." + drop.column()) : Optional.empty();
    }

    private static Optional<String> describeDroppedPartitions(Table table, AlterClause.DropPartitions drop) {
        if (drop.isTemporary()) {
            return Optional.empty();
        }
        List<Name> partitionNames = drop.selection().names();
        return Optional.of("drops partitions of " + table.name()
                + (partitionNames.isEmpty()
                        ? ""
                        : ": "
                                + String.join(
                                        ", ",
                                        partitionNames.stream().map(Name::text).toList())));
    }

    /**
     * Requires that the partitions exist, and returns the unchanged catalog: the clause changes only rows of the
     * partitions.
     */
    private static StatementResult applyRowChange(AlterTableContext context, List<Name> partitionNames) {
        for (Name partitionName : partitionNames) {
            if (!TablePartitions.of(context.table()).hasPartition(partitionName.text())) {
                throw Refusal.ofExecution(
                        partitionName.span(), CommonRule.NOT_FOUND, RuleSubject.PARTITION, partitionName);
            }
        }
        return context.unchangedResult();
    }
}
